"""The offline author of decks: a story chosen from the prompt and the data, told in slides.

planner.py    what sort of deck; how many slides; no two neighbours alike
review.py     from data: figures, trend, splits, table, what stands out
talks.py      from the prompt: a general talk; pitch.py, training.py, status.py the other sorts
topic.py      what a talk is about; naming.py what the deck is called
stories.py    a talk on a subject of which the prompt says no more
talk_parts.py what these share: first and last slide, phrases as slots
insights.py   which operations tell in titles what the figures show
followup.py   edits of a deck that stands: edits.py by number, additions.py how many slides
refusals.py   why such a deck cannot be given what was asked
outline.py    the deck before it is made, and a deck from an edited outline
"""
