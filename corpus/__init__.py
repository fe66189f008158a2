"""Articles: reading them, cleaning them, dating them, keeping them. Knows nothing of vectors, questions or serving."""
