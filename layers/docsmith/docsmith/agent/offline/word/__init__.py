"""Text documents: one planner a kind, made of what the prompt says and what the data tell.

planner.py      the kind, and who plans it
statements.py   prompt -> subject, statements, people, dates
report.py       a report computed from data sources: data/
letters.py, memo.py, minutes.py, proposal.py, paper.py
followup.py     changes to a document that stands
"""
