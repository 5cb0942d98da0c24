"""Checks that `make check` runs beside ruff, mypy and the import contracts."""
