"""`backup …` at the console: sentences, exit codes, what is asked before anything is replaced."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from talentpool.backup.pairs import find_sealing_key
from tests.data.offices import NOON, TOWNS, NewOffice, Office


def run(office: Office, *arguments: str, typed: str = "") -> tuple[int, str]:
    """Exit code, and everything that is said."""
    result = office.app.test_cli_runner().invoke(args=["backup", *arguments], input=typed)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


@pytest.fixture
def key(office: Office, tmp_path: Path) -> Path:
    """A key made at the console."""
    path = tmp_path / "usb.json"
    code, said = run(office, "keygen", "--replace", "--out", str(path))
    assert code == 0, said
    return path


def test_a_key_is_made_once_and_never_beside_the_data(office: Office, tmp_path: Path) -> None:
    (office.folder / "backup-key.json").unlink()
    code, said = run(office, "keygen", "--out", str(office.folder / "key.json"))
    assert (code, "不能放在数据目录里" in said) == (1, True)
    assert not (office.folder / "key.json").exists()
    code, said = run(office, "keygen", "--out", str(tmp_path / "usb.json"))
    assert (code, "保存到本机以外的两个地方" in said) == (0, True)
    first = find_sealing_key(office.folder)
    assert first is not None
    assert first.fingerprint in said
    code, said = run(office, "keygen", "--out", str(tmp_path / "other.json"))
    assert (code, f"已有备份密钥(指纹 {first.fingerprint})" in said) == (1, True)
    code, said = run(office, "keygen", "--print", "--replace")
    assert json.loads(said[: said.index("}") + 1])["format"] == "talentpool backup key 1"
    second = find_sealing_key(office.folder)
    assert second is not None
    assert second.former == (first.fingerprint,)
    assert run(office, "keygen")[0] == 2


def test_a_backup_is_made_listed_and_proved(office: Office, key: Path) -> None:
    code, said = run(office, "create")
    assert (code, "已备份" in said) == (0, True)
    [path] = office.folder.glob("backups/*.tpbackup")
    code, said = run(office, "list")
    assert (code, path.name in said) == (0, True)
    code, said = run(office, "verify", str(path))
    assert (code, "文件完整。未用密钥打开" in said) == (0, True)
    code, said = run(office, "verify", str(path), "--key", str(key))
    assert (code, "全部打开并核对无误" in said) == (0, True)
    path.write_bytes(path.read_bytes()[:-1])
    code, said = run(office, "verify", str(path))
    assert (code, "备份文件已损坏或被改动" in said) == (1, True)


def test_an_empty_folder_and_a_lacking_key_are_told(office: Office) -> None:
    (office.folder / "backup-key.json").unlink()
    assert "还没有备份" in run(office, "list")[1]
    code, said = run(office, "create")
    assert (code, "还没有备份密钥" in said) == (1, True)


def test_nothing_is_restored_before_a_yes(office: Office, key: Path) -> None:
    run(office, "create")
    [path] = office.folder.glob("backups/*.tpbackup")
    office.run("UPDATE unit SET name = '改名镇' WHERE unit_type = 'township'")
    code, said = run(office, "restore", str(path), "--key", str(key), typed="n\n")
    assert (code, "将用它代替现在的数据" in said) == (1, True)
    assert office.ask(TOWNS) == ["改名镇"]
    code, said = run(office, "restore", str(path), "--key", str(key), typed="y\n")
    assert (code, "已恢复。原来的数据另存在" in said) == (0, True)
    assert "清除登记簿中的清除: 按现在的登记重新执行了0条" in said
    assert "deletions" not in said
    assert office.ask(TOWNS) == ["青禾镇"]


def test_a_wrong_key_file_is_told(office: Office, key: Path) -> None:
    run(office, "create")
    [path] = office.folder.glob("backups/*.tpbackup")
    code, said = run(office, "verify", str(path), "--key", str(path))
    assert (code, "不是备份密钥文件" in said) == (1, True)


def test_a_machine_that_lost_its_keys_takes_them_from_the_backup(
    office: Office, new_office: NewOffice
) -> None:
    """What the operator's page tells: an empty system, then the restore; the keys come with it."""
    made, before = office.backup(NOON), office.digests()
    fresh = new_office("again")
    (fresh.folder / "backup-key.json").write_bytes((office.folder / "backup-key.json").read_bytes())
    fresh.key = office.key
    fresh.restore(made.path)
    assert fresh.digests() == before
    assert (fresh.folder / "keys.json").read_bytes() == (office.folder / "keys.json").read_bytes()
