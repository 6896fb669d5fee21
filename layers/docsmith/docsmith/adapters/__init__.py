"""One file for each outside thing, technology first. Each implements a port declared in `usecases`."""
