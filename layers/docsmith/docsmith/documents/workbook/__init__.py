"""Workbooks: operations replayed into a `Book`, computed by IronCalc, written as .xlsx.

`document.py` is the way in; `book.py` says what a workbook is while it is built; `engine.py` how
it is computed; `package.py` how it is written.
"""
