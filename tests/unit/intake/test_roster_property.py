"""People who are known, written down in any of the ways offices write: what is read is who was meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from hypothesis import given
from hypothesis import strategies as st

from talentpool.dates import PartialDate
from talentpool.files.reader import Cell
from talentpool.id_numbers import check_digit
from talentpool.intake.layout.model import ColumnMatch, DataRow, Layout, MatchedBy
from talentpool.intake.roster_rows import read_roster
from talentpool.vocabulary import PoliticalStatus, SchoolingLevel, Sex, SheetKind

JUNE = date(2023, 6, 30)
COLUMNS = {
    "unit": "村(社区)",
    "name": "姓名",
    "sex": "性别",
    "born_on": "出生年月",
    "political_status": "政治面貌",
    "schooling": "文化程度",
    "post_started_on": "任现职时间",
    "posts": "现任职务",
    "id_number": "身份证号码",
}
STATUSES = {
    PoliticalStatus.PARTY_MEMBER: ("中共党员", "党员", "中共正式党员"),
    PoliticalStatus.PROBATIONARY_MEMBER: ("预备党员", "中共预备党员"),
    PoliticalStatus.MASSES: ("群众", "普通群众"),
}
LEVELS = {
    SchoolingLevel.UNDERGRADUATE: ("大学", "本科", "大学本科"),
    SchoolingLevel.COLLEGE: ("大专", "专科"),
    SchoolingLevel.SENIOR_HIGH: ("高中", "高中学历"),
}


@dataclass(frozen=True)
class Meant:
    """Somebody as the office knows them."""

    name: str
    sex: Sex
    born: date
    number: str
    status: PoliticalStatus
    level: SchoolingLevel
    since: PartialDate


@st.composite
def somebody(draw: st.DrawFn) -> Meant:
    """Somebody of 20 to 70 years with a valid number of the area that no place has."""
    name = draw(st.sampled_from("王李张刘陈欧")) + draw(st.text("国文燕欣启明桐静", min_size=1, max_size=2))
    sex = draw(st.sampled_from(Sex))
    born = draw(st.dates(date(1953, 1, 1), date(1995, 12, 31)))
    serial = draw(st.integers(0, 499)) * 2 + (1 if sex is Sex.MALE else 0)
    number = f"519901{born:%Y%m%d}{serial:03d}"
    return Meant(
        name,
        sex,
        born,
        number + check_digit(number),
        draw(st.sampled_from(sorted(STATUSES))),
        draw(st.sampled_from(sorted(LEVELS))),
        PartialDate(draw(st.integers(2016, 2022)), draw(st.integers(1, 12))),
    )


def written_month(draw: st.DrawFn, year: int, month: int) -> Cell:
    """A month in one of the office's forms."""
    forms: list[Cell] = [
        f"{year}.{month:02d}",
        f"{year}年{month}月",
        f"{year}{month:02d}",
        f"{year}-{month:02d}",
        f"{year}/{month}",
        f" {year}.{month:02d} ",
        datetime(year, month, 1),  # noqa: DTZ001 - a spreadsheet's cell has no zone
        int(f"{year}{month:02d}"),
    ]
    return draw(st.sampled_from(forms))


@st.composite
def written(draw: st.DrawFn, meant: Meant) -> dict[str, Cell]:
    """The cells of a row about somebody."""
    blank = draw(st.sampled_from(["", " ", "\u3000"])) if len(meant.name) == 2 else ""
    number = draw(
        st.sampled_from([meant.number, meant.number.lower(), f" {meant.number}", f"'{meant.number}"])
    )
    return {
        "unit": "云山村",
        "name": meant.name[0] + blank + meant.name[1:],
        "sex": draw(st.sampled_from([meant.sex.label, meant.sex.label + "性"])),
        "born_on": written_month(draw, meant.born.year, meant.born.month),
        "political_status": draw(st.sampled_from(STATUSES[meant.status])),
        "schooling": draw(st.sampled_from(LEVELS[meant.level])),
        "post_started_on": written_month(draw, meant.since.year, meant.since.month),
        "posts": "党总支书记、村委会主任",
        "id_number": number,
    }


def layout_of(rows: list[dict[str, Cell]]) -> Layout:
    """A layout that found the columns already."""
    columns = tuple(
        ColumnMatch(key, index, header, 1.0, MatchedBy.ALIAS)
        for index, (key, header) in enumerate(COLUMNS.items())
    )
    data = tuple(DataRow(number, cells) for number, cells in enumerate(rows, start=4))
    return Layout(SheetKind.ROSTER, "花名册", "", None, "青禾镇", None, None, (3,), columns, data, (), "")


@given(st.data(), st.lists(somebody(), min_size=1, max_size=6, unique_by=lambda meant: meant.number))
def test_what_comes_in_is_who_was_meant(data: st.DataObject, people: list[Meant]) -> None:
    rows = read_roster(layout_of([data.draw(written(meant)) for meant in people]), on=JUNE).rows
    for meant, row in zip(people, rows, strict=True):
        assert row.plan.issues == []
        assert row.name is not None
        assert row.name.name == meant.name
        assert row.id_number is not None
        assert row.id_number.number == meant.number
        assert row.facts["sex"] is meant.sex
        assert row.facts["political_status"] is meant.status
        assert [schooling.level for schooling in row.schoolings] == [meant.level]
        assert row.born_on == PartialDate(meant.born.year, meant.born.month)
        assert row.started_on == meant.since
