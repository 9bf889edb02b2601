"""basis/method"""

from pages._ui import frame

frame.title("口径与制度依据", "这些数字是什么意思？")
