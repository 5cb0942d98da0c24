"""The envelope: what was sealed opens again, and nothing that was touched does."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from talentpool.backup.files import whole_file
from talentpool.backup.pairs import (
    OpeningKey,
    SealingKey,
    find_sealing_key,
    keep_sealing_key,
    make_pair,
    read_opening_key,
    write_opening_key,
)
from talentpool.backup.parts import PIECE, Manifest, PartsWriter, read_parts
from talentpool.backup.sealing import (
    CHUNK,
    MAGIC,
    Foreign,
    Header,
    Newer,
    Sealer,
    check_outside,
    fresh_key,
    fresh_text,
    open_sealed,
    read_header,
)
from talentpool.errors import RuleBroken, UnreadableFile

NOON = "2023-06-30T04:00:00+00:00"
SEALING, OPENING = make_pair(made_at=NOON)
per_example = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def seal(path: Path, content: bytes, *, key: SealingKey = SEALING, pieces: int = 100_000) -> Header:
    """A file that holds `content`, written in pieces."""
    fresh = fresh_key()
    header = Header("0.1.0", "0001", "sqlite", NOON, key.installation, key.fingerprint, fresh_text(fresh))
    with path.open("wb") as stream:
        sealer = Sealer(stream, header, key, fresh)
        for start in range(0, len(content), pieces):
            sealer.write(content[start : start + pieces])
        sealer.close()
    return header


def opened(path: Path, key: OpeningKey = OPENING) -> bytes:
    return b"".join(open_sealed(path, key))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_was_sealed_opens_again(size: int, tmp_path: Path) -> None:
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    header = seal(tmp_path / "b", content)
    assert opened(tmp_path / "b") == content
    assert read_header(tmp_path / "b") == header
    assert len(check_outside(tmp_path / "b", binding=SEALING.binding)) == 64


def test_the_same_content_is_never_sealed_to_the_same_bytes(tmp_path: Path) -> None:
    seal(tmp_path / "a", b"content")
    seal(tmp_path / "b", b"content")
    assert (tmp_path / "a").read_bytes()[-60:] != (tmp_path / "b").read_bytes()[-60:]


@given(st.data())
@per_example
def test_no_changed_or_cut_or_lengthened_file_is_taken(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "b"
    seal(path, b"0123456789" * 40, pieces=64)
    raw = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(raw) - 1))
    match data.draw(st.sampled_from(["change", "cut", "lengthen", "lose", "double"])):
        case "change":
            raw[place] ^= data.draw(st.integers(1, 255))
        case "cut":
            del raw[place:]
        case "lengthen":
            raw += b"\0" * (place + 1)
        case "lose":
            del raw[place]
        case _:
            raw[place:place] = raw[place : place + 1]
    path.write_bytes(raw)
    with pytest.raises(UnreadableFile):
        check_outside(path, binding=SEALING.binding)
    if bytes(raw[:-64]) != b"" and place < len(raw) - 64:
        with pytest.raises(UnreadableFile):
            opened(path)


def test_chunks_may_neither_change_places_nor_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "b"
    seal(path, bytes(3 * CHUNK))
    raw = path.read_bytes()
    start = raw.index(b"}") + 1
    step = 4 + CHUNK + 16
    first, second = raw[start : start + step], raw[start + step : start + 2 * step]
    for forged in (raw.replace(first + second, second + first), raw.replace(second, b"")):
        path.write_bytes(forged)
        with pytest.raises(UnreadableFile, match="已损坏或被改动"):
            opened(path)


def test_another_key_is_told_by_its_fingerprint(tmp_path: Path) -> None:
    seal(tmp_path / "b", b"content")
    _, other = make_pair(made_at=NOON)
    with pytest.raises(Foreign, match=f"备份用的是密钥 {SEALING.fingerprint},给出的是 {other.fingerprint}"):
        opened(tmp_path / "b", other)


def test_a_backup_forged_from_what_a_backup_shows_is_not_taken(tmp_path: Path) -> None:
    """Who knows the public key but not the binding secret can make no backup of this office."""
    forger = replace(SEALING, binding="00" * 32)
    seal(tmp_path / "b", b"forged", key=forger)
    with pytest.raises(UnreadableFile, match="已损坏或被改动"):
        opened(tmp_path / "b")
    with pytest.raises(Foreign, match="不是用本系统的备份密钥制作的"):
        check_outside(tmp_path / "b", binding=SEALING.binding)


def test_a_later_format_and_another_kind_of_file_are_told(tmp_path: Path) -> None:
    path = tmp_path / "b"
    path.write_bytes(MAGIC + (2).to_bytes(2, "big"))
    with pytest.raises(Newer, match="请先升级本系统"):
        read_header(path)
    path.write_bytes(b"PK\x03\x04 a workbook")
    with pytest.raises(UnreadableFile, match="这不是本系统的备份文件"):
        read_header(path)
    with pytest.raises(UnreadableFile, match="读不到备份文件"):
        read_header(tmp_path / "none")


def test_both_halves_are_kept_and_read_again_by_their_owner_only(tmp_path: Path) -> None:
    keep_sealing_key(tmp_path, SEALING)
    write_opening_key(tmp_path / "key", OPENING)
    assert find_sealing_key(tmp_path) == SEALING
    assert read_opening_key(tmp_path / "key") == OPENING
    assert OPENING.fingerprint == SEALING.fingerprint
    assert OPENING.private not in (tmp_path / "backup-key.json").read_text()
    for name in ("backup-key.json", "key"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_a_key_that_stands_is_never_overwritten_and_a_wrong_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("{}")
    with pytest.raises(RuleBroken, match="请换一个文件名"):
        write_opening_key(tmp_path / "key", OPENING)
    with pytest.raises(RuleBroken, match="不是备份密钥文件"):
        read_opening_key(tmp_path / "key")
    (tmp_path / "key").write_bytes(b"\xff\xfe")
    with pytest.raises(RuleBroken, match="不是备份密钥文件"):
        read_opening_key(tmp_path / "key")
    with pytest.raises(RuleBroken, match="读不到备份密钥文件"):
        read_opening_key(tmp_path / "none")


def test_a_new_key_remembers_the_one_before_and_the_installation() -> None:
    fresh, _ = make_pair(made_at=NOON, before=SEALING)
    assert fresh.installation == SEALING.installation
    assert fresh.former == (SEALING.fingerprint,)
    assert fresh.fingerprint != SEALING.fingerprint


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"old")

    def fail() -> None:
        with whole_file(tmp_path / "f") as stream:
            stream.write(b"half")
            raise OSError("full")

    with pytest.raises(OSError, match="full"):
        fail()
    assert [path.name for path in tmp_path.iterdir()] == ["f"]
    assert (tmp_path / "f").read_bytes() == b"old"


def manifest() -> Manifest:
    return Manifest("0.1.0", "0001", "sqlite", NOON, "a1", {})


def packed(parts: dict[str, list[bytes]], known: Manifest | None = None) -> bytes:
    """Parts as they are written; `known` instead of what was counted."""
    found: list[bytes] = []
    writer = PartsWriter(found.append)
    for name, pieces in parts.items():
        with writer.part(name) as write:
            for piece in pieces:
                write(piece)
    writer.end(known or replace(manifest(), parts=tuple(writer.parts)))
    return b"".join(found)


def unpacked(raw: bytes, step: int) -> tuple[dict[str, bytes], Manifest]:
    """The same back, handed in by pieces of `step` bytes."""
    found: dict[str, bytearray] = {}

    def receive(name: str) -> tuple[object, object]:
        found[name] = bytearray()
        return found[name].extend, lambda: None

    told = read_parts((raw[start : start + step] for start in range(0, len(raw), step)), receive)  # type: ignore[arg-type]
    return {name: bytes(content) for name, content in found.items()}, told


@given(
    st.dictionaries(st.text("abc/", min_size=1), st.lists(st.binary(max_size=2000), max_size=4)),
    st.integers(1, 999),
)
@per_example
def test_parts_come_back_however_they_are_cut(parts: dict[str, list[bytes]], step: int) -> None:
    found, told = unpacked(packed(parts), step)
    assert found == {name: b"".join(pieces) for name, pieces in parts.items()}
    assert [part.name for part in told.parts] == list(parts)


def test_a_part_that_packs_very_well_is_unpacked_piece_by_piece() -> None:
    raw = packed({"zeros": [bytes(40 * PIECE)]})
    assert len(raw) < PIECE
    longest = 0

    def receive(_name: str) -> tuple[object, object]:
        def note(data: bytes) -> None:
            nonlocal longest
            longest = max(longest, len(data))

        return note, lambda: None

    read_parts([raw], receive)  # type: ignore[arg-type]
    assert longest == PIECE


def test_parts_that_disagree_with_the_manifest_are_not_taken() -> None:
    for raw in (packed({"a": [b"1"]}, manifest()), packed({"a": [b"1"]})[:-3], packed({}) + b"more"):
        with pytest.raises(UnreadableFile, match="已损坏或被改动"):
            unpacked(raw, 50)
