"""money/execution"""

from pages._ui import frame

frame.title("预算执行", "钱花出去了吗，是按计划花的吗？")
