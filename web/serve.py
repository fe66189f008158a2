"""Runs the server: one process or several, until it is told to stop. Knows nothing of what is served."""

from __future__ import annotations

import ipaddress
import os

from fastapi import FastAPI

from corpus.errors import SettingsError
from corpus.settings import Settings
from web.app import create_app
from web.logs import log, write_json_lines

# A slow answer gets this long to finish after the signal to stop.
GRACE_S = 30


def serve(settings: Settings, host: str = "127.0.0.1", port: int = 8000, workers: int = 1) -> None:
    """Serve until interrupted; running answers are finished first.

    Raises `SettingsError` when the address can be reached from other machines while nobody has to sign in.
    """
    import uvicorn

    refuse_open_door(settings, host)
    write_json_lines()
    log("starting", url=f"http://{host}:{port}", workers=workers, auth=settings.auth)
    common = {
        "host": host, "port": port, "log_level": "warning", "access_log": False, "server_header": False,
        "timeout_graceful_shutdown": GRACE_S, "timeout_keep_alive": 30,
    }  # fmt: skip
    if workers <= 1:
        uvicorn.run(create_app(settings), **common)  # type: ignore[arg-type]
        return
    # Workers are new processes that read their settings from the environment: hand them what was chosen here.
    os.environ["TANYA_HOME"] = str(settings.home.resolve())
    uvicorn.run("web.serve:app_from_environment", factory=True, workers=workers, **common)  # type: ignore[arg-type]


def app_from_environment() -> FastAPI:
    """The app of one worker process."""
    write_json_lines()
    return create_app(Settings.model_validate({}))


def refuse_open_door(settings: Settings, host: str) -> None:
    """Raise `SettingsError` for an address beyond this machine while accounts are off."""
    if settings.auth == "off" and not _is_loopback(host):
        raise SettingsError(
            f"{host} can be reached from other machines, and TANYA_AUTH=off lets everybody administer.",
            "Serve on 127.0.0.1, or set TANYA_AUTH=local and make an administrator: tanya user add NAME.",
        )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
