"""The pieces of a chart part."""
