"""Faults on purpose: processes killed and disks that fail, in the midst of the work that must survive it.

`make faults` runs at least 250; a sample of them stands in the tests. Beside each piece of work its
naive counterpart suffers the same: a harness that breaks nothing proves nothing.
"""
