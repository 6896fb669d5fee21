"""The offline author of decks: a story chosen from the prompt and the data, told in slides.

planner.py    what sort of deck; how many slides; no two neighbours alike
review.py     from data: figures, trend, splits, table, what stands out
talks.py      from the prompt: pitch, training, project status, a general talk
insights.py   computed figures -> titles that say what they mean
followup.py   edits of a deck that stands
refusals.py   why such a deck cannot be given what was asked
outline.py    the deck before it is made, and a deck from an edited outline
"""
