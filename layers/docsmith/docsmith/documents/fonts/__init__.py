"""Font files to measure text with: Carlito has the widths of Calibri, Caladea those of Cambria,
Liberation Sans those of Arial.

All are under the SIL Open Font License (the licence texts stand beside them); they are measured
with, never embedded in documents.
"""
