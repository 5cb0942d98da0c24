"""The key file: made once, readable by its owner only, and never made anew over sealed data."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from talentpool.sealing.keyfile import (
    KeysUnusable,
    create_key_file,
    field_keys,
    keep_field_keys,
    key_file,
    read_key_file,
    retired_keys,
)
from talentpool.sealing.keyring import Keyring


def test_the_first_of_two_starters_makes_the_keys(tmp_path: Path) -> None:
    create_key_file(tmp_path / "new")
    kept = key_file(tmp_path / "new").read_bytes()
    create_key_file(tmp_path / "new")
    assert key_file(tmp_path / "new").read_bytes() == kept
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["keys.json"]
    assert key_file(tmp_path / "new").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_file_that_others_can_read_is_refused_with_the_way_out(tmp_path: Path, mode: int) -> None:
    create_key_file(tmp_path)
    key_file(tmp_path).chmod(mode)
    with pytest.raises(KeysUnusable, match="chmod 600"):
        read_key_file(key_file(tmp_path))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"secret_key": 1}', '{"secret_key": "xy"}'])
def test_a_damaged_file_is_refused_with_the_way_out(tmp_path: Path, text: str) -> None:
    path = key_file(tmp_path)
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(KeysUnusable, match="从备份中找回"):
        read_key_file(path)


def test_a_file_of_before_has_the_same_first_key_for_everybody(tmp_path: Path) -> None:
    create_key_file(tmp_path)
    kept = read_key_file(key_file(tmp_path))
    old = {name: kept[name] for name in ("secret_key", "fingerprint_key")}
    assert field_keys(old) == field_keys(dict(old))
    assert set(field_keys(old)) == {1}
    assert field_keys(old)[1] not in (bytes.fromhex(old["fingerprint_key"]), bytes.fromhex(old["secret_key"]))


def test_writing_field_keys_leaves_everything_else(tmp_path: Path) -> None:
    create_key_file(tmp_path)
    path = key_file(tmp_path)
    before = read_key_file(path)
    path.write_text(json.dumps(before | {"of_somebody_else": "kept"}))
    keep_field_keys(path, in_use={2: b"\x02" * 32}, retired={1: b"\x01" * 32})
    after = read_key_file(path)
    assert (field_keys(after), retired_keys(after)) == ({2: b"\x02" * 32}, {1: b"\x01" * 32})
    assert (after["of_somebody_else"], after["secret_key"]) == ("kept", before["secret_key"])
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["keys.json"]


def test_a_ring_learns_of_a_new_key_by_itself(tmp_path: Path) -> None:
    create_key_file(tmp_path)
    serving, console = Keyring(key_file(tmp_path)), Keyring(key_file(tmp_path))
    console.add(2, os.urandom(32))
    assert serving.find(2) is not None
    assert serving.find(3) is None


def test_a_key_that_stands_in_the_file_is_not_made_anew(tmp_path: Path) -> None:
    create_key_file(tmp_path)
    ring = Keyring(key_file(tmp_path))
    ring.add(2, b"\x02" * 32)
    check = ring.find(2)
    ring.add(2, b"\x03" * 32)
    assert ring.find(2) is not None
    assert check is not None
    assert ring.find(2).check == check.check  # type: ignore[union-attr]
