"""The person's own copy holds everything that the register holds on him, masked unless it is asked for in full."""

from __future__ import annotations

import io
from datetime import datetime

import docx
import pytest
from flask import Flask
from sqlalchemy import String, Text, select, update

from talentpool.audit.words import value_text
from talentpool.errors import NotAllowed, RuleBroken
from talentpool.exports.services import take_paper
from talentpool.extensions import db
from talentpool.files.docx import Facts, Paper, Section, Table, write_paper
from talentpool.models import GuidanceLog, JournalEntry, Person, Unit
from talentpool.retention.erasing import read_doomed
from talentpool.retention.own_copy import UNTOLD, CopyRequest, build_copy
from talentpool.sealing.columns import index_columns
from talentpool.security.actor import Actor, console_operator
from talentpool.security.roles import ROLES
from talentpool.security.scope import Scope
from talentpool.vocabulary import EndCause
from talentpool.web import journal
from talentpool.web.working_date import HOME_ZONE
from tests.data.retention.people import JUNE, add_known_person, add_pairing
from tests.factories.small_town import add_small_town

MADE = datetime(2023, 6, 30, 12, tzinfo=HOME_ZONE)


@pytest.fixture
def known(app: Flask) -> Person:
    add_small_town(db.session())
    unit = db.session.scalars(select(Unit).where(Unit.name == "金竹村")).one()
    other = db.session.scalars(select(Person).where(Person.name == "郝天成")).one()
    person = add_known_person(db.session(), unit, other)
    db.session.commit()
    return person


def copy_of(person: Person, *, unmasked: bool = False, purpose: str = "") -> Paper:
    return build_copy(CopyRequest(person, "张文静", MADE, JUNE, unmasked, purpose))


def text_of(paper: Paper) -> str:
    """All that the written document says, headers and footers included."""
    document = docx.Document(io.BytesIO(write_paper(paper)))
    page = document.sections[0]
    paragraphs = [*document.paragraphs, *page.header.paragraphs, *page.footer.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in paragraphs), *cells])


def test_every_text_that_is_kept_of_him_stands_in_it(known: Person) -> None:
    """Each free text of each row gets a word of its own; the copy must say them all."""
    connection, words = db.session.connection(), []
    doomed = read_doomed(connection, "person", [known.id])
    for name, ids in doomed.rows.items():
        table = db.metadata.tables[name]
        for column in table.c:
            length = getattr(column.type, "length", None) or 200
            free = type(column.type) in (String, Text) and not column.foreign_keys and length >= 40
            if not free or column.name in UNTOLD | index_columns(name) | {"sha256", "client_key"}:
                continue
            word = f"{name}·{column.name}"[:length]
            connection.execute(update(table).where(table.c.id.in_(ids)).values({column.name: word}))
            words.append(word)
    db.session.commit()
    db.session.expire_all()
    said = text_of(copy_of(known))
    assert [word for word in words if word not in said] == []
    assert len(words) > 50


def test_dates_and_choices_are_told_in_the_offices_words(known: Person) -> None:
    said = text_of(copy_of(known))
    for told in ("1950.02", "2005.01", "2010.06", EndCause.RESIGNED.label, "金竹村 村委会委员", "郝天成"):
        assert told in said
    assert value_text("appointment", "ended_on", "2010-06") == "2010.06"


def test_numbers_and_conclusions_are_hidden_unless_it_is_in_full(known: Person) -> None:
    masked, whole = text_of(copy_of(known)), text_of(copy_of(known, unmasked=True, purpose="本人申请"))
    for secret in ("519901195002010019", "19955550001", "不符合条件"):
        assert secret not in masked
        assert secret in whole
    assert "用途:本人申请" in whole
    assert "照片1张" in whole
    assert "号码和联审结论已隐去" in masked


def test_it_says_who_looked_where_it_came_from_and_how_long_it_is_kept(known: Person, app: Flask) -> None:
    name, number = known.name, known.id
    db.session.commit()
    journal.note(
        "查看敏感信息",
        f"{name}(人员编号{number})",
        actor="李静",
        field="身份证号",
        purpose="联系本人",
    )
    journal.note(
        "查看敏感信息", f"别人(人员编号1{number})", actor="王刚", field="身份证号", purpose="联系本人"
    )
    said = text_of(copy_of(known))
    assert "李静" in said
    assert "王刚" not in said
    assert "离任、出库人员资料的保存期限" in said
    assert "2020.06" in said


def test_who_may_not_unmask_or_tells_no_purpose_gets_no_full_copy(known: Person) -> None:
    def build(_made_at: datetime) -> Paper:
        raise AssertionError("nothing is read")

    clerk = Actor("某人", ROLES["group_head"].permissions, Scope.everything())
    told = {"subject": "s", "name": "n", "plain_name": "p", "on": JUNE, "unmasked": True}
    with pytest.raises(NotAllowed):
        take_paper(build, by=clerk, purpose="本人申请", **told)  # type: ignore[arg-type]
    with pytest.raises(RuleBroken, match="须写明用途"):
        take_paper(build, by=console_operator(), purpose=" ", **told)  # type: ignore[arg-type]
    assert db.session.scalars(select(JournalEntry)).all() == []


def test_the_paper_is_a4_with_named_fonts_and_counted_pages() -> None:
    paper = Paper(
        "题\x0b名",
        "副题",
        "页眉",
        "页脚",
        [
            Section("一、甲", [Facts([("姓名", "某人"), ("性别", "女"), ("备注", "=1+1")])]),
            Section("二、乙", [Table(("列一", "列二"), [("1", "2")] * 80, (1, 3), "表")]),
            Section("三、丙", []),
        ],
    )
    content = write_paper(paper)
    document = docx.Document(io.BytesIO(content))
    page = document.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    xml = document.element.xml
    assert 'w:eastAsia="黑体"' in xml
    assert 'w:eastAsia="仿宋"' in xml
    assert xml.count("w:tblHeader") == 1
    assert "PAGE" in page.footer._element.xml
    assert "NUMPAGES" in page.footer._element.xml
    assert "没有登记" in text_of(paper)
    assert "=1+1" in text_of(paper)
    assert document.paragraphs[0].text == "题名"


def test_a_mentors_copy_names_his_pairs_and_meetings_and_says_nothing_else_of_whom_he_mentored(
    known: Person,
) -> None:
    other = db.session.scalars(select(Person).where(Person.name == "郝天成")).one()
    pairing = add_pairing(db.session(), mentor=other, mentee=known, ended=None)
    pairing.goals, pairing.result, pairing.note = "目标话", "结果话", "备注话"
    log = db.session.scalars(select(GuidanceLog).where(GuidanceLog.pairing_id == pairing.id)).one()
    log.topic, log.problem, log.effect, log.next_step = "主题话", "表达能力需加强", "成效话", "下步话"
    db.session.flush()
    thoughts = ("目标话", "结果话", "备注话", "主题话", "表达能力需加强", "成效话", "下步话")
    of_mentor, of_mentee = text_of(copy_of(other)), text_of(copy_of(known))
    assert [word for word in thoughts if word in of_mentor] == []
    assert [word for word in thoughts if word not in of_mentee] == []
    assert f"本人和{known.name}" in of_mentor
    assert "2007.03" in of_mentor
    assert "郝天成和本人" in of_mentee
