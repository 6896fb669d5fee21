"""Docsmith: a prompt in, a finished document out. The tree beside this file is the architecture."""
