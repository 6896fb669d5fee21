"""Documents: value in, bytes out. Operations, the writers, inspection, checks. Knows no AWS and no
model.
"""
