"""Verbs: one file for each thing the system does, and the ports it needs as Protocols."""
