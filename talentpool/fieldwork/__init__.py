"""Field work of a mid-term analysis 实地调研: totals stated and records counted."""
