"""results/scores"""

from pages._ui import frame

frame.title("得分分布", "这些得分能说明问题吗？")
