"""What all three Office formats share: the ZIP package, its parts, its relationships."""
