"""Formulas as text: their tokens, what they refer to, how the file spells them, which are
refused.
"""
