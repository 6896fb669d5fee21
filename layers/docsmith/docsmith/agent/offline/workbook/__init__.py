"""Workbooks: one planner a kind (`planners.py`), made of shared pieces (`grid.py`, `ops.py`,
`blocks.py`).
"""
