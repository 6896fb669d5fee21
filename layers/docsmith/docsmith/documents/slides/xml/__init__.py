"""Placed elements as parts of a package: DrawingML and PresentationML, charts, tables."""
