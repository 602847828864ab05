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


LEAST_CONTRAST = 4.5
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_LISTENER = re.compile(r"/[^\0]+|(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+):[0-9]{1,5}")
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
    brand_colour: str = "#005eb8"
    brand_logo: str = ""
    smtp_host: str = ""
    smtp_port: int = 25
    mail_from: str = "headroom@localhost"
    redis_url: str = ""
    clamd: str = ""
    trusted_hosts: tuple[str, ...] = ()
    proxy_hops: int = 0
    embed_hosts: tuple[str, ...] = ()
    pulse: bool = True
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
        brand_colour=_colour(environ, "BRAND_COLOUR", "#005eb8"),
        brand_logo=_svg(environ, "BRAND_LOGO"),
        smtp_host=environ.get("SMTP_HOST", ""),
        smtp_port=_whole_number(environ, "SMTP_PORT", 25),
        mail_from=environ.get("MAIL_FROM", "headroom@localhost"),
        redis_url=environ.get("REDIS_URL", ""),
        clamd=_listener(environ, "CLAMD"),
        trusted_hosts=tuple(filter(None, environ.get("TRUSTED_HOSTS", "").split(","))),
        embed_hosts=_origins(environ, "EMBED_HOSTS"),
        proxy_hops=_whole_number(environ, "PROXY_HOPS", 0),
        pulse=_switch(environ, "PULSE"),
        version=environ.get("HEADROOM_VERSION", "dev"),
    )


def _whole_number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, str(default))
    if not (text.isascii() and text.isdigit()):
        raise Misconfigured(f"{name} must be a whole number, not {text!r}")
    return int(text)


def _switch(environ: Mapping[str, str], name: str) -> bool:
    """Read "on" or "off"; what is not set is on."""
    text = environ.get(name) or "on"
    if text not in {"on", "off"}:
        raise Misconfigured(f"{name} must be on or off, not {text!r}")
    return text == "on"


def _colour(environ: Mapping[str, str], name: str, default: str) -> str:
    """Read a colour that white words can stand on: 4.5 to 1 at least (WCAG 1.4.3)."""
    text = environ.get(name, default)
    if not _HEX.fullmatch(text):
        raise Misconfigured(f"{name} must be like #005eb8, not {text!r}")
    if 1.05 / (_luminance(text) + 0.05) < LEAST_CONTRAST:
        raise Misconfigured(f"{name} {text} is too light for white words on it")
    return text


def _luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb", as WCAG 2.2 defines it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _svg(environ: Mapping[str, str], name: str) -> str:
    """Read the file that the setting names: an SVG, which goes into documents as it is."""
    if not (path := environ.get(name)):
        return ""
    try:
        text = Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(f"{name}: cannot read {path}") from error
    start = text.find("<svg")
    if start < 0 or "<script" in text:
        raise Misconfigured(f"{name} must be an SVG without scripts: {path}")
    return text[start:]


def _listener(environ: Mapping[str, str], name: str) -> str:
    """Read where another program of the machine listens; empty where there is none."""
    text = environ.get(name, "")
    if text and not _LISTENER.fullmatch(text):
        raise Misconfigured(
            f"{name} must be like localhost:3310 or /run/clamav/clamd.ctl: {text!r}"
        )
    return text


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
