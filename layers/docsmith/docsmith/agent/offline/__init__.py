"""The offline author: a deterministic `Model` that needs no key.

It reads the prompt and the attached data, plans a document of the right kind, and drives the same
tools with the same operations through the same turns as a language model does:

    brief.py      prompt -> Brief (kind, title, language, period, quantities)
    source.py     description of a source -> SourceView; roles.py says what its columns are for
    formats.py    (format) -> planner; a planner turns a Brief into a Plan of operations
    progress.py   history -> what was asked, done and answered so far
    author.py     progress + plan -> the next turn's calls
    repair.py     refused operations -> mended operations

It keeps no state: every turn is derived from the history alone.
"""
