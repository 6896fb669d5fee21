"""Documents that somebody else made: opened safely, edited in place, everything else kept as it
is.
"""
