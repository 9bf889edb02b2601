"""results/overview"""

from pages._ui import frame

frame.title("总体情况", "应评的都评了吗，这一年的钱花得怎么样？")
