"""What the offline author answers in words: questions about tables; all else needs a model."""
