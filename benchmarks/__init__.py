"""Benchmarks: every bar of the product measured beside its limit, in one run."""
