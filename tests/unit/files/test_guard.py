from __future__ import annotations

import io
import subprocess
import sys
import time
import tracemalloc
import zipfile

import pytest
import xlsxwriter

from talentpool.errors import UnreadableFile
from talentpool.files import guard
from tests.unit.files.hostile import WORKBOOK, compound, record, with_false_sizes, workbook_with, zipped

MEBIBYTE = 1024 * 1024
NO_LINKS = {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}


def honest_workbook() -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target)
    book.add_worksheet().write(0, 0, "姓名")
    book.close()
    return target.getvalue()


def refusal(data: bytes) -> str:
    """The sentence of a refusal that came in under a second and within 16 MiB."""
    tracemalloc.start()
    started = time.perf_counter()
    with pytest.raises(UnreadableFile) as refused:
        guard.check(data)
    seconds = time.perf_counter() - started
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert seconds < 1
    assert peak < 16 * MEBIBYTE
    return str(refused.value)


def shared_texts(content: bytes, *, claim: bytes = b"") -> bytes:
    """A workbook with these shared texts."""
    return zipped(WORKBOOK | {"xl/sharedStrings.xml": b"<sst " + claim + b">" + content + b"</sst>"})


def open_document(rows: bytes) -> bytes:
    """An ODS whose one table has these rows."""
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": b"<table:table>" + rows})


BINARY_START = record(0x0809, b"\x00\x06\x05\x00" + b"\x00" * 12)

REFUSED = {
    "an empty file": (b"", "文件是空的"),
    "a file over 20 MB": (b"a" * (20 * MEBIBYTE + 1), "超过20MB的上限"),
    "a bomb by its stated size": (workbook_with(b" " * 300 * MEBIBYTE), "压缩炸弹"),
    "a bomb that understates its size": (
        with_false_sizes(workbook_with(b'<c r="A1"/>' * 26 * MEBIBYTE)),
        "压缩炸弹",
    ),
    "a bomb by its ratio": (workbook_with(b" " * 100 * MEBIBYTE), "压缩炸弹"),
    "too many parts": (
        zipped(WORKBOOK | {f"xl/{number}.xml": b"" for number in range(6000)}),
        "部件超过5000个",
    ),
    "one cell at the end of the sheet": (
        workbook_with(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "第1048576行、第16384列",
    ),
    "the same in another spelling": (
        workbook_with(b"<x:row><x:c s='1'\n r = 'XFD1048576' ><v>1</v></x:c>"),
        "第1048576行、第16384列",
    ),
    "a long row and a long column apart": (
        workbook_with(b'<c r="A1048576"><v>1</v></c>' + b" " * MEBIBYTE + b'<c r="XFD1"><v>1</v></c>'),
        "第1048576行、第16384列",
    ),
    "cells without references in the last row": (
        workbook_with(b"<row r='1048576'>" + b"<c><v>1</v></c>" * 30),
        "第1048576行、第30列",
    ),
    "a reference hidden behind a false one": (
        workbook_with(b"""<c x=' r="A1"' r='XFD1048576'><v>1</v></c>"""),
        "第1048576行",
    ),
    "a cell that only looks empty": (
        workbook_with(b"""<c r="XFD1048576" x="/>"><v>1</v></c>"""),
        "第1048576行",
    ),
    "a cell hidden behind a bracket": (
        workbook_with(b"""<c x=">" r='XFD1048576'><v>1</v></c>"""),
        "第1048576行",
    ),
    "a cell hidden behind a long bracket": (
        workbook_with(b'<c x=">' + b" " * 3 * MEBIBYTE + b"""" r='XFD1048576'><v>1</v></c>"""),
        "结构异常",
    ),
    "a document type": (workbook_with(b"<!DOCTYPE x [<!ENTITY a 'b'>]>"), "DTD"),
    "a document type in a relationship part": (
        zipped(WORKBOOK | {"_rels/.rels": b"<?xml version='1.0'?><!DOCTYPE r>"}),
        "DTD",
    ),
    "an XML part in UTF-16": (
        workbook_with(b"") and zipped(WORKBOOK | {"xl/a.xml": "<a/>".encode("utf-16")}),
        "UTF-8",
    ),
    "links to other files": (zipped(WORKBOOK | NO_LINKS), "断开链接"),
    "a Word document": (zipped({"word/document.xml": b"<w/>"}), "Word文档(.docx)"),
    "a plain zip": (zipped({"a.txt": b"a"}), "这是压缩包"),
    "a binary workbook": (zipped({"xl/workbook.bin": b"\x00"}), ".xlsb"),
    "an OFD document": (zipped({"OFD.xml": b"<ofd/>"}), "OFD版式文件"),
    "the head of a cut workbook": (zipped(WORKBOOK)[:120], "没有传完"),
    "a workbook without its tail": (zipped(WORKBOOK)[:-30], "没有传完"),
    "an encrypted OOXML workbook": (compound({"EncryptionInfo": b"", "EncryptedPackage": b""}), "打开密码"),
    "a binary workbook with a password": (
        compound({"Workbook": BINARY_START + record(0x2F, b"\x00" * 54)}),
        "打开密码",
    ),
    "a far cell in a binary workbook": (
        compound({"Workbook": BINARY_START + record(0x0203, b"\xff\xff\xff\x00" + b"\x00" * 10)}),
        "第65536行、第256列",
    ),
    "a far cell in a part that poses as a picture": (
        zipped(WORKBOOK | {"xl/media/1.png": b"\x89PNG<worksheet><c r='XFD1048576'><v>1</v></c>"}),
        "第1048576行",
    ),
    "a count of shared texts that no reader can hold": (
        zipped(WORKBOOK | {"xl/sharedStrings.xml": b'<sst count="1" uniqueCount="4294967295"><si/></sst>'}),
        "结构异常",
    ),
    "the same count with a sign": (
        zipped(WORKBOOK | {"xl/sharedStrings.xml": b"<sst uniqueCount = '+999999999999'><si/></sst>"}),
        "结构异常",
    ),
    "a stated extent that no reader can hold": (
        compound(
            {
                "Workbook": BINARY_START
                + record(0x0200, b"\x00" * 4 + b"\xff" * 4 + b"\x00\x00\xff\xff\x00\x00")
            }
        ),
        "已损坏",
    ),
    "a stated count of texts that no reader can hold": (
        compound({"Workbook": BINARY_START + record(0x00FC, b"\xff\xff\xff\x7f" * 2)}),
        "已损坏",
    ),
    "a sheet that begins inside another record": (
        compound({"Workbook": BINARY_START + record(0x85, b"\x07\x00\x00\x00\x00\x00\x01\x00a")}),
        "已损坏",
    ),
    "an old Word document": (compound({"WordDocument": b""}), "Word文档(.doc)"),
    "a cut compound file": (compound({"Workbook": b""})[:900], "没有传完"),
    "a PDF": (b"%PDF-1.7\n", "这是PDF文件"),
    "a JPG": (b"\xff\xd8\xff\xe0", "这是JPG图片"),
    "a web page": (
        b"\xef\xbb\xbf\r\n<html xmlns:x='urn:x'><table><tr><td>1</td></tr></table></html>",
        "网页另存的表格",
    ),
    "a bare table of HTML": (b"<meta charset='utf-8'><table>", "请用WPS打开后另存为.xlsx再导入"),
    "an XML spreadsheet of 2003": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        "XML电子表格2003",
    ),
    "some other XML": (b"<?xml version='1.0'?><a/>", "这是XML文件"),
    "an endless repetition in an ODS": (
        open_document(
            b'<table:table-row table:number-rows-repeated="1048576">'
            b'<table:table-cell table:number-columns-repeated="1024"><text:p>1</text:p></table:table-cell>'
        ),
        "第1048576行、第1024列",
    ),
    "more shared texts than a reader can bear": (
        shared_texts(b"<si><t>a</t></si>" * 1_000_001),
        "超过100万条",
    ),
    "so many shared texts in another spelling": (shared_texts(b"<x:si\n/>" * 1_000_001), "超过100万条"),
    "shared texts in several parts": (
        zipped(WORKBOOK | {f"xl/{part}.xml": b"<si/>" * 600_000 for part in "ab"}),
        "超过100万条",
    ),
    "a stated count of more texts than a reader can bear": (
        shared_texts(b" " * 2 * MEBIBYTE, claim=b'uniqueCount="1000001"'),
        "超过100万条",
    ),
    "a stated count of the same in a binary workbook": (
        compound(
            {"Workbook": BINARY_START + record(0x00FC, b"\x41\x42\x0f\x00" * 2) + b"\x00" * 4 * MEBIBYTE}
        ),
        "超过100万条",
    ),
    "more empty rows than a reader can bear": (workbook_with(b"<row/>" * 500_001), "超过50万行"),
    "the same with a prefix": (workbook_with(b"<x:row\n/>" * 500_001), "超过50万行"),
    "empty rows in several sheets": (
        zipped(WORKBOOK | {f"xl/worksheets/{sheet}.xml": b"<row/>" * 300_000 for sheet in "ab"}),
        "超过50万行",
    ),
    "one filled cell far down": (
        workbook_with(b'<row r="500001"><c r="A500001"><v>1</v></c></row>'),
        "超过50万行",
    ),
    "more empty rows of an ODS": (open_document(b"<table:table-row/>" * 500_001), "超过50万行"),
    "one filled cell far down an ODS": (
        open_document(
            b'<table:table-row table:number-rows-repeated="500000"/>'
            b"<table:table-row><table:table-cell><text:p>1</text:p></table:table-cell></table:table-row>"
        ),
        "超过50万行",
    ),
    "an encrypted ODS": (
        zipped(
            {
                "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                "META-INF/manifest.xml": b"<manifest:encryption-data/>",
            }
        ),
        "打开密码",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_hostile_or_foreign_file_is_refused_at_once_with_the_reason(case: str) -> None:
    data, words = REFUSED[case]
    assert words in refusal(data)


@pytest.mark.parametrize("case", [case for case in REFUSED if case != "an empty file"])
def test_every_refusal_says_a_way_out(case: str) -> None:
    sentence = refusal(REFUSED[case][0])
    assert "请" in sentence
    assert sentence.endswith("。")


def test_formatted_but_empty_cells_far_out_are_no_reason_to_refuse() -> None:
    sheet = b'<cols><col min="1" max="16384"/></cols><row r="1048575" ht="14.2" spans="1:9"/><row r="1048576"><c r="XFD1048576" s="1"/><c r="XFC1048576" s="1"></c></row>'
    assert guard.check(workbook_with(sheet)) is guard.FileFormat.XLSX


def test_as_many_texts_and_rows_as_a_county_needs_pass() -> None:
    assert guard.check(shared_texts(b"<si/>" * 1_000_000)) is guard.FileFormat.XLSX
    filled = b'<row r="500000"><c r="A500000"><v>1</v></c></row>'
    assert guard.check(workbook_with(b"<row/>" * 499_999 + filled)) is guard.FileFormat.XLSX


@pytest.mark.parametrize(
    ("size", "told"), [(21_000_000, "20.1MB"), (20 * MEBIBYTE + 1, "20.1MB"), (25 * MEBIBYTE, "25.0MB")]
)
def test_a_file_that_is_too_large_is_never_told_to_be_of_the_size_that_is_allowed(
    size: int, told: str
) -> None:
    assert f"文件有{told},超过20MB的上限" in refusal(b"a" * size)


def test_macros_are_ignored_and_not_refused() -> None:
    assert guard.check(zipped(WORKBOOK | {"xl/vbaProject.bin": b"\x00" * 100})) is guard.FileFormat.XLSX


def test_a_zip_with_two_parts_of_one_name_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<a/>")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("xl/workbook.xml", b"<a/>")
    assert "已损坏" in refusal(target.getvalue())


def test_an_honest_workbook_passes() -> None:
    assert guard.check(honest_workbook()) is guard.FileFormat.XLSX


def test_refusing_a_bomb_does_not_raise_the_memory_of_the_process() -> None:
    script = (
        "import resource, sys\n"
        "from talentpool.errors import UnreadableFile\n"
        "from talentpool.files.reader import read_workbook\n"
        "data = sys.stdin.buffer.read()\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "try:\n    read_workbook(data, name='a.xlsx')\n"
        "except UnreadableFile:\n    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    for case in (
        "one cell at the end of the sheet",
        "a bomb that understates its size",
        "more shared texts than a reader can bear",
    ):
        child = subprocess.run(
            [sys.executable, "-c", script], input=REFUSED[case][0], capture_output=True, check=True
        )
        assert int(child.stdout) * 1024 < 32 * MEBIBYTE
