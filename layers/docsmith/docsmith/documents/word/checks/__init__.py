"""What is wrong with a text document, judged on the finished file as a reader would get it.

reading.py      the file read back: paragraphs with their styles, tables, drawings
table.py        `CHECKS`, and `findings_of` that runs them
headings.py, structure.py, wording.py, looks.py, package.py
"""
