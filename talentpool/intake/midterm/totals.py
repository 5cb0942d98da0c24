"""Field work in totals 走访统计, and what agencies answered 部门摸底."""

from __future__ import annotations

import re

from sqlalchemy import and_

from talentpool.intake.facts import Known
from talentpool.intake.ledgers.desk import Seat
from talentpool.intake.midterm.planner import RoundPlanner
from talentpool.intake.register import rows_where
from talentpool.models import AgencyInquiry, FieldTotals
from talentpool.wording import phrase
from talentpool.writing import compact

_TOTALS = {
    "meetings": ("meeting_total", "会议(场次)"),
    "talks": ("talk_total", "谈心谈话(人次)"),
    "questionnaires_issued": ("issued_total", "问卷发放(份)"),
    "questionnaires_returned": ("returned_total", "问卷收回(份)"),
    "questionnaires_valid": ("valid_total", "有效问卷(份)"),
    "satisfaction_forms": ("satisfaction_total", "满意度测评表(份)"),
    "suggestions": ("suggestion_total", "问题建议(条)"),
}
_CLEAR = re.compile(r"未发现|没有发现|无异常|无问题|未接到|不存在|无不良|无违|无信访|没有问题|合格|^无$")


class TotalsPlanner(RoundPlanner):
    """Plans the totals of each unit."""

    def state(self, seat: Seat, round_: Known) -> None:
        """One unit."""
        told = {column: self.count(seat, key) for column, (key, _) in _TOTALS.items()}
        self._must_fit(seat, told, "questionnaires_returned", "questionnaires_issued")
        self._must_fit(seat, told, "questionnaires_valid", "questionnaires_returned")
        if all(value is None for value in told.values()) and not seat.plan.refused:
            seat.plan.refuse("", phrase("本行没有任何数字,请补填后重新导入"))
        if seat.plan.refused:
            return
        known = self.of_round(FieldTotals, round_, "unit_id").get(seat.unit.ref)
        labels = {column: label for column, (_, label) in _TOTALS.items()}
        key = {"round_id": round_.ref, "unit_id": seat.unit.ref}
        _, is_new = self.bring(
            seat, FieldTotals, known, key, {**told, "note": seat.note}, labels, fixed={"stated_on": self.on}
        )
        seat.plan.settle(is_new=is_new)

    def _must_fit(self, seat: Seat, told: dict[str, int | None], part: str, whole: str) -> None:
        some, all_ = told[part], told[whole]
        if some is not None and all_ is not None and some > all_:
            column = seat.cells.header(_TOTALS[part][0])
            seat.plan.refuse(
                column, phrase("%(part)s份多于%(whole)s份,请核对后重新导入", part=some, whole=all_)
            )


class AgenciesPlanner(RoundPlanner):
    """Plans what agencies answered about all units of the round."""

    def state(self, seat: Seat, round_: Known) -> None:
        """One agency and what it was asked."""
        cells = seat.cells
        agency, subject = cells.text("agency")[:60], cells.text("agency_subject")[:120]
        seat.plan.subject = agency
        conclusion = cells.text("agency_conclusion")
        answered_on, asked_on = self.date(seat, "agency_answered_on"), self.date(seat, "agency_asked_on")
        if not agency and not seat.plan.refused:
            seat.plan.refuse(cells.header("agency"), phrase("没有填写部门,请补填后重新导入"))
        if seat.plan.refused:
            return
        if conclusion and answered_on is None:
            seat.plan.warn(cells.header("agency_answered_on"), phrase("没有填写日期,按填报时间登记"))
        clear = bool(_CLEAR.search(compact(conclusion))) if conclusion else None
        if clear is False:
            seat.plan.warn(
                cells.header("agency_conclusion"),
                phrase("结论中没有“未发现问题”字样,按“有情况”登记,请核对"),
            )
        answered = (answered_on.last_day() if answered_on is not None else self.on) if conclusion else None
        told = {
            "asked_on": asked_on.last_day() if asked_on is not None else None,
            "answered_on": answered,
            "document": cells.text("agency_document")[:120],
            "clear": clear,
            "conclusion": conclusion or None,
        }
        key = {"round_id": round_.ref, "agency": agency, "subject": subject}
        labels = {"answered_on": "摸底日期", "clear": "未发现问题"}
        _, is_new = self.bring(seat, AgencyInquiry, self._known(round_, agency, subject), key, told, labels)
        seat.plan.settle(is_new=is_new)

    def _known(self, round_: Known, agency: str, subject: str) -> Known | None:
        if not isinstance(round_.ref, int):
            return None
        same = and_(
            AgencyInquiry.round_id == round_.ref,
            AgencyInquiry.unit_id.is_(None),
            AgencyInquiry.person_id.is_(None),
            AgencyInquiry.agency == agency,
            AgencyInquiry.subject == subject,
        )
        return next(iter(rows_where(AgencyInquiry, same)), None)
