"""What a user may be told: what happened, and what to do next. Knows nothing of how it is shown."""

from __future__ import annotations

from typing import ClassVar


class TanyaError(Exception):
    """A failure that a user can act on.

    `message` says what happened, `hint` what to do next; `code` is a stable snake_case name that programs may test.
    The command line prints `message` and `hint` on one line and exits with 1; the web maps `code` to a status.
    """

    code: ClassVar[str] = "error"

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def to_json(self) -> dict[str, str]:
        """The error as programs get it."""
        return {"code": self.code, "message": self.message, "hint": self.hint}

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".rstrip()


class UnreadableArticle(TanyaError):
    """A file, page or row that holds no article Tanya can read; the others of its folder are still read.

    `location` is where it would have been read from, once whoever reads the file has said so, else empty.
    """

    code = "unreadable_article"

    def __init__(self, message: str, hint: str = "", location: str = "") -> None:
        super().__init__(message, hint)
        self.location = location

    def at(self, location: str) -> UnreadableArticle:
        """The failure itself, with where it happened unless a more exact place is known already."""
        self.location = self.location or location
        return self


class FetchFailed(TanyaError):
    """A page could not be fetched; `status` is the HTTP status where a server gave one, else 0."""

    code = "fetch_failed"

    def __init__(self, message: str, hint: str = "", status: int = 0) -> None:
        super().__init__(message, hint)
        self.status = status


class ArticleNotFound(TanyaError):
    """No stored article has this id."""

    code = "article_not_found"


class NoIndex(TanyaError):
    """The home has no generation to answer from."""

    code = "no_index"


class IndexMismatch(TanyaError):
    """The index was built with another encoder or format than the settings ask for."""

    code = "index_mismatch"


class IndexDamaged(TanyaError):
    """A file of a generation is missing, truncated or altered."""

    code = "index_damaged"


class BuildFailed(TanyaError):
    """A build could not finish; the generation served before it is untouched."""

    code = "build_failed"


class EncoderUnavailable(TanyaError):
    """The encoder named in the settings cannot be loaded."""

    code = "encoder_unavailable"


class BadQuestion(TanyaError):
    """An empty, unreadable or far too long question."""

    code = "bad_question"


class ComposerUnavailable(TanyaError):
    """The language model endpoint is not set, cannot be reached or answers nonsense."""

    code = "composer_unavailable"


class DatabaseUnavailable(TanyaError):
    """The database cannot be opened, is locked, or is full; whoever asked over HTTP is told when to ask again."""

    code = "database_unavailable"
    retry_after_s: ClassVar[int] = 5


class DatabaseMismatch(TanyaError):
    """The database was written by a newer version of Tanya."""

    code = "database_mismatch"


class BadSet(TanyaError):
    """An evaluation set or data file that does not have the promised form."""

    code = "bad_set"


class SettingsError(TanyaError):
    """Settings that contradict each other or ask for something unsafe."""

    code = "bad_settings"
