"""Passages and how to find them: chunks, encoders, vectors, terms, generations. Knows nothing of answers."""
