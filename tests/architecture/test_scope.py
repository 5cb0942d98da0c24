"""Scope cannot be forgotten: whatever reads the register asks for it, and nothing offers a default."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from talentpool.config import ROOT
from talentpool.models import Base

SOURCE = ROOT / "talentpool"
READING = ("select_", "get_", "find_", "list_", "count_", "read_", "load_", "search_")
REACH = frozenset({"scope", "by"})
"""`by` is an actor, who has a scope; a scope may also come as part of a `request`."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


def _business_models() -> frozenset[str]:
    """Mapped classes whose rows belong to a unit or a person, by however many steps."""
    tables = {mapper.local_table.name: mapper.class_.__name__ for mapper in Base.registry.mappers}
    found = {"unit", "person"}
    while True:
        more = {
            table.name
            for table in Base.metadata.tables.values()
            if any(key.column.table.name in found for key in table.foreign_keys)
            and table.name not in ACCOUNTS
        }
        if more <= found:
            return frozenset(tables[name] for name in found if name in tables)
        found |= more


ACCOUNTS = frozenset({"account", "role_grant", "login_session", "password_record", "saved_view", "job"})
"""These belong to an account; who reads them names it."""
MODELS = _business_models()


def _functions() -> Iterator[tuple[str, Function]]:
    for path in sorted(SOURCE.rglob("*.py")):
        module = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, Function):
                yield f"{module}:{node.name}", node


def _arguments(node: Function) -> set[str]:
    found = node.args
    return {one.arg for one in (*found.posonlyargs, *found.args, *found.kwonlyargs)}


def _takes_a_row(node: Function) -> bool:
    """Whether an argument is a row of the register, which somebody has fetched within his scope."""
    annotations = [one.annotation for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    names = {name.id for one in annotations if one for name in ast.walk(one) if isinstance(name, ast.Name)}
    return bool(names & (MODELS | {"ExportRequest", "Select"}))


def _reads_the_register(node: Function) -> bool:
    return any(
        name.id in MODELS
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and _called(call) in ("select", "get", "get_one", "query", "exists")
        for one in call.args
        for name in ast.walk(one)
        if isinstance(name, ast.Name)
    )


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def unscoped() -> list[str]:
    """Public reading functions of the register that neither ask for a scope nor take a row."""
    return [
        name
        for name, node in _functions()
        if node.name.startswith(READING)
        and _reads_the_register(node)
        and not _arguments(node) & REACH
        and not _takes_a_row(node)
    ]


def with_default() -> list[str]:
    """Functions and methods in which `scope` or `by` may be left out, or `scope` given by its place."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, Function):
                found += [f"{path.relative_to(ROOT)}:{node.name}" for _ in _optional(node)]
    return found


def _optional(node: Function) -> Iterator[str]:
    arguments = node.args
    by_place = [*arguments.posonlyargs, *arguments.args]
    with_default = by_place[len(by_place) - len(arguments.defaults) :]
    with_default += [
        one
        for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        if default is not None
    ]
    yield from (one.arg for one in with_default if one.arg in REACH)


REVIEWED = {
    "talentpool.accounts.queries:find_unit": "the unit of a grant: the security administrator grants anywhere",
    "talentpool.accounts.queries:list_context_words": "names of units that a password may not hold: told to nobody",
    "talentpool.accounts.holders:find_holder": "the person who holds the actor's own account",
    "talentpool.analysis.queries:list_targets": "targets are the rules that everybody is measured by",
    "talentpool.assessment.measures:list_weights": "the rules that everybody is scored by",
    "talentpool.assessment.queries:find_peers": "of a place that `get_place` found within reach",
    "talentpool.assessment.queries:list_talks": "of a place that `get_place` found within reach",
    "talentpool.audit.change_views:list_setting_changes": "a view, which keeps targets to the current scope",
    "talentpool.audit.queries:select_entries": "the log as a whole: pages ask `select_changes`, or are the auditor's",
    "talentpool.audit.undo:get_act": "the caller has found the act within reach (`find_act_within`)",
    "talentpool.audit.undo:find_last_act": "the act of a record that the caller has got within reach",
    "talentpool.cli.demo:load_sample": "fills an empty installation",
    "talentpool.grades.records:count_decided": "numbers of a round that the caller found within reach",
    "talentpool.grades.records:find_record": "of a place that `get_place` found within reach",
    "talentpool.grades.records:list_caps": "the rules that everybody is graded by",
    "talentpool.grades.records:list_grade_steps": "the rules that everybody is graded by",
    "talentpool.grades.records:list_standings": "of a place that `get_place` found within reach",
    "talentpool.intake.register:load_appointments": "of units that were loaded within reach",
    "talentpool.intake.register:load_ended": "of units that were loaded within reach",
    "talentpool.mentorship.own:count_unconfirmed": "of the person who holds the actor's own account, as mentee",
    "talentpool.mentorship.own:list_mentees": "of the person who holds the actor's own account, as mentor",
    "talentpool.mentorship.own:list_received": "of the person who holds the actor's own account, as mentee",
    "talentpool.midterm.places:get_subject": "of a place that `get_place` found within reach",
    "talentpool.people.duplicates.queries:list_people": "of pairs that were counted within reach; `get_two` checks",
    "talentpool.people.queries:list_posts_held": "of people on a page that was read within reach",
    "talentpool.people.queries:list_duties_held": "of people on a page that was read within reach",
    "talentpool.posts.acts.terms:list_terms": "a view, which asks for the current scope",
    "talentpool.posts.queries:find_term": "of a township that the caller reaches",
    "talentpool.posts.queries:find_seats": "of a unit that the caller reaches",
    "talentpool.posts.records:list_open_vacancies": "of posts that the caller reaches",
    "talentpool.reminders.queries:select_reminders": "`whose` holds the scope; every branch of the union asks it",
    "talentpool.settings.queries:list_of_rule": "the history of one rule that the caller has found",
    "talentpool.succession.standards:list_rule_sets": "the rules that reserves are measured by; the caller takes those of units within reach",
    "talentpool.tallies.entries:find_tally": "of a unit that the caller reaches",
    "talentpool.tallies.entries:list_steps": "the rules that everybody is appraised by",
    "talentpool.tallies.entries:list_thresholds": "the rules that everybody is appraised by",
    "talentpool.tallies.entries:list_subjects": "of a place that `get_place` found within reach",
}
"""Function → why it reads rows of the register without a scope. What all this leads to is walked by the walker."""


def test_a_scope_has_no_default_and_an_actor_neither() -> None:
    assert with_default() == []


def test_whatever_reads_the_register_asks_for_a_scope_or_was_reviewed() -> None:
    assert sorted(set(unscoped()) - set(REVIEWED)) == []


def test_the_review_names_nothing_that_has_gone() -> None:
    assert sorted(set(REVIEWED) - set(unscoped())) == []


def test_a_function_that_forgets_its_scope_is_found() -> None:
    forgetful = (
        "def list_people(*, on: date) -> list[Person]:\n    return select(Person.id).where(Person.on == on)"
    )
    careful = forgetful.replace("*, on", "*, scope: Scope, on")
    lax = forgetful.replace("*, on: date", "*, scope: Scope | None = None")
    [one], [other], [third] = (ast.parse(text).body for text in (forgetful, careful, lax))
    assert isinstance(one, ast.FunctionDef)
    assert isinstance(other, ast.FunctionDef)
    assert isinstance(third, ast.FunctionDef)
    assert _reads_the_register(one)
    assert not _arguments(one) & REACH
    assert _arguments(other) & REACH
    assert list(_optional(third)) == ["scope"]
    assert list(_optional(other)) == []
