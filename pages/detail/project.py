"""detail/project"""

from pages._ui import frame

frame.title("项目详情", "为什么是这个得分？")
