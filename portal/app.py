"""Make the portal: settings, database, features, errors, headers."""

from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Flask, g, has_request_context, request, url_for
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from portal import schema  # noqa: F401 -- every table must be known before the first query
from portal.applications import reactions as applications_reactions
from portal.applications import routes as applications
from portal.approvals import reactions as approvals_reactions
from portal.approvals import routes as approvals
from portal.approvals.absences import routes as absences
from portal.approvals.before_sending import routes as before_sending
from portal.approvals.guests import routes as guests
from portal.approvals.reasons_list import routes as reasons
from portal.approvals.team import routes as team
from portal.approvals.waiting import routes as waiting
from portal.awards import reactions as awards_reactions
from portal.awards import routes as awards
from portal.demo import routes as demo
from portal.designer import reactions as designer_reactions
from portal.designer import routes as designer
from portal.desk import navigation, told
from portal.desk import routes as desk
from portal.desk.ledgers import routes as ledgers
from portal.kernel.config import PACKAGE, STATIC, TEMPLATES, Settings, from_environ
from portal.kernel.db import Database
from portal.kernel.language import ENGLISH, WELSH, language, lazy
from portal.mentors import routes as mentors
from portal.monitoring import routes as monitoring
from portal.people import held, sessions
from portal.people import routes as people
from portal.pulse import routes as pulse
from portal.rates import routes as rates
from portal.reach import enquiring, views
from portal.reach import routes as reach
from portal.reviews import reactions as reviews_reactions
from portal.reviews import routes as reviews
from portal.schemes import reactions as schemes_reactions
from portal.schemes import rehearsal
from portal.schemes import routes as schemes
from portal.takeout import routes as takeout
from portal.uptake import last_time
from portal.uptake import routes as uptake
from portal.uptake.equality import routes as equality
from portal.uptake.release import routes as release
from portal.web import compress, errors, headers, requests
from portal.web.guard import actor
from portal.web.look import install_look
from portal.web.site import LanguageSwitch, NavItem, Site, Viewer

FEATURES = (
    people.blueprint,
    rates.blueprint,
    mentors.blueprint,
    schemes.blueprint,
    reach.blueprint,
    applications.blueprint,
    approvals.blueprint,
    absences.blueprint,
    waiting.blueprint,
    team.blueprint,
    reasons.blueprint,
    guests.blueprint,
    before_sending.blueprint,
    reviews.blueprint,
    designer.blueprint,
    awards.blueprint,
    desk.blueprint,
    ledgers.blueprint,
    takeout.blueprint,
    uptake.blueprint,
    equality.blueprint,
    release.blueprint,
    monitoring.blueprint,
)
PLACES = {
    "application": "desk.application",
    "call": "desk.board",
    "scheme": "designer.outline",
}
DEMO_LINKS = (
    NavItem(lazy("Sign in as anybody"), "/demo/people"),
    NavItem(lazy("Read the mail"), "/demo/mail"),
)
LARGEST_BODY = 8 * 1024 * 1024


def create_app(settings: Settings | None = None, database: Database | None = None) -> Flask:
    """Return a portal ready to serve. Raises Misconfigured."""
    settings = settings or from_environ()
    app = Flask(
        "portal",
        root_path=str(PACKAGE),
        template_folder=str(TEMPLATES),
        static_folder=str(STATIC),
        static_url_path="/static",
    )
    _configure(app, settings)
    database = database or Database(settings.database_url)
    app.extensions["settings"] = settings
    app.extensions["database"] = database
    app.extensions["places"] = PLACES
    app.extensions["notice"] = rehearsal.notice
    sessions.init(app)
    requests.init(app, settings, database, sessions.actor)
    held.init(app)
    headers.init(app, settings)
    compress.init(app)
    errors.init(app)
    _set_up_pages(app, settings)
    for blueprint in _features(settings):
        app.register_blueprint(blueprint)
    requests.spare_tokens(app)
    _connect()
    return app


def _connect() -> None:
    """Put on what higher features do when lower ones have acted, in this order."""
    schemes_reactions.connect()
    views.connect()
    enquiring.connect()
    applications_reactions.connect()
    approvals_reactions.connect()
    reviews_reactions.connect()
    designer_reactions.connect()
    awards_reactions.connect()
    last_time.connect()
    told.connect()


def _features(settings: Settings) -> tuple[Blueprint, ...]:
    asked = (pulse.blueprint,) if settings.pulse else ()
    return (*FEATURES, *asked, demo.blueprint) if settings.demo else (*FEATURES, *asked)


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_NAME="__Host-session" if settings.is_secure else "session",
        SESSION_COOKIE_SECURE=settings.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=sessions.LIFETIME,
        SESSION_REFRESH_EACH_REQUEST=False,  # it is sent when it says something else
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session: nothing typed is lost to a token
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        TRUSTED_HOSTS=list(_hosts(settings)),
        BABEL_TRANSLATION_DIRECTORIES=str(PACKAGE / "translations"),
    )
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]  # Flask's own documented way


def _hosts(settings: Settings) -> tuple[str, ...]:
    """Return the names this portal answers to; any other Host header is refused."""
    own = urlsplit(settings.base_url).hostname or "localhost"
    loopback = ("127.0.0.1", "localhost") if own in {"127.0.0.1", "localhost"} else ()
    return (own, *loopback, *settings.trusted_hosts)


def _set_up_pages(app: Flask, settings: Settings) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    install_look(app)
    app.jinja_env.globals["is_demo"] = settings.demo
    app.jinja_env.globals["has_pulse"] = settings.pulse
    site = Site(
        service_name=settings.service_name,
        organisation_name=settings.organisation_name,
        demo=settings.demo,
        help_name=settings.help_name,
        help_phone=settings.help_phone,
        help_email=settings.help_email,
        version=settings.version,
        demo_links=DEMO_LINKS if settings.demo else (),
    )
    app.context_processor(lambda: _page_context(site))


def _page_context(site: Site) -> dict[str, object]:
    """Return what every page shows around itself; mail that a command writes needs nothing."""
    if not has_request_context():
        return {}
    who = actor()
    return {
        "site": site,
        "viewer": Viewer(who.name, who.is_signed_in) if who else Viewer(),
        "notice": g.get("notice", ""),
        "nav": navigation.items(who) if who else (),
        "language_switch": _language_switch(),
        "sign_out_url": url_for("people.sign_out"),
    }


def _language_switch() -> LanguageSwitch:
    """Return the link to this same page in the other language."""
    other, label = (ENGLISH, "English") if language() == WELSH else (WELSH, "Cymraeg")
    if request.method != "GET" or request.endpoint is None:
        return LanguageSwitch(label, f"/?lang={other}", other)
    query = request.args.to_dict(flat=False) | {"lang": [other]}
    return LanguageSwitch(label, f"{request.path}?{urlencode(query, doseq=True)}", other)
