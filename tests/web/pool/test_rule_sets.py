"""Rule sets on screen: made from the example, changed line by line, never once in use."""

from __future__ import annotations

from talentpool.extensions import db
from talentpool.models import Nomination, Unit
from talentpool.vocabulary import NominationStage
from tests.data.acts.towns import day
from tests.web.acts.conftest import Ids
from tests.web.acts.test_people import fields_of
from tests.web.conftest import Filling, SignIn
from tests.web.pages import PageClient


def make(clerk: PageClient) -> str:
    form = fields_of(clerk.get("/pool/rules/new")) | {"name": "2023年审核规则", "valid_from": "2023-01-01"}
    return clerk.post("/pool/rules/new", form, most=60).location


def test_a_set_is_made_from_the_example_and_changed_line_by_line(clerk: PageClient, town: Ids) -> None:
    assert "还没有审核规则" in clerk.get("/pool/rules").said
    url = make(clerk)
    page = clerk.get(url)
    assert "45周岁以下(特别优秀的50周岁以下),大专及以上学历,大专在读视同大专" in page.said
    add = f"{url}/eligibility/new"
    form = fields_of(clerk.get(add)) | {"code": "Z3", "text": "社区35周岁以下", "oldest": "35"}
    again = clerk.post(add, form | {"oldest_with_exception": "30"}, status=422)
    assert "放宽后的年龄应不小于最大年龄" in again.said
    clerk.post(add, form)
    assert "这套规则中已有这个编号的资格条款" in clerk.post(add, form, status=422).said
    quota = f"{url}/quotas/new"
    wrong = clerk.post(quota, fields_of(clerk.get(quota)), status=422)
    assert "“至少人数”和“每个职务的人数”填一项" in wrong.said
    page = clerk.get(url)
    change = next(a.get("href", "") for a in page.all(".//a") if "/rules/negative/" in a.get("href", ""))
    edit = fields_of(clerk.get(change))
    assert len(edit["agencies"]) == 3  # type: ignore[arg-type]
    clerk.post(change, edit | {"text": "受过刑事处罚或正在服刑的"})
    assert "受过刑事处罚或正在服刑的" in clerk.get(url).said
    clerk.post(f"{change}/remove", {})
    assert "受过刑事处罚" not in clerk.get(url).said


def test_a_set_in_use_offers_a_new_version_only(clerk: PageClient, town: Ids, filling: Filling) -> None:
    url = make(clerk)
    with filling():
        db.session.add(
            Nomination(
                person_id=town.yan,
                unit_id=town.jinzhu,
                rule_set_id=int(url.rsplit("/", 1)[1]),
                stage=NominationStage.UNIT_REVIEW,
                nominated_on=day("2023-05-01"),
            )
        )
    page = clerk.get(url)
    assert "已有1件推荐按这套规则办理,内容不再改动" in page.said
    assert [a for a in page.words(".//main//a") if a in ("更正", "新增资格条款")] == []
    clerk.post(f"{url}/delete", {})
    assert "不能再改;请建立新版本" in clerk.get(url).said
    version = f"{url}/version"
    form = fields_of(clerk.get(version)) | {"valid_from": "2023-07-01"}
    later = clerk.post(version, form, most=60).location
    assert later != url
    assert "新增资格条款" in clerk.get(later).said


def test_rules_of_above_are_read_but_not_set(
    clerk: PageClient, town: Ids, sign_in: SignIn, filling: Filling
) -> None:
    with filling():
        db.session.add(Unit(name="白塔镇", unit_type="township", path="/999/"))
    county = sign_in("county_org_department")
    url = make(county)
    assert "建立新版本" in county.get(url).said
    assert "建立新版本" not in clerk.get(url).said
    clerk.get(f"{url}/version", status=403)
    staff = sign_in("village_staff", unit="金竹村")
    assert "资格条件" in staff.get(url).said
    staff.get("/pool/rules/new", status=403)


def test_two_clerks_do_not_write_over_each_others_rules(
    clerk: PageClient, town: Ids, filling: Filling
) -> None:
    url = make(clerk)
    change = next(
        a.get("href", "") for a in clerk.get(url).all(".//a") if "/rules/negative/" in a.get("href", "")
    )
    form = fields_of(clerk.get(change))
    asked = form["agencies"]
    assert isinstance(asked, list)
    clerk.post(change, form | {"agencies": asked[:1]})
    late = clerk.post(change, form | {"text": "受过刑事处罚的"}, status=409)
    assert "您打开表单之后,这条记录被他人修改过" in late.said
    clerk.post(change, fields_of(late) | {"take-agencies": "kept"})
    again = fields_of(clerk.get(change))
    assert (again["text"], again["agencies"]) == ("受过刑事处罚的", asked[0])
    for kind, column, value in (
        ("eligibility", "text", "须为党员"),
        ("agencies", "name", "县纪委监委"),
        ("quotas", "at_least", "4"),
    ):
        links = [a.get("href", "") for a in clerk.get(url).all(".//a")]
        one = next(link for link in links if f"/rules/{kind}/" in link)
        form = fields_of(clerk.get(one))
        clerk.post(one, form | {column: value})
        clerk.post(one, form, status=409)
