"""Where text falls: widths from font files, lines, pages."""
