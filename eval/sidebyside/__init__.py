"""Tanya beside what a user would pick instead, on the same corpus, questions and encoder."""
