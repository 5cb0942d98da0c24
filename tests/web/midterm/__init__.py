"""The mid-term analysis."""
