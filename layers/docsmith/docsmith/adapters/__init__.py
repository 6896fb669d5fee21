"""One file for each outside thing, technology first; each implements a port of `usecases`."""
