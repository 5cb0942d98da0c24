"""Word reports of a mid-term analysis 届中分析报告: of a township and of each unit, from what was recorded."""
