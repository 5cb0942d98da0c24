"""The menu in the office's order; it reads the same marks as the gate."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _l

from talentpool.security.gate import may_open


@dataclass(frozen=True)
class MenuItem:
    """One entry as the base template shows it."""

    label: str
    url: str
    icon: str
    current: bool
    count: int | None = None


ENTRIES = (
    ("home.show_home", _l("首页"), "house"),
    ("reminders.list_reminders", _l("提醒"), "bell"),
    ("units.list_units", _l("村社区"), "geo-alt"),
    ("people.list_people", _l("干部"), "people"),
    ("posts.list_vacancies", _l("职位空缺"), "person-dash"),
    ("pool.list_entries", _l("后备人才"), "person-plus"),
    ("mentorship.show_overview", _l("帮带"), "people-fill"),
    ("guidance.list_own", _l("我的帮带"), "chat-dots"),
    ("education.list_courses", _l("学历提升"), "mortarboard"),
    ("succession.show_overview", _l("接替研判"), "diagram-2"),
    ("midterm.show_rounds", _l("届中分析"), "clipboard-data"),
    ("development.list_trainings", _l("培训锻炼"), "clipboard-check"),
    ("advisers.list_former", _l("智囊团"), "chat-square-text"),
    ("analysis.show_structure", _l("分析"), "bar-chart"),
    ("intake.list_batches", _l("导入"), "box-arrow-in-down"),
    ("exports.list_exports", _l("导出"), "box-arrow-up"),
    ("changes.list_changes", _l("变更记录"), "clock-history"),
    ("retention.list_rules", _l("保存期限"), "hourglass-split"),
    ("settings.list_settings", _l("设置"), "sliders"),
    ("audit.list_entries", _l("审计"), "journal-text"),
    ("accounts.list_accounts", _l("账号"), "gear"),
    ("backup.list_backups", _l("备份"), "archive"),
)


ELSEWHERE = {
    "jobs": _l("后台任务"),
    "tallies": _l("民主测评"),
    "grades": _l("评定等次"),
    "assessment": _l("综合分析"),
}
"""Pages that stand in no menu, by their blueprint."""


def area_label(blueprint: str) -> str:
    """What the menu calls the pages of a blueprint; the blueprint itself where it stands in none."""
    labels = {endpoint.split(".")[0]: label for endpoint, label, _icon in ENTRIES}
    return str(labels.get(blueprint) or ELSEWHERE.get(blueprint, blueprint))


def menu() -> list[MenuItem]:
    """What the current actor may open."""
    blueprint = request.blueprint
    return [
        MenuItem(str(label), url_for(endpoint), icon, current=endpoint.split(".")[0] == blueprint)
        for endpoint, label, icon in ENTRIES
        if endpoint in current_app.view_functions and may_open(current_app, endpoint)
    ]
