"""Native charts over the tables of the same workbook: few colours, figures at the marks, no legend for one run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from talentpool.files.xlsx import styles
from talentpool.files.xlsx.cells import Pen, number_format
from talentpool.files.xlsx.layout import Layout
from talentpool.sheets import Chart, Series, Sheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook as XlsxWorkbook
    from xlsxwriter.chart import Chart as XlsxChart

_TYPES: dict[str, dict[str, str]] = {
    "bar": {"type": "bar"},
    "column": {"type": "column"},
    "stacked_bar": {"type": "bar", "subtype": "stacked"},
    "stacked_column": {"type": "column", "subtype": "stacked"},
    "line": {"type": "line"},
}
_HIDE_ZERO = ';-0;""'
_BELOW_EDGE_PX = 3
"""A frame on the edge of a row would leave its line on the page before."""
_MOVE_AND_SIZE = 1
"""Anchored at both corners: programs that draw columns wider keep charts as wide as the table."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A table that stands in the workbook: its real name, spec and geometry."""

    name: str
    sheet: Sheet
    layout: Layout


def draw_charts(book: XlsxWorkbook, pen: Pen, own: Drawn, tables: Mapping[str, Drawn]) -> None:
    """Draw the charts of `own`; `tables` are all tables by the name their authors gave.

    Raises KeyError for an unknown sheet and ValueError for an unknown column.
    """
    if own.layout.chart_bands:
        # A chart that ends on the edge of the table would have the next column printed.
        pen.worksheet.print_area(0, 0, max(own.layout.heights), own.layout.last_column)
    for band in own.layout.chart_bands:
        for chart, left, width in zip(band.charts, band.lefts, band.widths, strict=True):
            source = own if chart.sheet is None else tables[chart.sheet]
            native = _chart(book, chart, source)
            native.set_size({"width": width, "height": band.height})
            options = {"x_offset": left, "y_offset": _BELOW_EDGE_PX, "object_position": _MOVE_AND_SIZE}
            pen.worksheet.insert_chart(band.row, 0, native, options)
        if band.note:
            pen.across(band.note_row, 0, own.layout.last_column, band.note, styles.NOTE)


def _chart(book: XlsxWorkbook, chart: Chart, source: Drawn) -> XlsxChart:
    native = book.add_chart(_TYPES[chart.kind])
    _name_eastern_fonts(native)
    for series in chart.series:
        native.add_series(_series(chart, series, source))
    native.set_title({"name": chart.title, "overlay": False, "name_font": _font(12, bold=True)})
    flat = chart.kind in ("bar", "stacked_bar")
    values, categories = _value_axis(from_zero=chart.kind != "line"), _category_axis(reverse=flat)
    native.set_x_axis(values if flat else categories)
    native.set_y_axis(categories if flat else values)
    native.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom", "font": _font(10)})
    # No frame: programs that round widths differently would cut its right side.
    native.set_chartarea({"border": {"none": True}, "fill": {"color": "#ffffff"}})
    native.set_plotarea({"fill": {"none": True}})
    native.show_blanks_as("gap")
    return native


def _series(chart: Chart, series: Series, source: Drawn) -> dict[str, Any]:
    stacked = chart.kind.startswith("stacked")
    spec = source.sheet.columns[source.sheet.column_index(series.values)]
    pattern = number_format(spec)
    label: dict[str, Any] = {
        "value": True,
        "num_format": f"{pattern}{_HIDE_ZERO}" if stacked else pattern,
        "font": _font(10, color="#ffffff" if stacked else styles.INK),
    }
    if not stacked:
        label["position"] = "above" if chart.kind == "line" else "outside_end"
    drawn: dict[str, Any] = {
        "name": series.label,
        "categories": _reference(chart, chart.categories, source),
        "values": _reference(chart, series.values, source),
        "data_labels": label,
    }
    colour = styles.TONES[series.tone]
    if chart.kind == "line":
        return drawn | {
            "line": {"color": colour, "width": 2},
            "marker": {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"color": colour}},
        }
    return drawn | {
        "fill": {"color": colour},
        "border": {"color": "#ffffff" if stacked else colour},
        "gap": 60,
    }


def _reference(chart: Chart, key: str, source: Drawn) -> list[str | int]:
    column = source.sheet.column_index(key)
    count = len(source.layout.values)
    last = count if chart.last is None else min(chart.last, count)
    first = source.layout.first_data
    return [source.name, first + chart.first, column, first + max(last, chart.first + 1) - 1, column]


def _category_axis(*, reverse: bool) -> dict[str, Any]:
    return {
        "reverse": reverse,
        "num_font": _font(10),
        "major_tick_mark": "none",
        "line": {"color": styles.LINE},
        "major_gridlines": {"visible": False},
    }


def _value_axis(*, from_zero: bool) -> dict[str, Any]:
    """The figures stand at the marks, so the axis need not repeat them; only lines may start above 0."""
    axis: dict[str, Any] = {"visible": False, "major_gridlines": {"visible": False}}
    return axis | {"min": 0} if from_zero else axis


def _font(size: float, *, bold: bool = False, color: str = styles.INK) -> dict[str, Any]:
    return {"name": styles.BODY_FONT, "size": size, "bold": bold, "color": color}


def _name_eastern_fonts(native: XlsxChart) -> None:
    """Chinese text follows `a:ea`, which XlsxWriter does not write: add it after each `a:latin`."""
    write_latin = native._write_a_latin

    def write_both(attributes: list[tuple[str, str]]) -> None:
        write_latin(attributes)
        typeface = [(name, value) for name, value in attributes if name == "typeface"]
        native._xml_empty_tag("a:ea", typeface)

    native._write_a_latin = write_both
