"""Lists that are taken out as they are shown: a new one is one more line here.

The page gives its address; filters, sorting, columns and day are read from it as the page reads them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from talentpool.advisers.ledger import ADVICE, FORMER, RE_ENGAGEMENTS
from talentpool.analysis.comparison_ledger import COMPARISON
from talentpool.analysis.figures import count_figures
from talentpool.analysis.ledgers import GAPS, UNITS
from talentpool.analysis.snapshots import SNAPSHOT
from talentpool.development.ledger import POSTINGS, TASKS, TRAININGS
from talentpool.education.ledger import EDUCATION
from talentpool.errors import Missing
from talentpool.exports.place import UNITS as BASE_UNITS
from talentpool.exports.request import ExportRequest
from talentpool.exports.workbooks.wording import SERIAL, numbered, what_is_unknown
from talentpool.mentorship.ledger import LOGS, MENTORS, PAIRS, WITHOUT
from talentpool.people.ledger import PEOPLE
from talentpool.pool.ledger import RESERVES
from talentpool.posts.ledger import POSTS, VACANCIES
from talentpool.settings.queries import product_name
from talentpool.sheets import (
    Asked,
    Column,
    Further,
    Ledger,
    Provenance,
    Row,
    Sheet,
    Shown,
    StreamedRows,
    Workbook,
    mask_row,
)

LEDGERS: dict[str, Ledger] = {
    ledger.slug: ledger
    for ledger in (
        UNITS,
        PEOPLE,
        POSTS,
        VACANCIES,
        RESERVES,
        EDUCATION,
        PAIRS,
        LOGS,
        WITHOUT,
        MENTORS,
        TRAININGS,
        TASKS,
        POSTINGS,
        FORMER,
        ADVICE,
        RE_ENGAGEMENTS,
        GAPS,
        SNAPSHOT,
        COMPARISON,
    )
}
MASKED = "身份证号、联系电话已隐去部分数字"


@dataclass(frozen=True)
class ListWorkbook:
    """The workbook of a list with the sentence that tells its filters."""

    workbook: Workbook
    filters: str


def get_ledger(slug: str) -> Ledger:
    """The list of this slug, or Missing."""
    if slug not in LEDGERS:
        raise Missing("没有这张表")
    return LEDGERS[slug]


def build_list(ledger: Ledger, asked: Asked, request: ExportRequest) -> ListWorkbook:
    """The list as its page shows it at this address."""
    shown = ledger.read(asked, scope=request.scope, on=request.on)
    title = f"{request.place.title}{ledger.title.removeprefix(BASE_UNITS)}"
    filters = filter_sentence(shown, request)
    columns = (SERIAL, *shown.columns)
    figures = count_figures(scope=request.scope, on=request.on)
    sensitive = any(column.sensitive for column in columns)
    sheet = Sheet(
        name=ledger.title,
        title=title,
        columns=columns,
        rows=_numbered_rows(columns, shown.rows),
        reporting=request.reporting,
        freeze_column=shown.columns[0].key,
        notes=numbered(
            (
                f"筛选:{filters}" if shown.filters else "",
                *shown.notes,
                MASKED if sensitive else "",
                *(() if shown.notes else what_is_unknown(figures)),
            )
        ),
    )
    further = tuple(_further(one, f"{request.place.title}{one.name}", request) for one in shown.further)
    provenance = Provenance(
        reference_date=request.on,
        who=request.who,
        made_at=request.made_at,
        reporting_unit=request.place.reporting_unit,
        filters=filters,
        product=product_name(request.on),
    )
    about = f"“{ledger.title}”页面截至{request.on.isoformat()}显示的全部内容"
    workbook = Workbook(title=title, provenance=provenance, sheets=(sheet, *further), about=about)
    return ListWorkbook(workbook, filters)


def _further(one: Further, title: str, request: ExportRequest) -> Sheet:
    """Another table of the page."""
    return Sheet(
        name=one.name,
        title=title,
        columns=(SERIAL, *one.columns),
        rows=_numbered_rows((SERIAL, *one.columns), one.rows),
        reporting=request.reporting,
        freeze_column=one.columns[0].key,
    )


def filter_sentence(shown: Shown, request: ExportRequest) -> str:
    """“单位:金竹村;性别:女”, or whose rows these are where nothing was narrowed."""
    return ";".join(f"{label}:{value}" for label, value in shown.filters) or request.filters


def _numbered_rows(columns: tuple[Column, ...], rows: Sequence[Row]) -> Sequence[Row]:
    """The rows with their number, sensitive values masked."""

    def line(number: int, row: Row) -> Row:
        values = dict(row) if isinstance(row, dict) else dict(zip(_keys(columns[1:]), row, strict=True))
        return mask_row(columns, {"serial": number, **values}, may_see_sensitive=False)

    if isinstance(rows, StreamedRows):
        return StreamedRows(lambda: (line(n, row) for n, row in enumerate(rows, 1)), count=len(rows))
    return [line(number, row) for number, row in enumerate(rows, 1)]


def _keys(columns: tuple[Column, ...]) -> tuple[str, ...]:
    return tuple(column.key for column in columns)


def file_stem(ledger: Ledger, on: date) -> str:
    """“干部名单_20230630”."""
    return f"{ledger.title}_{on.strftime('%Y%m%d')}"
