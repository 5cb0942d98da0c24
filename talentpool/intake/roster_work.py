"""The people a roster means, row by row: one person may stand on several rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from talentpool.dates import PartialDate
from talentpool.intake.changes import ChangeSet
from talentpool.intake.facts import Known, existing, term_covering
from talentpool.intake.plan import RowPlan
from talentpool.intake.roster_rows import PostCell, RosterRow
from talentpool.intake.seats import hold_back
from talentpool.models import Term
from talentpool.posts.titles import NO_TITLES, OwnTitles, PostTitle, party_form_of, read_posts, team_order
from talentpool.vocabulary import PartyForm, PostClass
from talentpool.wording import phrase

LEADERS = (PostClass.PARTY_SECRETARY, PostClass.COMMITTEE_DIRECTOR)
TERM_YEARS = 5
"""村组法11, 居组法8."""

GAP = 10
"""Places between neighbours in a team, so that somebody can come between."""


@dataclass(eq=False, slots=True)
class Sitting:
    """One row with the unit it names and the posts it lists."""

    row: RosterRow
    unit: Known
    titles: list[PostTitle] = field(default_factory=list)
    position: int = 0

    @property
    def plan(self) -> RowPlan:
        """The row's plan."""
        return self.row.plan


@dataclass(eq=False, slots=True)
class Work:
    """A person with all rows that mean them, the first one leading."""

    person: Known
    is_new: bool
    sittings: list[Sitting]


def read_titles(sitting: Sitting, party_form: PartyForm | None, own: OwnTitles = NO_TITLES) -> None:
    """Read the posts of a row by its unit; what is not known is kept as written, with a warning."""
    unit_type = sitting.unit.values["unit_type"]
    form = party_form or _form_told(sitting.row.posts, sitting)
    for cell in sitting.row.posts:
        for title in read_posts(cell.text, unit_type=unit_type, party_form=form, context=cell.body, own=own):
            if not title.known:
                sitting.plan.warn(
                    cell.column,
                    phrase(
                        "“%(title)s”不是已知的职务,按“其他职务”登记,不计入“两委”,请核对", title=title.title
                    ),
                )
            if title not in sitting.titles:
                sitting.titles.append(title)
    _check_marks(sitting)


def _form_told(cells: Sequence[PostCell], sitting: Sitting) -> PartyForm | None:
    """Where no statement says the form, the row's own party post does, for all its columns."""
    return next((form for cell in cells if (form := party_form_of(cell.text)) is not None), None)


def _check_marks(sitting: Sitting) -> None:
    classes = {title.post_class for title in sitting.titles}
    bodies = {title.body for title in sitting.titles}
    checks = (
        (sitting.row.dual_head, classes >= set(LEADERS), "一肩挑"),
        (sitting.row.cross_appointed, {"party", "committee"} <= {str(body) for body in bodies}, "交叉任职"),
    )
    for told, found, word in checks:
        if told is not None and told is not found and sitting.titles:
            sitting.plan.warn(
                "",
                phrase(
                    "“是否%(word)s”填写的是“%(value)s”,与所列职务不符,以职务为准",
                    word=phrase(word),
                    value=phrase("是") if told else phrase("否"),
                ),
            )


def place(sittings: Sequence[Sitting], held: dict[int, int], others: Sequence[tuple[int, int]] = ()) -> None:
    """Give the rows of one unit their places; `held` has those of people who already sit there.

    `held` maps the index of a sitting to its place, `others` are (team order, place) of those who sit
    there and are not in the sheet: it is a part of the team only, and says nothing of the order in
    the whole. Then each stands behind the last whose post is not lower. The register's order is
    never changed here.
    """
    if others:
        _place_by_post(sittings, held, others)
        return
    last_held = max(held, default=-1)
    before = 0
    for index, sitting in enumerate(sittings):
        if index in held:
            sitting.position = held[index]
        else:
            sitting.position = before + (GAP if index > last_held else 1)
        before = max(before, sitting.position)


def _place_by_post(
    sittings: Sequence[Sitting], held: dict[int, int], others: Sequence[tuple[int, int]]
) -> None:
    seated = [*others, *((_order(sittings[index]), position) for index, position in held.items())]
    for index, sitting in enumerate(sittings):
        above = [position for order, position in seated if order <= _order(sitting)]
        sitting.position = held.get(index, max(above, default=0))


def _order(sitting: Sitting) -> int:
    return min(
        (team_order(title.post_class) for title in sitting.titles), default=team_order(PostClass.OTHER)
    )


def infer_term(
    changes: ChangeSet,
    township: Known,
    sittings: Sequence[Sitting],
    terms: list[Known],
    seats: Sequence[tuple[Known, list[Known]]],
    *,
    on: date,
) -> str:
    """Where no term of the township covers the day, take the month in which most leaders began.

    Returns the note that says so, "" where nothing was to be inferred. `seats` are the units
    with their statements: the first one within the term holds back to its start.
    """
    day = PartialDate.from_date(on)
    if term_covering(terms, day) is not None:
        return ""
    starts = Counter(
        sitting.row.started_on.month_only()
        for sitting in sittings
        if sitting.row.started_on is not None and any(title.post_class in LEADERS for title in sitting.titles)
    )
    if not starts:
        return ""
    start = min(starts, key=lambda month: (-starts[month], month))
    end = PartialDate(start.year + TERM_YEARS, start.month)
    if not start <= day < end:
        return ""
    name = f"{start.year}年换届至{end.year}年"
    values = {"unit_id": township.ref, "name": name, "started_on": start, "ends_on": end, "inferred": True}
    row = changes.insert(Term, values, unit=township.ref)
    term = Known(row, row.values)
    terms.append(term)
    for unit, statements in seats:
        hold_back(changes, unit, statements, term)
    return phrase(
        "%(township)s没有登记任期,按多数书记、主任的任现职时间推定为“%(name)s”(%(start)s起,任期%(years)s年),请核对",
        township=township.values["name"],
        name=name,
        start=start.dotted,
        years=TERM_YEARS,
    )


def ids_of(units: Sequence[Known]) -> list[int]:
    """Ids of the registered ones."""
    return existing(unit.ref for unit in units)
