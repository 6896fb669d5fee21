"""Pictures of what the offline author makes, for the README: `python -m tests.gallery`."""
