"""Blocks composed into nodes: `compose(story)` gives a `Composition`, what pages and parts work
on.
"""
