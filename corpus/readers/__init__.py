"""Files of every format that offices publish, made articles. Knows formats; refuses to know the store."""

from corpus.readers.files import READERS, read_path

__all__ = ["READERS", "read_path"]
