"""Font files to measure text with: Carlito has the widths of Calibri, Liberation Sans those of Arial.

Both are under the SIL Open Font License (the licence texts stand beside them); they are measured
with, never embedded in documents.
"""
