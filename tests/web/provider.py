"""A small OpenID Connect provider that signs in whoever the test says, rightly or in some wrong way."""

from __future__ import annotations

import base64
import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlencode

import uvicorn
from fastapi import FastAPI, Request
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.responses import JSONResponse, RedirectResponse, Response

Claims = dict[str, Any]


@cache
def own_key() -> Any:
    """The provider's key; making one is slow, so that all tests share it."""
    return RSAKey.generate_key(2048, {"kid": "k-1"})


@dataclass
class Provider:
    """`bend` changes the ID token's claims before they are signed; `signer` replaces the key that signs them."""

    claims: Claims = field(default_factory=lambda: {"sub": "s-1", "email": "citra@kpu.example", "email_verified": True})
    bend: Callable[[Claims], Claims] = field(default=lambda claims: claims)
    key: Any = field(default_factory=lambda: own_key())
    signer: Any = None
    header: Claims = field(default_factory=lambda: {"alg": "RS256", "kid": "k-1"})
    issuer: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def app(self) -> FastAPI:
        app = FastAPI()
        app.get("/.well-known/openid-configuration")(self.discover)
        app.get("/keys")(lambda: JSONResponse({"keys": [self.key.as_dict(private=False)]}))
        app.add_route("/authorize", self.authorize)
        app.add_route("/token", self.token, methods=["POST"])
        return app

    def discover(self) -> dict[str, str]:
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
        return {"issuer": self.issuer} | {name: f"{self.issuer}/{path}" for name, path in names.items()}

    async def authorize(self, request: Request) -> Response:
        asked = dict(request.query_params)
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}", 302)

    async def token(self, request: Request) -> Response:
        form = await request.form()
        asked = self.codes.pop(str(form["code"]), None)
        digest = hashlib.sha256(str(form.get("code_verifier", "")).encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        secret = base64.b64encode(b"tanya:rahasia").decode()
        if (
            asked is None
            or challenge != asked["code_challenge"]
            or request.headers["authorization"] != f"Basic {secret}"
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = self.claims | {
            "iss": self.issuer,
            "aud": "tanya",
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
        }
        token = jwt.encode(self.header, self.bend(claims), self.signer or self.key)
        return JSONResponse({"access_token": "a", "token_type": "Bearer", "id_token": token})


class Running:
    """A provider on a free port, for the length of a `with` block."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        config = uvicorn.Config(provider.app(), host="127.0.0.1", port=0, log_level="error", ws="none")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run)

    def __enter__(self) -> Provider:
        self._thread.start()
        deadline = time.monotonic() + 20
        while not self._server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        self._provider.issuer = f"http://127.0.0.1:{port}"
        return self._provider

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(20)
