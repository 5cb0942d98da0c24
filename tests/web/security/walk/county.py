"""A county of two townships in which every text tells where it comes from.

岚川县 → 青禾镇 (金竹村, 石桥村), 白塔镇 (东山村). Each place has a rare character of its own, its canary,
in every name, note, remark, tag, file name and message that is kept there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import String, Text, select, update

from talentpool.accounts.sessions import open_session
from talentpool.advisers.services import KIND as ADVISERS
from talentpool.audit.undo import undoable
from talentpool.development.services import KIND as DEVELOPMENT
from talentpool.education.services import KIND as EDUCATION
from talentpool.extensions import db
from talentpool.intake.work import TAKE_IN
from talentpool.jobs.services import enqueue
from talentpool.models import (
    Account,
    Base,
    Candidacy,
    CorrectionRequest,
    Deletion,
    Election,
    FormerPostTitle,
    Grant,
    GuidanceLog,
    GuidancePhoto,
    IntakeBatch,
    KinTie,
    LayoutMemory,
    LoginSession,
    Pairing,
    PeopleApart,
    Person,
    PersonTag,
    Purge,
    SavedView,
    SecondFactor,
    Setting,
    SettingVersion,
    Snapshot,
    StructureTarget,
    Unit,
    UnitDuty,
    UnitName,
    UnitStatement,
)
from talentpool.people.bulk.services import KIND as BULK
from talentpool.pool.services.daily import KIND as POOL
from talentpool.posts.services.daily import KIND as DAILY
from talentpool.security.actor import act_as, console_operator
from talentpool.security.roles import ROLES
from talentpool.vocabulary import (
    DutyRole,
    ElectionKind,
    ElectionState,
    GuidanceWay,
    Kinship,
    PostClass,
    PurgeKind,
    UnitType,
)
from talentpool.web.working_date import WORKING_DATE, today
from tests.factories import (
    add_person,
    add_post,
    add_term,
    add_unit,
    add_vacancy,
    month,
    seat,
    state_seats,
)
from tests.web.intake.files import confirm, hand_in, preview
from tests.web.pages import PageClient
from tests.web.security.walk.reserve_force import add_course, add_development, add_former
from tests.web.security.walk.reserves import fill_case, fill_pool, fill_rules
from tests.web.security.walk.rounds import fill_round

JUNE = date(2023, 6, 30)
ABSENT = 987_654


@dataclass
class Place:
    """A village with its township: the canary, and an id for each kind of record that addresses name.

    `ids` are found by the name of an argument, or by “endpoint:argument” where an endpoint wants another
    one. `rows`: table → (id before the first, id of the last) of what was made for the place.
    """

    key: str
    canary: str
    village: str
    township: str
    phone: str
    id_number: str
    ids: dict[str, int] = field(default_factory=dict)
    rows: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def canaries(self) -> tuple[str, ...]:
        return (self.canary, self.phone, self.id_number)


OWN = Place("own", "犇", "金竹村犇", "青禾镇", "19911110001", "511622197205010012")
SIBLING = Place("sibling", "骉", "石桥村骉", "青禾镇", "19922220002", "511622197205020034")
OTHER = Place("other", "羴", "东山村羴", "白塔镇羴", "19933330003", "511622197911030037")
PLACES = (OWN, SIBLING, OTHER)
COUNTY = "岚川县"

OF_ROLE: dict[str, dict[str, int]] = {}
"""Role → ids of what its own account alone has: a saved view, a job."""
HOMES = {"county_org_department": None, "township_office": OWN.township}
"""Role → unit of its grant; None: all units. Roles that reach units and are not named here: the own village."""


def home_of(role: str) -> str | None:
    """The unit that a role is granted over in this county, None for none or all."""
    return HOMES.get(role, OWN.village) if ROLES[role].bound_to_units else None


def username_of(role: str) -> str:
    """The account that walks with a role."""
    return role.replace("_", "-")


def build() -> None:
    """Fill the tables, in an application context; the places get their ids."""
    act_as(console_operator())
    session = db.session
    session.add(Setting(key=WORKING_DATE, value=JUNE.isoformat()))
    county = Unit(name=COUNTY, unit_type=UnitType.COUNTY)
    session.add(county)
    session.flush()
    county.path = f"/{county.id}/"
    townships: dict[str, Unit] = {}
    for place in PLACES:
        if place.township not in townships:
            townships[place.township] = add_unit(
                session, place.township, parent=county, unit_type=UnitType.TOWNSHIP, position=len(townships)
            )
            term = add_term(session, townships[place.township])
        before = _highest_ids()
        _fill(place, townships[place.township])
        place.ids["term_id"] = term.id
        session.flush()
        _put_canaries(place.canary, since=before)
        place.rows = {
            table: (low, high)
            for (table, low), high in zip(before.items(), _highest_ids().values(), strict=True)
        }
    for role in ROLES:
        account = open_account_of(role, unit=home_of(role), username=username_of(role))
        if role == "mentor":
            account.holder_id = OWN.ids["person_id"]
        OF_ROLE[role] = _ids_of_account(account, "")
    session.commit()


def _fill(place: Place, township: Unit) -> None:
    session, canary = db.session, place.canary
    unit = add_unit(session, place.village, parent=township, roster_from=JUNE)
    statement = state_seats(session, unit, 5)
    statement.document = canary
    session.add(UnitStatement(unit_id=unit.id, stated_on=JUNE, merger_note=canary))
    session.add(UnitName(unit_id=unit.id, name=f"旧名{canary}", until_on=month("2020-12")))
    head = add_person(session, f"王建国{canary}", unit=unit, born="1972-05")
    head.id_number, head.phone = place.id_number, place.phone
    namesake = add_person(session, f"王建国{canary}", unit=unit, born="1972-05")
    third = add_person(session, f"李桂英{canary}", unit=unit, born="1988-03")
    session.add(PersonTag(person_id=head.id, tag=f"标签{canary}"))
    session.add(
        PeopleApart(first_id=head.id, second_id=third.id, decided_at=datetime.now(UTC), decided_by=canary)
    )
    session.add(
        UnitDuty(unit_id=unit.id, person_id=third.id, role=DutyRole.AREA_LEADER, known_from=month("2021-01"))
    )
    post = add_post(session, f"党支部书记{canary}", PostClass.PARTY_SECRETARY, unit=unit)
    director = add_post(session, f"村委会主任{canary}", PostClass.COMMITTEE_DIRECTOR, unit=unit)
    deputy = add_post(session, f"村委会副主任{canary}", PostClass.COMMITTEE_DEPUTY_DIRECTOR, unit=unit)
    session.add(FormerPostTitle(post_id=post.id, title=f"旧职{canary}", until_on=month("2020-12")))
    appointment = seat(session, head, post)
    ended = seat(session, third, director, until="2022-01")
    ended.end_note = ended.exception_reason = canary
    vacancy = add_vacancy(session, director, since="2022-01")
    free = add_vacancy(session, deputy, since="2022-02")
    vacancy.note = vacancy.candidate = vacancy.by_election_plan = free.note = canary
    election = Election(
        unit_id=unit.id,
        kind=ElectionKind.BY_ELECTION,
        state=ElectionState.PLANNED,
        vacancy_id=vacancy.id,
        note=canary,
    )
    target = StructureTarget(
        unit_id=township.id,
        indicator="women",
        direction="at_least",
        value=len(place.village) + place.canary.encode()[0],
        basis="上级文件" if place is SIBLING else canary,
        valid_from=month(f"2020-0{1 + PLACES.index(place)}"),
    )
    snapshot = Snapshot(
        name=f"快照{canary}",
        reference_on=JUNE,
        made_at=datetime.now(UTC),
        made_by=canary,
        unit_id=unit.id,
        figures=_figures_of(unit),
    )
    version = SettingVersion(key="labels", value={}, valid_from=month(f"2019-0{1 + PLACES.index(place)}"))
    layout = LayoutMemory(
        fingerprint=place.key,
        kind="roster",
        mapping={"columns": {}, "headers": {}},
        remembered_by="某人",
        remembered_at=datetime.now(UTC),
    )
    pairing = Pairing(
        mentor_id=head.id, mentee_id=third.id, started_on=month("2022-01"), known_from=month("2022-01")
    )
    tie = KinTie(first_id=head.id, second_id=namesake.id, kinship=Kinship.COLLATERAL)
    session.add_all([election, target, snapshot, version, layout, pairing, tie])
    session.flush()
    log = GuidanceLog(pairing_id=pairing.id, held_on=month("2023-05"), way=GuidanceWay.TALK, minutes=30)
    session.add(log)
    session.flush()
    photo = GuidancePhoto(
        log_id=log.id, media_type="image/jpeg", size=3, sha256="0" * 64, content=canary.encode()
    )
    session.add(photo)
    session.flush()
    asked = CorrectionRequest(person_id=head.id, asked_on=JUNE, wanted=f"更正{canary}", taken_by=canary)
    purge = Purge(
        at=datetime.now(UTC),
        kind=PurgeKind.OTHERS,
        actor=canary,
        unit_id=township.id,
        reason=canary,
        decider=canary,
        decided_on=JUNE,
        document=canary,
        records=1,
        rows=1,
        mark=place.key,
    )
    session.add_all([asked, purge])
    session.flush()
    session.add(Deletion(purge_id=purge.id, record_table="person", record_id=ABSENT, fingerprint=place.key))
    candidacy = Candidacy(election_id=election.id, person_id=third.id, post_id=director.id)
    session.add(candidacy)
    place.ids["people.undo_act:act_id"] = _act_of(BULK, third, place, unit)
    place.ids["posts.undo_act:act_id"] = _act_of(DAILY, third, place, unit)
    place.ids["pool.undo_act:act_id"] = _act_of(POOL, third, place, unit)
    place.ids.update(fill_pool(unit, third, canary=canary))
    place.ids["education.undo_act:act_id"] = _act_of(EDUCATION, third, place, unit)
    place.ids.update(add_course(session, third, unit))
    word = "上级" if place is SIBLING else canary
    place.ids["advisers.undo_act:act_id"] = _act_of(ADVISERS, third, place, unit)
    place.ids.update(add_former(session, namesake, third, unit))
    number = 1 + PLACES.index(place)
    place.ids.update(fill_rules(township, word=word, number=number))
    place.ids.update(fill_case(township, unit, namesake, word=word, canary=canary, number=number))
    place.ids["development.undo_act:act_id"] = _act_of(DEVELOPMENT, third, place, unit)
    place.ids.update(add_development(session, third, unit, canary=canary))
    place.ids.update(fill_round(session, township, unit, third, canary=canary, number=number))
    place.ids["act_id"] = _act_of("merger", third, place, unit)
    keeper = open_account_of(
        "township_office", unit=place.township, username=f"keeper-{place.key}", canary=canary
    )
    place.ids.update(_ids_of_account(keeper, canary))
    place.ids.update(
        unit_id=unit.id,
        person_id=head.id,
        first_id=head.id,
        record_id=head.id,
        second_id=namesake.id,
        post_id=post.id,
        appointment_id=appointment.id,
        vacancy_id=free.id,
        election_id=election.id,
        candidacy_id=candidacy.id,
        target_id=target.id,
        snapshot_id=snapshot.id,
        version_id=version.id,
        layout_id=layout.id,
        request_id=asked.id,
        purge_id=purge.id,
        pairing_id=pairing.id,
        tie_id=tie.id,
        log_id=log.id,
        photo_id=photo.id,
    )


def _act_of(kind: str, person: Person, place: Place, unit: Unit) -> int:
    """An act that can be taken back."""
    with undoable(kind=kind, label=f"{kind}{place.canary}", by=console_operator(), unit_id=unit.id) as act:
        person.note = f"{kind}{place.canary}"
        db.session.flush()
        return act.id


def _figures_of(unit: Unit) -> dict[str, Any]:
    from talentpool.analysis.queries import list_structure
    from talentpool.analysis.snapshots import figures_json
    from talentpool.security.scope import Scope

    return figures_json(list_structure(scope=Scope((unit.path,)), on=JUNE), [], on=JUNE)


def open_account_of(role: str, *, unit: str | None, username: str, canary: str = "") -> Account:
    """An account with a role over a unit, by name, with a second factor where the role needs one; its
    password is of no use."""
    now = datetime.now(UTC)
    account = Account(
        username=username,
        display_name=f"{ROLES[role].label}{canary}",
        password_hash="none",
        password_changed_at=now,
        created_at=now,
    )
    db.session.add(account)
    db.session.flush()
    if ROLES[role].second_factor:
        db.session.add(SecondFactor(account=account, secret=b"only for walkers", confirmed_at=now))
    between = ROLES[role].wants_dates
    db.session.add(
        Grant(
            account_id=account.id,
            role=role,
            unit_id=db.session.scalar(select(Unit.id).where(Unit.name == unit)) if unit else None,
            starts_on=today() - timedelta(days=1) if between else None,
            ends_on=today() + timedelta(days=1) if between else None,
        )
    )
    db.session.flush()
    return account


def _ids_of_account(account: Account, canary: str) -> dict[str, int]:
    """What belongs to one account alone, and the account itself."""
    view = SavedView(
        account_id=account.id, list_name="people", name=f"视图{canary}", filters={"sex": ["male"]}, columns=[]
    )
    db.session.add(view)
    job = enqueue(TAKE_IN, {"file": canary}, account_id=account.id)
    job.state, job.failure, job.doing = "failed", f"失败{canary}", f"正在{canary}"
    db.session.flush()
    open_session(account, at=datetime.now(UTC), address="127.0.0.1", agent="another")
    grant_id = db.session.scalar(select(Grant.id).where(Grant.account_id == account.id))
    session_id = db.session.scalar(select(LoginSession.id).where(LoginSession.account_id == account.id))
    return {
        "view_id": view.id,
        "job_id": job.id,
        "account_id": account.id,
        "grant_id": grant_id or 0,
        "session_id": session_id or 0,
    }


def _highest_ids() -> dict[str, int]:
    return {
        table.name: db.session.scalar(select(db.func.coalesce(db.func.max(table.c.id), 0))) or 0
        for table in Base.metadata.tables.values()
    }


LOGS = frozenset({"audit_entry", "journal_entry"})
"""Append-only; what they hold comes from the rows themselves."""
PLAIN = frozenset({"language", "made_by"})


def _put_canaries(canary: str, *, since: dict[str, int]) -> None:
    """Every free text that is still empty in the rows made since gets the canary and its own name."""
    for table in Base.metadata.tables.values():
        for column in table.columns if table.name not in LOGS else ():
            if not _is_free_text(column) or column.name in PLAIN:
                continue
            text = f"{canary}{table.name}.{column.name}"[: getattr(column.type, "length", None) or 200]
            db.session.connection().execute(
                update(table).where(table.c.id > since[table.name], column == "").values({column: text})
            )


def _is_free_text(column: Any) -> bool:
    return (
        type(column.type) in (String, Text)
        and not column.foreign_keys
        and (getattr(column.type, "length", None) or 200) >= 40
    )


def browser_of(app: Flask, username: str) -> PageClient:
    """A browser in which this account is signed in; the session is written past the form."""
    client = PageClient(app)
    with app.app_context():
        account = db.session.scalars(select(Account).where(Account.username == username)).one()
        user = open_session(account, at=datetime.now(UTC), address="127.0.0.1", agent="walker")
        db.session.commit()
        token = user.get_id()
        db.session.remove()
    with client.browser.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    return client


ENTRIES = "填表时间:2023-06-30\n村(社区),姓名,性别,出生年月,政治面貌,现任职务,任现职时间\n"


def hand_in_files(app: Flask) -> None:
    """Each place's keeper hands in a roster that is taken, and one with a refused row that waits."""
    for place in PLACES:
        client = browser_of(app, f"keeper-{place.key}")
        row = f"{place.village},张新{place.canary},男,1990.01,中共党员,党支部委员,2021.01\n"
        refused = f"{place.village},赵错{place.canary},男,{place.canary},中共党员,党支部委员,2021.01\n"
        page = preview(client, [(f"名册{place.canary}.csv", (ENTRIES + row).encode())])
        taken = _latest_batch(app)
        place.ids["intake.undo:batch_id"] = place.ids["intake.confirm_undo:batch_id"] = taken
        confirm(client, page)
        hand_in(client, [(f"错册{place.canary}.csv", (ENTRIES + row + refused).encode())])
        place.ids["batch_id"] = _latest_batch(app)


def _latest_batch(app: Flask) -> int:
    with app.app_context():
        latest = db.session.scalar(select(db.func.max(IntakeBatch.id)))
        db.session.remove()
    return latest or 0
