"""The made-up sample town: its workbooks and its accounts."""
