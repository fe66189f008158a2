"""The database's history, one revision a module, in the order of their numbers. Each says what it changed and why."""
