"""The parts of a Word package: nodes and looks written as XML."""
