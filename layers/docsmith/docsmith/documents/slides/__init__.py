"""Slide decks: content placed on a grid, real masters and layouts, charts, checks, uploaded decks.

document.py     apply, read, check, fold
deck.py         the deck that operations make; replay.py applies them
theme.py        palette from one colour, fonts, type scale
metrics.py      text measured with font files; grid.py places, fitting.py shrinks or refuses
layouts/        content -> placed elements, one module a family
template/       theme, master and layouts as parts
xml/            placed elements -> parts of the package
base/           an uploaded deck: what is in it, and edits to its parts
checks/         what is wrong with the finished file
"""
