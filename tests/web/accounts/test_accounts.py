"""Accounts and roles on screen: the first administrators, opening, granting, resetting, disabling."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from talentpool.accounts.first import issue_codes
from talentpool.extensions import db
from talentpool.id_numbers import check_digit
from talentpool.models import Account, Grant
from talentpool.security.roles import ROLES
from talentpool.web.working_date import today
from tests.factories import add_unit
from tests.web.conftest import PASSWORD, Filling, SignIn
from tests.web.pages import Page, PageClient

ID_NUMBER = "519901197205068435"
ANOTHER = "519901198001010001"[:17]
ANOTHER += check_digit(ANOTHER)


def test_an_empty_installation_opens_its_two_first_administrators_by_a_code_each(
    browser_of: Callable[[], PageClient], filling: Filling
) -> None:
    with filling():
        codes = issue_codes(on=today())
    assert list(codes) == ["system_administrator", "security_administrator"]
    client = browser_of()
    assert client.get("/", status=302).location.startswith("/accounts/login")
    assert client.get("/accounts/login", status=302).location == "/accounts/first"
    assert "一次性代码" in client.get("/accounts/first").said
    data = {"username": "root", "display_name": "管理员", "password": PASSWORD, "id_number": ID_NUMBER}
    refused = client.post("/accounts/first", {**data, "code": "0000"}, status=422, reveals=True)
    assert "一次性代码不对或已用过" in refused.said
    assert refused.one(".//input[@name='username']").get("value") == "root"
    code = codes["system_administrator"].lower()
    assert client.post("/accounts/first", {**data, "code": code}).location == "/accounts/login"
    assert "系统管理员“root”已开设" in client.get("/accounts/login").said
    client.get("/accounts/first")
    again = client.post(
        "/accounts/first", {**data, "username": "other", "code": code}, status=422, reveals=True
    )
    assert "一次性代码不对或已用过" in again.said
    second = {**data, "username": "guard", "code": codes["security_administrator"]}
    for number, words in ((ID_NUMBER, "须分开的管理员角色"), ("", "请填写本人的身份证号"), ("123", "18位")):
        refused = client.post("/accounts/first", {**second, "id_number": number}, status=422, reveals=True)
        assert words in refused.said
    client.post("/accounts/first", {**second, "id_number": ANOTHER})
    assert client.get("/accounts/first", status=302).location == "/accounts/login"
    with filling():
        held = db.session.execute(select(Account.username, Grant.role).join(Grant.account).order_by(Grant.id))
        assert [tuple(row) for row in held] == [
            ("root", "system_administrator"),
            ("guard", "security_administrator"),
        ]


def test_a_refused_first_administrator_leaves_no_account_and_the_code_still_works(
    browser_of: Callable[[], PageClient], filling: Filling
) -> None:
    with filling():
        code = issue_codes(on=today())["system_administrator"]
    client = browser_of()
    client.get("/accounts/first")
    data = {"username": "root", "display_name": "管理员", "password": PASSWORD, "code": code}
    client.post("/accounts/first", {**data, "id_number": "519901197205068436"}, status=422, reveals=True)
    with filling():
        assert db.session.scalars(select(Account)).all() == []
    assert client.post("/accounts/first", {**data, "id_number": ID_NUMBER}).location == "/accounts/login"


def test_the_console_gives_codes_for_vacant_offices_only(
    run: Callable[..., tuple[int, str, str]], new_account: Callable[..., str]
) -> None:
    new_account("system_administrator")
    _code, said, _ = run("first-administrator")
    assert "安全管理员的一次性代码" in said
    assert "系统管理员的一次性代码" not in said
    new_account("security_administrator")
    assert "不需要一次性代码" in run("first-administrator")[1]


@pytest.fixture
def village(filling: Filling) -> str:
    with filling():
        town = add_unit(db.session, "青禾镇")
        add_unit(db.session, "金竹村", parent=town)
    return "金竹村"


def options(page: Page, name: str) -> dict[str, str]:
    """What can be chosen: text → value."""
    found = page.all(f".//select[@name='{name}']/option")
    return {(option.text or "").strip(): option.get("value", "") for option in found}


def open_account(client: PageClient, username: str, **more: str) -> tuple[str, str]:
    """Open an account on screen; gives its address and the one-time password."""
    client.get("/accounts/new")
    page = client.post("/accounts/new", {"username": username, "display_name": "文书", **more}, status=200)
    return page.link("已交给本人"), page.words(".//*[@id='one-time-password']")[0]


def test_the_system_administrator_opens_an_account_and_the_security_administrator_grants_its_role(
    sign_in: SignIn, browser_of: Callable[[], PageClient], village: str
) -> None:
    admin, guard = sign_in("system_administrator"), sign_in("security_administrator")
    address, password = open_account(admin, "clerk")
    assert "还没有角色" in admin.get(address).said
    assert password not in admin.get(address).text
    admin.get(f"{address}/grants/new", status=403)
    form = guard.get(f"{address}/grants/new")
    roles, units = options(form, "role"), options(form, "unit")
    assert "监票人" not in roles
    data = {"role": roles["村(社区)工作人员"], "unit": units[village]}
    refused = guard.post(f"{address}/grants/new", {**data, "unit": "0"}, status=422)
    assert "请选择村(社区)工作人员管辖的单位" in refused.said
    assert guard.post(f"{address}/grants/new", data).location == address
    [row] = guard.get(address).rows
    assert row[:4] == ["村(社区)工作人员", village, "不限", "长期"]
    [listed] = [cells for cells in admin.get("/accounts").rows if cells[0] == "clerk"]
    assert listed[1:5] == ["文书", "村(社区)工作人员", village, "正常"]
    [button] = [one for one in guard.get(address).all(".//form") if "/revoke" in one.get("action", "")]
    guard.post(button.get("action", ""))
    assert "还没有角色" in guard.get(address).said


def test_a_name_that_is_taken_and_an_id_number_that_is_none_are_told(sign_in: SignIn) -> None:
    admin = sign_in("system_administrator", username="root")
    admin.get("/accounts/new")
    data = {"username": "ROOT", "display_name": "另一人"}
    assert "已存在" in admin.post("/accounts/new", data, status=422).said
    data = {"username": "other", "display_name": "另一人", "id_number": "123"}
    assert "18位" in admin.post("/accounts/new", data, status=422).said
    assert "other" not in admin.get("/accounts").said


def test_two_accounts_of_one_person_are_told_apart_from_two_people(sign_in: SignIn, filling: Filling) -> None:
    number = ID_NUMBER
    admin, guard = sign_in("system_administrator"), sign_in("security_administrator")
    first, _ = open_account(admin, "first", id_number=number)
    second, _ = open_account(admin, "second")
    with filling():  # an office of the days before a holder had to be registered
        row = db.session.scalars(select(Account).where(Account.username == "second")).one()
        row.grants.append(Grant(role="system_administrator"))
    guard.get(f"{first}/grants/new")
    guard.post(f"{first}/grants/new", {"role": "auditor", "unit": "0"})
    assert "使用人未登记" in guard.get("/accounts/offices").said
    admin.get(f"{second}/holder")
    refused = admin.post(f"{second}/holder", {"id_number": number}, status=422, reveals=True)
    assert "须分开的管理员角色" in refused.said
    assert number not in admin.get(first).text


def test_an_office_goes_to_a_registered_holder_and_stays_with_him(sign_in: SignIn) -> None:
    admin, guard = sign_in("system_administrator"), sign_in("security_administrator")
    address, _ = open_account(admin, "li3")
    guard.get(f"{address}/grants/new")
    refused = guard.post(f"{address}/grants/new", {"role": "auditor", "unit": "0"}, status=422)
    assert "审计员只能授予已登记使用人的账号:请系统管理员先在该账号的页面登记本人的身份证号" in refused.said
    admin.get(f"{address}/holder")
    admin.post(f"{address}/holder", {"id_number": ANOTHER})
    admin.post(f"{address}/holder", {"id_number": ID_NUMBER})  # nothing is granted yet
    guard.post(f"{address}/grants/new", {"role": "auditor", "unit": "0"})
    refused = admin.post(f"{address}/holder", {"id_number": ANOTHER}, status=422, reveals=True)
    assert "此账号有“审计员”的授权,不能改登为另一人。请先由安全管理员收回该授权" in refused.said
    assert admin.post(f"{address}/holder", {"id_number": ID_NUMBER}).location == address


def test_the_only_holder_of_an_office_is_neither_disabled_nor_loses_it(
    sign_in: SignIn, filling: Filling
) -> None:
    admin, guard = sign_in("system_administrator"), sign_in("security_administrator", username="guard")
    sign_in("auditor")
    with filling():
        ids = {row.username: row.id for row in db.session.execute(select(Account.username, Account.id))}
        grant = db.session.scalar(select(Grant.id).where(Grant.role == "auditor"))
    for name, label in (("guard", "安全管理员"), ("auditor", "审计员")):
        admin.post(f"/accounts/{ids[name]}/disable")
        said = admin.get(f"/accounts/{ids[name]}").said
        assert f"测试{name}是唯一的{label}:请先由安全管理员授予另一人" in said
        assert "可以登录" in said
    guard.post(f"/accounts/grants/{grant}/revoke")
    assert "是唯一的审计员" in guard.get(f"/accounts/{ids['auditor']}").said
    sign_in("security_administrator", username="second")
    admin.post(f"/accounts/{ids['guard']}/disable")
    assert "已停用,不能登录" in admin.get(f"/accounts/{ids['guard']}").said


def test_the_form_of_a_grant_says_whose_date_counts_and_asks_about_a_mentor_of_nobody(
    sign_in: SignIn, working_day: None, filling: Filling
) -> None:
    admin, guard = sign_in("system_administrator"), sign_in("security_administrator")
    address, _ = open_account(admin, "zhao4")
    form = f"{address}/grants/new"
    with filling():
        day = today().isoformat()
    assert f"起止日期按本机的日期(今天是{day})起止,与页头的日期无关" in guard.get(form).said
    asked = guard.post(form, {"role": "mentor", "unit": "0"}, status=422)
    assert "授予后看不到任何后备人员" in asked.said
    assert "未授予角色" in admin.get(address).said
    guard.post(form, {"role": "mentor", "unit": "0", "confirmed": "y"})
    assert "帮带人" in admin.get(address).said


def test_the_list_is_searched_and_narrowed(sign_in: SignIn, village: str) -> None:
    admin = sign_in("system_administrator", username="root")
    sign_in("village_staff", unit=village, username="clerk")
    open_account(admin, "nobody")

    def names(query: str) -> list[str]:
        return [cells[0] for cells in admin.get(f"/accounts?{query}").rows]

    assert names("") == ["clerk", "nobody", "root"]
    assert names("q=CLE") == ["clerk"]
    assert names("role=village_staff") == ["clerk"]
    assert names("state=no_role") == ["nobody"]
    assert names("state=disabled") == []
    assert "没有符合条件的账号" in admin.get("/accounts?state=disabled").said
    assert admin.get("/accounts/?q=cle").rows[0][0] == "clerk"


def test_nobody_disables_resets_or_grants_to_himself(sign_in: SignIn, filling: Filling) -> None:
    admin, guard = sign_in("system_administrator", username="root"), sign_in("security_administrator")
    with filling():
        ids = {row.username: row.id for row in db.session.execute(select(Account.username, Account.id))}
    own = f"/accounts/{ids['root']}"
    assert "当前账号" in admin.get(own).said
    admin.post(f"{own}/disable")
    assert "不能停用自己的账号" in admin.get(own).said
    admin.post(f"{own}/reset")
    assert "自己的密码请在“修改密码”中修改" in admin.get(own).said
    own = f"/accounts/{ids['security-administrator']}"
    assert "授予角色" not in guard.get(own).said
    guard.get(f"{own}/grants/new")
    refused = guard.post(f"{own}/grants/new", {"role": "auditor", "unit": "0"}, status=422)
    assert "不能为自己授予" in refused.said


@pytest.mark.parametrize("role", [role for role in ROLES if "accounts:view" not in ROLES[role].permissions])
def test_only_the_two_administrators_see_accounts(sign_in: SignIn, village: str, role: str) -> None:
    client = sign_in(role, unit=village)
    client.get("/")
    client.get("/accounts", status=403)
    client.get("/accounts/1", status=403)
    client.get("/accounts/new", status=403)
    client.post("/accounts/1/disable", status=403)
    client.post("/accounts/1/reset", status=403)
    client.post("/accounts/grants/1/revoke", status=403)


def test_the_two_administrators_do_not_do_each_others_acts(sign_in: SignIn) -> None:
    admin, guard = sign_in("system_administrator"), sign_in("security_administrator")
    admin.get("/accounts")
    guard.get("/accounts")
    for act in ("disable", "enable", "reset"):
        guard.post(f"/accounts/1/{act}", status=403)
    admin.post("/accounts/grants/1/revoke", status=403)
    for client in (admin, guard):
        for page in ("/people", "/units", "/intake", "/exports", "/audit"):
            client.get(page, status=403)


def test_the_reach_of_a_mentor_is_told_as_his_own_mentees(sign_in: SignIn) -> None:
    sign_in("mentor", username="guide")
    admin = sign_in("system_administrator", username="keeper")
    [row] = [row for row in admin.get("/accounts").rows if "guide" in " ".join(row)]
    assert "本人帮带对象" in row
    assert "全部单位" not in row
