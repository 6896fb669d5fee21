"""Text documents: one planner a kind, made of what the prompt says and what the data tell.

planner.py      the kind, and who plans it
statements.py   prompt -> subject, statements; segments.py cuts it, quotes.py reads quotations,
                fields.py labelled facts, orders.py what is ordered of the document itself,
                subjects.py titles, naming.py people and dates, actions.py who does what by when
asked.py        the sections that were ordered
report.py       a report computed from data sources, of the sections in report_parts.py
letters.py with its parties.py, memo.py, minutes.py, paper.py, proposal.py with its offer.py
                and terms.py
followup.py     changes to a document that stands; adding.py its new sections, additions.py those
                from data
"""
