"""Figures, tables and charts of a text, computed from its data sources."""
