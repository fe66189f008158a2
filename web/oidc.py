"""Single sign-on: OpenID Connect's authorization code flow with PKCE (RFC 7636). Knows nothing of passwords.

A person is known by the provider's issuer and subject. On their first visit they are tied to the account that bears
their verified e-mail address, if an administrator made one without a password, else they become a new reader.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from corpus.database import Database, Row
from corpus.settings import Settings
from web.errors import AccountDisabled, SignInFailed
from web.people import Clock, People, utc_now
from web.service import Service, service_of
from web.signing import begin_session, safe_path

if TYPE_CHECKING:
    from authlib.integrations.httpx_client import OAuth2Client

router = APIRouter(include_in_schema=False)
STATE_COOKIE = "tanya_sign_in"
MINUTES = 10
TIMEOUT_S = 10.0
LEEWAY_S = 60
# Only signatures by a key that the provider publishes; "none" and shared secrets are not among them.
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
HINT = "Try again; if it goes on, ask whoever runs the sign-in service."


@dataclass(frozen=True, slots=True)
class Claims:
    """What a checked ID token says of somebody."""

    issuer: str
    subject: str
    email: str | None


class SingleSignOn:
    """Sign-ins that are under way, and the identities they proved."""

    def __init__(self, settings: Settings, database: Database, people: People, clock: Clock = utc_now) -> None:
        self._settings, self._database, self._people, self._clock = settings, database, people, clock

    def begin(self, redirect_uri: str, back: str) -> tuple[str, str]:
        """The provider's address to go to, and the state that must come back. Raises `SignInFailed`."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        metadata = self._metadata()
        with self._client(redirect_uri) as client:
            url, _ = client.create_authorization_url(
                metadata["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
            )
        with self._database.transaction() as connection:
            connection.run("DELETE FROM oidc_pending WHERE expires_at < :now", now=self._clock().isoformat())
            connection.run(
                """INSERT INTO oidc_pending (hash, nonce, verifier, back, expires_at)
                VALUES (:hash, :nonce, :verifier, :back, :expires)""",
                hash=_hash(state), nonce=nonce, verifier=verifier, back=back[:2_000],
                expires=(self._clock() + timedelta(minutes=MINUTES)).isoformat(),
            )  # fmt: skip
        return str(url), state

    def finish(self, redirect_uri: str, state: str, code: str) -> tuple[str, str]:
        """The name of the account signed in, and where they were going. Raises `SignInFailed`, `AccountDisabled`."""
        pending = self._take(state)
        metadata = self._metadata()
        token = self._token(metadata, redirect_uri, code, pending["verifier"])
        claims = self._claims(metadata, token, pending["nonce"])
        name = self._account(claims)
        person = self._people.find(name)
        if person is not None and person.disabled:
            raise AccountDisabled("This account has been disabled.", "Ask an administrator.")
        return name, pending["back"]

    def _take(self, state: str) -> Row:
        with self._database.transaction() as connection:
            row = connection.row(
                "SELECT * FROM oidc_pending WHERE hash = :hash AND expires_at > :now",
                hash=_hash(state), now=self._clock().isoformat(),
            )  # fmt: skip
            # Good for one answer only, whatever comes of it.
            connection.run("DELETE FROM oidc_pending WHERE hash = :hash", hash=_hash(state))
        if row is None:
            raise SignInFailed("This sign-in has run out or was used.", "Sign in again.")
        return row

    def _client(self, redirect_uri: str) -> OAuth2Client:
        from authlib.integrations.httpx_client import OAuth2Client

        return OAuth2Client(
            self._settings.oidc_client_id,
            self._settings.oidc_client_secret.get_secret_value() or None,
            scope="openid email",
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
            timeout=TIMEOUT_S,
        )

    def _metadata(self) -> dict[str, Any]:
        issuer = self._settings.oidc_issuer.rstrip("/")
        found = self._fetch(f"{issuer}/.well-known/openid-configuration")
        if str(found.get("issuer", "")).rstrip("/") != issuer:
            raise SignInFailed("The sign-in service calls itself by another name.", "Check TANYA_OIDC_ISSUER.")
        return found

    def _fetch(self, url: str) -> dict[str, Any]:
        import httpx

        try:
            response = httpx.get(url, timeout=TIMEOUT_S)
            response.raise_for_status()
            found = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise SignInFailed("The sign-in service cannot be reached.", HINT) from error
        return found if isinstance(found, dict) else {}

    def _token(self, metadata: dict[str, Any], redirect_uri: str, code: str, verifier: str) -> str:
        import httpx
        from authlib.integrations.base_client import OAuthError

        try:
            with self._client(redirect_uri) as client:
                token = client.fetch_token(metadata["token_endpoint"], code=code, code_verifier=verifier)
        except (OAuthError, httpx.HTTPError, ValueError) as error:
            raise SignInFailed("The sign-in service refused the code.", HINT) from error
        return str(token.get("id_token", ""))

    def _claims(self, metadata: dict[str, Any], token: str, nonce: str) -> Claims:
        """Check the ID token as OpenID Connect Core 3.1.3.7 asks: signature, issuer, audience, times, nonce."""
        from joserfc import jwt
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        registry = jwt.JWTClaimsRegistry(
            now=int(self._clock().timestamp()),
            leeway=LEEWAY_S,
            iss={"essential": True, "value": metadata["issuer"]},
            aud={"essential": True, "value": self._settings.oidc_client_id},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            keys = KeySet.import_key_set(self._fetch(metadata["jwks_uri"]))  # type: ignore[arg-type]
            claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
            registry.validate(claims)
        except (JoseError, ValueError, KeyError) as error:
            raise SignInFailed("The sign-in service's answer does not hold.", HINT) from error
        email = claims.get("email") if claims.get("email_verified") is True else None
        return Claims(str(claims["iss"]), str(claims["sub"]), str(email) if email else None)

    def _account(self, claims: Claims) -> str:
        with self._database.transaction() as connection:
            row = connection.row(
                "SELECT name FROM oidc_identities WHERE issuer = :issuer AND subject = :subject",
                issuer=claims.issuer, subject=claims.subject,
            )  # fmt: skip
        if row and self._people.find(row["name"]):
            return str(row["name"])
        name = self._name_for(claims)
        with self._database.transaction() as connection:
            connection.run(
                """INSERT INTO oidc_identities (issuer, subject, name) VALUES (:issuer, :subject, :name)
                ON CONFLICT (issuer, subject) DO UPDATE SET name = :name""",
                issuer=claims.issuer, subject=claims.subject, name=name,
            )  # fmt: skip
        return name

    def _name_for(self, claims: Claims) -> str:
        if claims.email and self._is_waiting(claims.email):
            return claims.email
        # Two people must never share a name, so the name of one without a waiting account is made of what is unique.
        unique = f"sso-{_hash(f'{claims.issuer} {claims.subject}')[:16]}"
        name = claims.email if claims.email and self._people.find(claims.email) is None else unique
        if self._people.find(name) is None:
            self._people.add(name, None, "reader")
        return name

    def _is_waiting(self, name: str) -> bool:
        """Whether an administrator made this account for single sign-on and nobody has claimed it."""
        with self._database.transaction() as connection:
            made = connection.row("SELECT name FROM people WHERE name = :name AND password_hash = ''", name=name)
            claimed = connection.row("SELECT name FROM oidc_identities WHERE name = :name", name=name)
        return made is not None and claimed is None


@router.get("/sign-in/oidc")
def leave_for_provider(request: Request, back: str = "/") -> Response:
    """Go to the provider's sign-in page."""
    url, state = _sign_on(service_of(request)).begin(_callback(request), safe_path(back))
    response = RedirectResponse(url, 303)
    response.set_cookie(
        STATE_COOKIE, state, max_age=MINUTES * 60, httponly=True, samesite="lax", secure=request.url.scheme == "https"
    )
    return response


@router.get("/sign-in/oidc/callback")
def come_back(request: Request, state: str = "", code: str = "", error: str = "") -> Response:
    """Take the provider's answer, and begin a session."""
    if error or not code:
        raise SignInFailed("The sign-in was not completed.", "Sign in again.")
    # The state must be in this very browser's cookie: nobody can be signed in as somebody else by a link.
    if not hmac.compare_digest(request.cookies.get(STATE_COOKIE, "").encode(), state.encode()):
        raise SignInFailed("This sign-in was begun in another browser.", "Sign in again.")
    service = service_of(request)
    name, back = _sign_on(service).finish(_callback(request), state, code)
    response = begin_session(request, service, name, back)
    response.delete_cookie(STATE_COOKIE)
    return response


def _sign_on(service: Service) -> SingleSignOn:
    if service.settings.auth != "oidc":
        raise SignInFailed("Single sign-on is not set up.", "Set TANYA_AUTH=oidc.")
    return SingleSignOn(service.settings, service.database, service.people)


def _callback(request: Request) -> str:
    return str(request.url_for("come_back"))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
