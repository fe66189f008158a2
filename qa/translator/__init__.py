"""English questions in Indonesian: learned from pairs of questions, run without torch."""

from qa.translator.translator import Translator

__all__ = ["Translator"]
