"""Wire an engine from the settings: generation, reader, composer, log. The only place that knows them all."""

from __future__ import annotations

from corpus.database import Database
from corpus.errors import SettingsError
from corpus.settings import Settings
from index.encoder import open_encoder
from index.generation import Generation, load
from qa.answer import Engine, Rewrite
from qa.borrowed import keeping_borrowed
from qa.compose import Composer, ExtractiveComposer
from qa.confidence import load as load_confidence
from qa.lexicon import WordLexicon
from qa.log import AnswerLog
from qa.slips import put_right


def open_engine(
    settings: Settings, composer: str | None = None, *, generation: Generation | None = None, logged: bool = True
) -> Engine:
    """An engine on `generation`, by default the home's current one; unless `logged`, its answers are not kept.

    `composer` is `extractive` or `llm`; the setting decides if it is None. Raises `NoIndex` (saying what to type),
    `IndexMismatch`, `EncoderUnavailable`, `ComposerUnavailable` or `SettingsError`.
    """
    from qa.reader import Reader
    from qa.translator import Translator

    chosen = composer or settings.composer
    worded = open_composer(settings, chosen)
    if generation is None:
        encoder = open_encoder(settings.encoder, settings.threads, settings.place.cache)
        generation = load(settings.place, encoder, settings.index)
    reader = Reader.load(generation.word_vectors)
    return Engine(
        generation=generation,
        reader=reader,
        composer=worded,
        lexicon=WordLexicon(generation.word_vectors, generation.rarity),
        confidence=load_confidence(),
        rewrite=open_rewriter(settings, chosen),
        log=AnswerLog(Database(settings.database)) if logged else None,
        mend=lambda question, language: put_right(question, language, generation, reader.knows),
        translate=keeping_borrowed(Translator(generation.word_vectors).translate, generation),
    )


def open_rewriter(settings: Settings, composer: str) -> Rewrite:
    """What makes follow-ups standalone: rules, or the language model where it words the answers too."""
    if composer == "llm":
        from qa.llm import LLMRewriter, open_endpoint

        return LLMRewriter(open_endpoint(settings))
    from qa.followup import rewrite

    return rewrite


def open_composer(settings: Settings, name: str) -> Composer:
    """The composer of that name."""
    if name == "extractive":
        return ExtractiveComposer()
    if name == "llm":
        from qa.llm import open_llm

        return open_llm(settings)
    raise SettingsError(f"There is no composer named {name!r}.", "Use extractive or llm.")
