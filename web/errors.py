"""Failures that only a server can meet, in the words of their readers. Knows nothing of statuses or pages."""

from __future__ import annotations

from typing import ClassVar

from corpus.errors import TanyaError


class ConversationNotFound(TanyaError):
    """The asker has no conversation with this id."""

    code = "conversation_not_found"


class ModelNotFound(TanyaError):
    """A chat client asks for a model that this server does not have."""

    code = "model_not_found"


class ComposerNotOffered(TanyaError):
    """A request names a composer that is not set up here."""

    code = "composer_not_offered"


class NotReady(TanyaError):
    """The index is still being loaded."""

    code = "not_ready"


class Overloaded(TanyaError):
    """More questions are waiting than can be answered in time."""

    code = "overloaded"
    retry_after_s: ClassVar[int] = 2


class TooManyRequests(TanyaError):
    """One client asked faster than it may; `retry_after_s` is when it may again."""

    code = "too_many_requests"

    def __init__(self, message: str, hint: str, retry_after_s: int) -> None:
        super().__init__(message, hint)
        self.retry_after_s = retry_after_s


class LockedOut(TooManyRequests):
    """Too many wrong passwords; `retry_after_s` is when another may be tried."""

    code = "locked_out"


class BodyTooLarge(TanyaError):
    """The request's body is over the limit."""

    code = "body_too_large"


class WrongHost(TanyaError):
    """The request names a host that this server does not answer for."""

    code = "wrong_host"


class CrossSite(TanyaError):
    """Another site's page tried to change something here."""

    code = "cross_site"


class BadRequest(TanyaError):
    """The request cannot be understood."""

    code = "bad_request"


class NotSignedIn(TanyaError):
    """The page or endpoint needs somebody signed in."""

    code = "not_signed_in"


class Forbidden(TanyaError):
    """Somebody is signed in who may not do this."""

    code = "forbidden"


class WrongPassword(TanyaError):
    """The name and the password do not belong together."""

    code = "wrong_password"


class BadAccount(TanyaError):
    """An account or key that cannot be made as asked."""

    code = "bad_account"


class BadPassword(BadAccount):
    """A new password that is too short or too long."""

    code = "bad_password"


class NameTaken(BadAccount):
    """Another account bears this name."""

    code = "name_taken"


class PersonNotFound(TanyaError):
    """Nobody has an account of this name."""

    code = "person_not_found"


class LastAdministrator(TanyaError):
    """The change would leave no administrator who can sign in."""

    code = "last_administrator"


class AccountDisabled(TanyaError):
    """An administrator has closed this account."""

    code = "account_disabled"


class Busy(TanyaError):
    """Another job holds what this one needs."""

    code = "busy"


class SignInFailed(TanyaError):
    """Single sign-on did not prove who somebody is."""

    code = "sign_in_failed"
