"""The HTTP face: FastAPI app factory, one router a resource, wire models, one table of errors."""
