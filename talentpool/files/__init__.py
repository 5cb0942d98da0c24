"""The only readers and writers of workbooks and documents.

`guard` refuses a file before anything parses it, `reader` turns workbooks into plain cells.
"""
