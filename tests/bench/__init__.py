"""The budgets of the design, measured: `python -m tests.bench`, which also writes the README's table."""
