"""What is wrong with a text document: `findings_of` runs every check of the table."""
