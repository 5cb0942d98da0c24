"""Structure of the teams: indicators, targets, what each unit lacks and what would close the gap."""
