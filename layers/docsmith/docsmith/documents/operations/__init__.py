"""Operations: the one language in which a document is changed, by the agent, the editor and
re-rendering.

One file a family; `formats` puts those of a format together, as a union that is told apart by `op`.
Imports nothing: whoever only keeps operations, as a function that answers requests does, need not
build their models.
"""
