"""Text documents: one planner a kind, made of what the prompt says and what the data tell.

planner.py      the kind, and who plans it
statements.py   prompt -> subject, statements; naming.py finds people, groups, dates in them
report.py       a report computed from data sources, of the sections in report_parts.py
letters.py, memo.py, minutes.py, paper.py, proposal.py with what it offers in offer.py
followup.py     changes to a document that stands
"""
