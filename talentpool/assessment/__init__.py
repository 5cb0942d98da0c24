"""The quantitative score with its weights in the open, proposals of grades, the analysis of one unit."""
