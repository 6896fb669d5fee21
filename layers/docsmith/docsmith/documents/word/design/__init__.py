"""How a text document looks: colours, fonts, sizes, page, by design and brand."""
