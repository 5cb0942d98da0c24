"""Words and columns that the workbooks share, so that they say the same thing in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from talentpool.analysis.figures import Figures, knowledge_note
from talentpool.analysis.standards import is_known
from talentpool.exports.place import Place
from talentpool.exports.request import ExportRequest
from talentpool.sheets import Column, Kind
from talentpool.vocabulary import TargetState

UNKNOWN = TargetState.UNKNOWN.label
NOT_STATED = "未登记"
NO_UNITS = "截至日期没有已登记的村(社区),请先导入村(社区)基本情况表和干部花名册"
SIGNATURE = ("审核人", "填表人", "联系电话")

SERIAL = Column("serial", "序号", Kind.NUMBER, max_width=4)
SERIAL_OF_UNIT = Column("serial", "序号", Kind.NUMBER, max_width=4, merge=True)
TOWNSHIP = Column("township", "乡镇(街道)", parts=True)
UNIT = Column("unit", "村(社区)", merge=True, min_width=5)


def unit_columns(place: Place, serial: Column) -> tuple[Column, ...]:
    """Serial number and unit; before it the township where the units are of several."""
    return (serial, TOWNSHIP, UNIT) if place.several_townships else (serial, UNIT)


def numbers_note(request: ExportRequest) -> str:
    """Whether numbers are told in full."""
    if request.unmasked:
        return "本表含完整的身份证号码和联系电话,请按规定保管、使用"
    return "身份证号码、联系电话已隐去部分数字"


def numbered(notes: Iterable[str]) -> tuple[str, ...]:
    """The notes under a table: “说明:1.…”, then “2.…”; empty ones are left out."""
    told = [note for note in notes if note]
    return tuple(
        f"{'说明:' if number == 1 else ''}{number}.{note}。" for number, note in enumerate(told, start=1)
    )


def what_is_unknown(figures: Figures) -> tuple[str, ...]:
    """Sentences on what the register cannot tell of the day."""
    teams = figures.town.teams
    if not teams:
        return (NO_UNITS,)
    unknown = [team.unit for team in teams if not is_known(team, on=figures.on)]
    if len(unknown) == len(teams):
        return (f"{knowledge_note(figures)},本表相关各项以“{UNKNOWN}”表示",)
    unrecorded = figures.town.total("holders_unknown")
    return (
        knowledge_note(figures),
        f"{listed(unknown)}截至当日的任职情况未登记,以“{UNKNOWN}”表示,未计入合计" if unknown else "",
        f"另有{unrecorded}个职务截至当日有人任职而人员未登记,未计入实有人数,也不计为空缺"
        if unrecorded
        else "",
    )


def listed(names: Sequence[str], *, most: int = 8) -> str:
    """“甲村、乙村”, and beyond `most` “甲村、…等30个”."""
    shown = "、".join(names[:most])
    return f"{shown}等{len(names)}个" if len(names) > most else shown
