"""One module per workbook: `build(request) -> Workbook`."""
