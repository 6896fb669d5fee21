"""Workbooks from a prompt alone: inputs on an assumptions sheet, calculations, checks."""
