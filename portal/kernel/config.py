"""Settings, read once from the environment. The README lists them."""

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
ROOT = PACKAGE.parent


def _folder(name: str) -> Path:
    """Find a folder inside the installed package, or else beside it, as in a checkout."""
    inside = PACKAGE / f"_{name}"
    return inside if inside.is_dir() else ROOT / name


TEMPLATES, STATIC, MIGRATIONS = _folder("templates"), _folder("static"), _folder("migrations")
# An installed package must not keep data beside itself: its folder goes with the next version.
DATA = Path("var").absolute() if TEMPLATES.parent == PACKAGE else ROOT / "var"


_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?")


class Misconfigured(Exception):
    """Raised at start when a setting is missing or makes no sense."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All that differs between one installation and the next."""

    database_url: str
    secret_key: str
    base_url: str = "http://127.0.0.1:8000"
    data_dir: Path = DATA
    demo: bool = False
    service_name: str = "Headroom"
    organisation_name: str = ""
    help_name: str = ""
    help_phone: str = ""
    help_email: str = ""
    smtp_host: str = ""
    smtp_port: int = 25
    mail_from: str = "headroom@localhost"
    redis_url: str = ""
    trusted_hosts: tuple[str, ...] = ()
    proxy_hops: int = 0
    embed_hosts: tuple[str, ...] = ()
    argon2_memory_kib: int = 19_456
    version: str = "dev"

    @property
    def is_secure(self) -> bool:
        """Say whether people reach the portal over https."""
        return self.base_url.startswith("https://")


def from_environ(environ: Mapping[str, str] = os.environ) -> Settings:
    """Build the settings. Raises Misconfigured in plain words."""
    demo = environ.get("HEADROOM_DEMO", "") == "1"
    data_dir = Path(environ.get("DATA_DIR", DATA))
    base_url = environ.get("BASE_URL", f"http://127.0.0.1:{environ.get('PORT', '8000')}")
    return Settings(
        database_url=environ.get("DATABASE_URL") or f"sqlite:///{data_dir / 'headroom.db'}",
        secret_key=_secret_key(environ, data_dir),
        base_url=base_url.rstrip("/"),
        data_dir=data_dir,
        demo=demo,
        service_name=environ.get("SERVICE_NAME", "Headroom"),
        organisation_name=environ.get("ORGANISATION_NAME", ""),
        help_name=environ.get("HELP_NAME", ""),
        help_phone=environ.get("HELP_PHONE", ""),
        help_email=environ.get("HELP_EMAIL", ""),
        smtp_host=environ.get("SMTP_HOST", ""),
        smtp_port=_whole_number(environ, "SMTP_PORT", 25),
        mail_from=environ.get("MAIL_FROM", "headroom@localhost"),
        redis_url=environ.get("REDIS_URL", ""),
        trusted_hosts=tuple(filter(None, environ.get("TRUSTED_HOSTS", "").split(","))),
        embed_hosts=_origins(environ, "EMBED_HOSTS"),
        proxy_hops=_whole_number(environ, "PROXY_HOPS", 0),
        version=environ.get("HEADROOM_VERSION", "dev"),
    )


def _whole_number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, str(default))
    if not (text.isascii() and text.isdigit()):
        raise Misconfigured(f"{name} must be a whole number, not {text!r}")
    return int(text)


def _origins(environ: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Read origins, comma separated, that go into a header as they are."""
    found = tuple(filter(None, (each.strip() for each in environ.get(name, "").split(","))))
    for each in found:
        if not _ORIGIN.fullmatch(each):
            raise Misconfigured(f"{name} must be like https://intranet.example.nhs.uk: {each!r}")
    return found


def _secret_key(environ: Mapping[str, str], data_dir: Path) -> str:
    """Take SECRET_KEY, or make one on first start and keep it beside the data."""
    if key := environ.get("SECRET_KEY"):
        return key
    kept = data_dir / "secret-key"
    if not kept.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        _keep_once(kept, secrets.token_urlsafe(48))
    return kept.read_text()


def _keep_once(path: Path, text: str) -> None:
    """Write a private file whole or not at all; whoever comes second leaves the first one's."""
    made = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    made.touch(mode=0o600)
    made.write_text(text)
    with suppress(FileExistsError):
        path.hardlink_to(made)
    made.unlink()
