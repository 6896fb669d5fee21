"""Our own template: one master, real layouts with typed placeholders, the theme of the brand."""
