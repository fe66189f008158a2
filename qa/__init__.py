"""From a question to a cited answer. Knows nothing of HTTP, HTML or the terminal."""
