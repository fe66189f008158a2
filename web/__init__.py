"""The chat page and the API. Knows nothing of how an answer is made."""
