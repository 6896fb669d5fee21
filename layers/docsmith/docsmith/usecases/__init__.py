"""Verbs: one file for each thing the system does, with the ports it needs as Protocols beside it."""
