"""Workbooks from tabular data: the data as a table, and sheets that summarise it by formulas."""
