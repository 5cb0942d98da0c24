"""Official reports in Word by GB/T 9704-2012: templates that the office can edit, and plain data filled into them."""

from talentpool.files.official.checking import Fault, check_template
from talentpool.files.official.content import (
    Annex,
    Grid,
    Item,
    Kind,
    Proposal,
    Prose,
    Report,
    Run,
    TownReport,
    UnitReport,
    numbered,
    proposed,
    prose,
)
from talentpool.files.official.names import Known, known_names
from talentpool.files.official.rendering import builtin_template, render

__all__ = [
    "Annex",
    "Fault",
    "Grid",
    "Item",
    "Kind",
    "Known",
    "Proposal",
    "Prose",
    "Report",
    "Run",
    "TownReport",
    "UnitReport",
    "builtin_template",
    "check_template",
    "known_names",
    "numbered",
    "proposed",
    "prose",
    "render",
]
