"""The HTTP face: FastAPI app factory, one router a resource, wire models, one error-to-status table."""
