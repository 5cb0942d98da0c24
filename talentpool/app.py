"""The application: config → extensions → guards → features → commands."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from flask import Flask
from flask_babel import get_locale
from flask_login import current_user
from sqlalchemy.engine import make_url
from werkzeug.middleware.proxy_fix import ProxyFix

from talentpool.backup import occupancy
from talentpool.backup.restore import finish_restore
from talentpool.backup.stage import set_maker
from talentpool.config import LANGUAGES, ROOT, Config
from talentpool.extensions import babel, bootstrap, csrf, db, init_translations, login_manager, migrate
from talentpool.sealing.keyfile import key_file
from talentpool.sealing.keyring import install_keyring
from talentpool.security import gate
from talentpool.security.keys import load_or_create_keys
from talentpool.security.private_files import tighten
from talentpool.web.cookies import SessionCookie
from talentpool.web.links import RowId
from talentpool.web.scratch import DiscreetRequest
from talentpool.wording import said, say, word_of


class QuietFlask(Flask):
    """Flask without its own log of faults, which holds values: `web.errors` writes what may be written."""

    request_class = DiscreetRequest

    def log_exception(self, exc_info: Any) -> None:
        pass


def create_app(config: Config | None = None) -> Flask:
    """The application for `config` (default: from the environment). Refuses to start on an unmarked route."""
    config = config or Config.from_environment()
    config.instance.mkdir(parents=True, exist_ok=True)
    app = QuietFlask(
        "talentpool", root_path=str(ROOT / "talentpool"), template_folder=str(ROOT / "templates")
    )
    app.config.from_mapping(config.for_flask())
    if not config.testing:
        occupancy.hold(app, config.instance)
    finish_restore(config.instance, config.database_url)
    tighten(config.instance, config.database_url)
    keys = load_or_create_keys(config.instance, config.database_url)
    app.config.update(
        SECRET_KEY=keys.secret_key,
        FINGERPRINT_KEY=keys.fingerprint_key,
        AUDIT_KEY=keys.audit_key,
        INSTANCE=str(config.instance),
    )
    install_keyring(app, key_file(config.instance))
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = _engine_options(config)
    app.session_interface = SessionCookie()
    app.url_map.converters["int"] = RowId
    app.url_map.strict_slashes = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if config.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=config.proxies, x_proto=config.proxies)  # type: ignore[method-assign]
    set_maker(app, lambda instance, url: create_app(replace(config, instance=instance, database_url=url)))
    _init_extensions(app)
    _init_guards(app)
    _init_features(app)
    gate.check_every_route_is_marked(app)
    return app


def _engine_options(config: Config) -> dict[str, Any]:
    """`hide_parameters`: the values of a failed statement are nobody's to read in a log."""
    options: dict[str, Any] = {"hide_parameters": True}
    if make_url(config.database_url).get_backend_name() == "sqlite":
        options["connect_args"] = {"check_same_thread": False}
    return options


def _init_extensions(app: Flask) -> None:
    from talentpool.web import bounds
    from talentpool.web.views import current_language

    bounds.init_app(app)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=False)
    csrf.init_app(app)
    bootstrap.init_app(app)
    login_manager.init_app(app)
    login_manager.login_view = "accounts.login"
    login_manager.login_message = None
    login_manager.session_protection = None
    babel.init_app(app, locale_selector=current_language)
    init_translations(app)


def _init_guards(app: Flask) -> None:
    """Order matters: after_request functions run from the last registered to the first."""
    from talentpool.accounts import sessions
    from talentpool.web import as_of, errors, headers, transaction

    headers.init_app(app)
    app.before_request(transaction.choose_kind)
    sessions.init_app(app)
    transaction.init_app(app)
    errors.init_app(app)
    app.before_request(gate.guard)
    as_of.init_app(app)
    logging.getLogger("talentpool").setLevel(logging.INFO)


def _init_features(app: Flask) -> None:
    from talentpool import cli
    from talentpool.accounts import (  # noqa: F401 - add their pages to `accounts`
        admin_views,
        factor_views,
        grant_views,
        own_views,
        security_views,
        views,
    )
    from talentpool.accounts.actors import find_actor
    from talentpool.accounts.blueprint import bp as accounts
    from talentpool.advisers import acts as _advisers_acts  # noqa: F401 - adds its pages to `advisers`
    from talentpool.advisers import deed_acts as _advisers_deeds  # noqa: F401
    from talentpool.advisers.views import bp as advisers
    from talentpool.analysis import comparison_views, snapshot_views  # noqa: F401 - add pages to `analysis`
    from talentpool.analysis.views import bp as analysis
    from talentpool.assessment.views import bp as assessment
    from talentpool.audit.change_views import bp as changes
    from talentpool.audit.views import bp as audit
    from talentpool.backup.views import bp as backup
    from talentpool.development import acts as _development_acts  # noqa: F401 - adds its pages to `development`
    from talentpool.development import deed_acts as _development_deeds  # noqa: F401
    from talentpool.development.views import bp as development
    from talentpool.education import acts as _education_acts  # noqa: F401 - adds its pages to `education`
    from talentpool.education import part_acts as _education_parts  # noqa: F401
    from talentpool.education.views import bp as education
    from talentpool.exports.views import bp as exports
    from talentpool.grades.views import bp as grades
    from talentpool.home.views import bp as home
    from talentpool.intake.views import bp as intake
    from talentpool.jobs.views import bp as jobs
    from talentpool.jobs.worker import set_actor_loader
    from talentpool.mentorship.acts import corrections as _corrections  # noqa: F401
    from talentpool.mentorship.acts import guidance as _guidance  # noqa: F401 - add pages to `mentorship`
    from talentpool.mentorship.acts import pairs as _pairs  # noqa: F401
    from talentpool.mentorship.acts.own import own as guidance
    from talentpool.mentorship.views import bp as mentorship
    from talentpool.people import acts as _people_acts  # noqa: F401 - adds its pages to `people`
    from talentpool.people import list_views  # noqa: F401
    from talentpool.people.bulk import views as _bulk  # noqa: F401
    from talentpool.people.duplicates import views as _duplicates  # noqa: F401
    from talentpool.people.views import bp as people
    from talentpool.pool.acts import entries as _entries  # noqa: F401 - add pages to `pool`
    from talentpool.pool.acts import growth, nominations, reviews, rule_items, rule_sets  # noqa: F401
    from talentpool.pool.acts import undoing as _undoing  # noqa: F401
    from talentpool.pool.views import bp as pool
    from talentpool.posts.acts import appointments, elections, terms, undoing, vacancies  # noqa: F401 - add pages to `posts`
    from talentpool.posts.acts import posts as _posts_acts  # noqa: F401
    from talentpool.posts.views import bp as posts
    from talentpool.reminders import work as _reminding  # noqa: F401 - registers the daily round
    from talentpool.reminders.views import bp as reminders
    from talentpool.reports.views import bp as midterm
    from talentpool.retention import person_views  # noqa: F401 - adds pages to `retention`
    from talentpool.retention.views import bp as retention
    from talentpool.settings.views import bp as settings
    from talentpool.succession.views import bp as succession
    from talentpool.tallies.views import bp as tallies
    from talentpool.units import acts as _units_acts  # noqa: F401 - adds its pages to `units`
    from talentpool.units.views import bp as units
    from talentpool.web.links import list_workbook_url
    from talentpool.web.views import bp as web

    for blueprint in (
        web,
        accounts,
        home,
        units,
        people,
        posts,
        pool,
        education,
        succession,
        midterm,
        tallies,
        grades,
        assessment,
        mentorship,
        guidance,
        development,
        advisers,
        reminders,
        analysis,
        intake,
        exports,
        settings,
        retention,
        audit,
        backup,
        changes,
        jobs,
    ):
        app.register_blueprint(blueprint)
    set_actor_loader(app, find_actor)
    app.context_processor(_page_context)
    app.jinja_env.globals["list_workbook_url"] = list_workbook_url
    app.jinja_env.filters["called"] = _called
    app.jinja_env.filters["said"] = said
    app.jinja_env.filters["word"] = word_of
    cli.init_app(app)


def _called(row: Any) -> str:
    """What a unit or post was called on the date of the page."""
    from talentpool.models import Unit
    from talentpool.units.naming import names_on
    from talentpool.web.as_of import current_as_of

    names = names_on(current_as_of().on)
    return names.of(row) if isinstance(row, Unit) else names.title(row)


def _page_context() -> dict[str, Any]:
    from talentpool.people.number_search import may_look
    from talentpool.security.actor import current_actor
    from talentpool.settings.queries import reserve_label
    from talentpool.web.as_of import current_as_of
    from talentpool.web.links import url_if_allowed
    from talentpool.web.menu import menu
    from talentpool.web.views import current_language
    from talentpool.web.working_date import setting

    as_of = current_as_of()
    language = current_language()
    signed = bool(current_user.is_authenticated)
    return {
        "product": say("村级%(reserves)s人才库", reserves=say(reserve_label(as_of.on))),
        "menu": menu(),
        "url_if_allowed": url_if_allowed,
        "search_url": url_if_allowed("people.search"),
        "searches_numbers": may_look(current_actor()),
        "as_of": as_of,
        "reference_date": as_of.on,
        "is_sample": bool(setting("sample_accounts")),
        "scope_label": current_user.scope_label if signed else "",
        "languages": [(code, label, code == language) for code, label in LANGUAGES.items()],
        "locale": str(get_locale() or "zh"),
    }
