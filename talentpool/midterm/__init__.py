"""Mid-term analysis 届中分析: rounds, their units, groups and papers, and the rules that they follow."""
