"""The growth file 成长档案 of a person: what was recorded of the way into the pool and in it, in reading order.

One shape for the page and for the document: sections of facts or of a table, every value as it is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from talentpool.models import Nomination, Person, PoolEntry, ReadinessRating
from talentpool.people.queries import age_in_force, list_posts_held, list_schooling
from talentpool.pool.growth_records import (
    list_courses,
    list_pairings,
    list_postings,
    list_talks,
    list_tasks,
    list_trainings,
)
from talentpool.pool.listing import source_word, target_word
from talentpool.pool.nominations import list_conclusions, list_nominations_of, list_steps
from talentpool.pool.queries import (
    list_entries_of,
    list_ratings,
    list_sources,
    list_targets,
    list_yearly_reviews,
)
from talentpool.security.actor import Actor
from talentpool.security.permissions import Permission
from talentpool.units.naming import names_on
from talentpool.vocabulary import NATIONALITIES, Labelled, NominationStage
from talentpool.wording import say

REVIEWS_ON_NEED = frozenset({NominationStage.TOWNSHIP_REVIEW, NominationStage.COUNTY_REVIEW})
"""Steps whose reasons may tell what an agency answered."""


@dataclass(frozen=True)
class GrowthTable:
    """Rows under headers; `widths` are parts of the width of paper."""

    headers: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True)
class GrowthSection:
    """A titled part: facts, tables, or the sentence that there is nothing."""

    key: str
    title: str
    empty: str
    facts: tuple[tuple[str, str], ...] = ()
    tables: tuple[GrowthTable, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not self.facts and not any(one.rows for one in self.tables)


@dataclass(frozen=True)
class GrowthFile:
    """The whole file as of a day; `ratings` are those of the last stay, in the order of time."""

    person: Person
    on: date
    sections: tuple[GrowthSection, ...]
    ratings: tuple[ReadinessRating, ...]
    since: date | None


def growth_file(person: Person, *, by: Actor, on: date) -> GrowthFile:
    """What was recorded by a day of a person who was read within reach; conclusions with the right for them only."""
    entries = [one for one in list_entries_of(person, scope=by.scope) if one.entered_on.first_day() <= on]
    nominations = [
        one for one in list_nominations_of(person, scope=by.scope) if one.nominated_on.first_day() <= on
    ]
    ratings = _ratings(entries[0], on=on) if entries else []
    sections = [
        _person(person, on=on),
        _stays(entries, on=on),
        _nominations(nominations, by=by, on=on),
        _readiness(entries, on=on),
        _targets(entries[:1]),
        _yearly(entries, on=on),
        *([_mentors(person, on=on)] if by.may(Permission.MENTORSHIP_VIEW) else []),
        _trainings(person, on=on),
        _tempering(person, on=on),
        *([_education(person, on=on)] if by.may(Permission.EDUCATION_VIEW) else []),
        _appraisals(),
    ]
    since = entries[0].entered_on.first_day() if entries else None
    return GrowthFile(person, on, tuple(sections), tuple(ratings), since)


def word(value: object) -> str:
    """A value as it is read: words of the vocabulary in the reader's language, dates dotted."""
    if value is None:
        return ""
    if isinstance(value, Labelled):
        return say(value.label)
    if isinstance(value, bool):
        return say("是") if value else say("否")
    if isinstance(value, date):
        return value.isoformat()
    return str(getattr(value, "dotted", value))


def _table(
    columns: Sequence[tuple[str, int]], rows: Iterator[tuple[object, ...]], caption: str = ""
) -> GrowthTable:
    return GrowthTable(
        headers=tuple(label for label, _width in columns),
        widths=tuple(width for _label, width in columns),
        rows=tuple(tuple(word(value) for value in row) for row in rows),
        caption=caption,
    )


def _person(person: Person, *, on: date) -> GrowthSection:
    names = names_on(on)
    schooling = [
        one for one in list_schooling(person) if not one.finished_on or one.finished_on.first_day() <= on
    ]
    posts = [names.title(post) for _person_id, post, _unit, _held in list_posts_held([person.id], on=on)]
    age = age_in_force(person.born_on, on=on)
    facts = [
        (say("姓名"), person.name),
        (say("性别"), word(person.sex)),
        (say("出生年月"), word(person.born_on)),
        (say("年龄"), say("%(age)s岁(%(on)s)", age=age, on=on.isoformat()) if age is not None else ""),
        (say("民族"), say(NATIONALITIES[code]) if (code := person.nationality) in NATIONALITIES else ""),
        (say("籍贯"), person.native_place),
        (say("政治面貌"), word(person.political_status)),
        (say("入党时间"), word(person.party_joined_on)),
        (say("学历"), "、".join(dict.fromkeys(word(one.level) for one in schooling[:2]))),
        (say("毕业院校"), "、".join(one.school for one in schooling if one.school)),
        (say("单位"), names.of(person.unit)),
        (say("现任职务"), "、".join(posts) or say("无任职")),
    ]
    return GrowthSection("person", say("基本信息"), "", facts=tuple(facts))


def _stays(entries: Sequence[PoolEntry], *, on: date) -> GrowthSection:
    columns = [
        (say("单位"), 4),
        (say("入库时间"), 3),
        (say("入库依据"), 5),
        (say("人员类别(来源)"), 4),
        (say("现从事工作"), 4),
        (say("出库"), 5),
    ]

    def rows() -> Iterator[tuple[object, ...]]:
        for entry in entries:
            left = entry.exited_on is not None and entry.exited_on.first_day() <= on
            sources = "、".join(say(source_word(one)) for one in list_sources(entry))
            exit_words = (entry.exited_on, entry.exit_reason, entry.exit_destination) if left else ()
            yield (
                names_on(on).of(entry.unit),
                entry.entered_on,
                " ".join(filter(None, (word(entry.basis), word(entry.way)))),
                sources,
                entry.occupation,
                " ".join(word(one) for one in exit_words if one),
            )

    return GrowthSection("stays", say("入库情况"), say("没有入库记录"), tables=(_table(columns, rows()),))


def _nominations(nominations: Sequence[Nomination], *, by: Actor, on: date) -> GrowthSection:
    sees = by.may(Permission.POOL_CONCLUSIONS)
    steps = [
        (say("时间"), 3),
        (say("步骤"), 4),
        (say("结果"), 3),
        (say("决定机关"), 4),
        (say("文号"), 4),
        (say("理由"), 5),
    ]
    answers = [
        (say("部门"), 4),
        (say("答复时间"), 3),
        (say("结论"), 4),
        (say("涉及条款"), 3),
        (say("处理意见"), 5),
    ]
    tables = []
    for one in nominations:
        told = say("%(unit)s %(day)s推荐", unit=names_on(on).of(one.unit), day=one.nominated_on.dotted)
        tables.append(_table(steps, _steps(one, sees=sees, on=on), told))
        if sees:
            given = [row for row in list_conclusions(one) if row.answered_on and row.answered_on <= on]
            rows = (
                (row.agency.name, row.answered_on, row.conclusion, row.rule_code, row.disposition)
                for row in given
            )
            tables.append(_table(answers, iter(list(rows)), say("部门书面结论")))
    kept = tuple(table for table in tables if table.rows)
    return GrowthSection("nominations", say("推荐与审核"), say("没有推荐和审核记录"), tables=kept)


def _steps(nomination: Nomination, *, sees: bool, on: date) -> Iterator[tuple[object, ...]]:
    for one in list_steps(nomination):
        if one.decided_on > on:
            continue
        reason = one.reason if sees or one.stage not in REVIEWS_ON_NEED else ""
        yield one.decided_on, one.stage, one.outcome, one.decider, one.document, reason


def _ratings(entry: PoolEntry, *, on: date) -> list[ReadinessRating]:
    return [one for one in list_ratings(entry) if one.rated_on <= on]


def _readiness(entries: Sequence[PoolEntry], *, on: date) -> GrowthSection:
    columns = [(say("评定时间"), 3), (say("成熟程度"), 3), (say("评定人"), 4), (say("依据"), 8)]
    rows = (
        (one.rated_on, one.readiness, one.rated_by, one.evidence)
        for entry in entries
        for one in reversed(_ratings(entry, on=on))
    )
    return GrowthSection(
        "readiness", say("成熟程度"), say("还没有评定成熟程度。"), tables=(_table(columns, rows),)
    )


def _targets(entries: Sequence[PoolEntry]) -> GrowthSection:
    columns = [(say("顺序"), 2), (say("单位"), 4), (say("职务"), 5), (say("应急接替"), 3)]
    rows = (
        (one.rank, one.unit.name, say(target_word(one)), one.interim)
        for entry in entries
        for one in list_targets(entry)
    )
    return GrowthSection(
        "targets", say("培养方向"), say("还没有登记培养方向。"), tables=(_table(columns, rows),)
    )


def _yearly(entries: Sequence[PoolEntry], *, on: date) -> GrowthSection:
    columns = [
        (say("年度"), 2),
        (say("结果"), 3),
        (say("考核时间"), 3),
        (say("考核人"), 4),
        (say("优点"), 6),
        (say("不足"), 6),
    ]
    rows = (
        (one.year, one.outcome, one.reviewed_on, one.reviewer, one.strengths, one.gaps)
        for entry in entries
        for one in list_yearly_reviews(entry)
        if one.reviewed_on <= on
    )
    return GrowthSection("reviews", say("年度考核"), say("还没有年度考核。"), tables=(_table(columns, rows),))


def _mentors(person: Person, *, on: date) -> GrowthSection:
    pairs = [
        (say("帮带导师"), 3),
        (say("导师职务"), 5),
        (say("结对时间"), 3),
        (say("解除时间"), 3),
        (say("帮带成效"), 6),
    ]
    talks = [
        (say("时间"), 3),
        (say("导师"), 3),
        (say("方式"), 3),
        (say("主题"), 7),
        (say("下一步"), 5),
    ]
    told = list_talks(person, on=on)
    return GrowthSection(
        "mentors",
        say("导师帮带与谈心谈话"),
        say("还没有结对帮带。"),
        tables=(
            _table(
                pairs,
                (
                    (
                        one.mentor.name,
                        one.mentor_title,
                        one.started_on or one.known_from,
                        one.ended_on,
                        one.result,
                    )
                    for one in list_pairings(person, on=on)
                ),
            ),
            _table(
                talks,
                ((log.held_on, mentor, log.way, log.topic, log.next_step) for log, mentor in told),
                say("帮带记录") if told else "",
            ),
        ),
    )


def _trainings(person: Person, *, on: date) -> GrowthSection:
    columns = [
        (say("培训名称"), 6),
        (say("时间"), 4),
        (say("主办单位"), 4),
        (say("到课"), 3),
        (say("结果"), 3),
    ]
    rows = (
        (
            one.training.name,
            f"{one.training.starts_on}-{one.training.ends_on}",
            one.training.organiser,
            say("%(present)s/%(all)s次", present=one.present, all=one.sessions) if one.sessions else "",
            one.place.result,
        )
        for one in list_trainings(person, on=on)
    )
    return GrowthSection(
        "trainings", say("教育培训"), say("还没有培训记录。"), tables=(_table(columns, rows),)
    )


def _tempering(person: Person, *, on: date) -> GrowthSection:
    tasks = [
        (say("类别"), 3),
        (say("任务"), 5),
        (say("承担工作"), 5),
        (say("开始"), 3),
        (say("结束"), 3),
        (say("结果"), 3),
    ]
    postings = [
        (say("单位"), 4),
        (say("承担工作"), 5),
        (say("开始"), 3),
        (say("结束"), 3),
        (say("结果"), 3),
    ]
    posted = list_postings(person, on=on)
    return GrowthSection(
        "tempering",
        say("实践锻炼"),
        say("还没有实践锻炼记录。"),
        tables=(
            _table(
                tasks,
                (
                    (one.kind, one.name, one.duty, one.started_on, one.ended_on, one.result)
                    for one in list_tasks(person, on=on)
                ),
            ),
            _table(
                postings,
                ((one.unit.name, one.duty, one.started_on, one.ended_on, one.result) for one in posted),
                say("到村任职") if posted else "",
            ),
        ),
    )


def _education(person: Person, *, on: date) -> GrowthSection:
    columns = [
        (say("学历层次"), 3),
        (say("学校"), 5),
        (say("专业"), 4),
        (say("入学时间"), 3),
        (say("学籍状态"), 3),
        (say("毕业时间"), 3),
    ]
    rows = (
        (one.level, one.school, one.major, one.enrolled_on, one.status, one.graduated_on)
        for one in list_courses(person, on=on)
    )
    return GrowthSection(
        "education", say("学历提升"), say("还没有学历提升记录。"), tables=(_table(columns, rows),)
    )


def _appraisals() -> GrowthSection:
    """考核评价 of the posts held; filled once appraisals are recorded."""
    return GrowthSection("appraisals", say("履职考核"), say("届中分析、年度考核的评定结果登记后列在这里。"))
