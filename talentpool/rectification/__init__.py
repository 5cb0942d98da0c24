"""Findings of the mid-term analysis and their rectification 问题整改."""
