"""The pieces of a worksheet part."""
