"""Uploaded decks: what is in them, edits to their slides, slides added on their own layouts."""
