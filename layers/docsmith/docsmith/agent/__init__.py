"""The agent as a pure decision: history in, next action out. Never imports an SDK."""
