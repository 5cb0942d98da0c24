"""Page breaks that keep together what is read together: a unit's merged rows, charts, the foot."""

from __future__ import annotations

from talentpool.files.xlsx.layout import Layout

_SPARE = 0.95
"""Part of a page that may be filled: a page that overflows by one row is worse than a white edge."""


def page_breaks(layout: Layout) -> list[int]:
    """Rows that begin a new page.

    Blocks taller than a page are left to the program's own breaks.
    """
    scale = min(1.0, layout.page.width_px / layout.total_px)
    room = layout.page.height_pt / scale * _SPARE
    head = layout.height_of(layout.header_top, layout.header_bottom) if repeats_header(layout) else 0.0
    used = layout.height_of(0, layout.header_bottom)
    breaks: list[int] = []
    for first, last in _blocks(layout):
        height = layout.height_of(first, last)
        if used + height > room and used > head:
            breaks.append(first)
            used = head
        used = used + height if used + height <= room else (used + height) % room
    return breaks


def repeats_header(layout: Layout) -> bool:
    """Whether the header is printed on every page: not where only charts would stand under it."""
    if not layout.chart_bands:
        return True
    scale = min(1.0, layout.page.width_px / layout.total_px)
    end = layout.chart_bands[0].row - 1
    return layout.height_of(0, end) > layout.page.height_pt / scale * _SPARE


def _blocks(layout: Layout) -> list[tuple[int, int]]:
    """First and last row of what should not be parted, from the header's end to the foot."""
    runs = [run for run in layout.runs if run.column == min(r.column for r in layout.runs)]
    starts = {run.first: run.last for run in runs}
    blocks: list[tuple[int, int]] = []
    offset = 0
    while offset < len(layout.values):
        last = starts.get(offset, offset)
        blocks.append((layout.first_data + offset, layout.first_data + last))
        offset = last + 1
    if layout.total_row is not None and blocks:
        blocks[-1] = (blocks[-1][0], layout.total_row)
    blocks += [(band.row, band.note_row) for band in layout.chart_bands]
    foot = [*layout.note_rows, *([] if layout.signature_row is None else [layout.signature_row])]
    return [*blocks, (foot[0], foot[-1])] if foot else blocks
