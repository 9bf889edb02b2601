"""results/grades"""

from pages._ui import frame

frame.title("评价等级分布", "谁是优、良、中、差，涉及多少资金？")
