"""Workbooks that somebody else made: read into a `Book`, edited part by part.

What was not edited stays byte for byte: `patching.py` rewrites only the parts that an operation
touched, and refuses, naming the part, what it cannot carry.
"""
