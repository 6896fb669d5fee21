"""What several functions share, built from settings and clients. Reads no environment itself."""
