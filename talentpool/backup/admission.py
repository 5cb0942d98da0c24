"""Everything that is asked before a restore touches anything; each refusal says the way out."""

from __future__ import annotations

from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from talentpool.backup import places
from talentpool.backup.pairs import OpeningKey, find_sealing_key
from talentpool.backup.sealing import Foreign, Header, Newer, read_header
from talentpool.backup.services import Checked, verify_backup
from talentpool.config import ROOT
from talentpool.errors import UnreadableFile
from talentpool.extensions import db, only_reads
from talentpool.models import Account
from talentpool.wording import say


def check_restorable(path: Path, key: OpeningKey, *, foreign_too: bool) -> Checked:
    """Everything that is asked before anything is touched; refusals say the way out."""
    header = read_header(path)
    _must_be_known(header)
    _must_be_of_engine(header)
    if not foreign_too:
        _must_be_own(header)
    return verify_backup(path, key=key)


def _must_be_known(header: Header) -> None:
    known = {script.revision for script in ScriptDirectory(str(ROOT / "migrations")).walk_revisions()}
    if header.revision not in known:
        raise Newer(
            say(
                "此备份由更新版本的系统制作(版本%(version)s,数据结构%(revision)s),请先升级本系统再恢复",
                version=header.version,
                revision=header.revision,
            )
        )


def _must_be_of_engine(header: Header) -> None:
    own = places.engine_name()
    if header.engine != own:
        labels = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
        raise UnreadableFile(
            say(
                "此备份取自%(theirs)s,本系统使用%(own)s,不能恢复。请在使用%(theirs)s的系统上恢复",
                theirs=labels.get(header.engine, header.engine),
                own=labels.get(own, own),
            )
        )


def _must_be_own(header: Header) -> None:
    key = find_sealing_key(places.instance())
    strange = header.installation != key.installation if key else _is_in_use()
    if strange:
        raise Foreign(
            say(
                "此备份来自另一套系统(编号%(theirs)s),本系统中已有数据,没有恢复。"
                "确需用它代替本系统的数据时,请加 --foreign",
                theirs=header.installation,
            )
        )


def _is_in_use() -> bool:
    """Whether anybody has an account here; a database that cannot be read is none to protect."""
    try:
        with only_reads():
            return bool(db.session.scalar(select(func.count(Account.id))))
    except SQLAlchemyError:
        return False
    finally:
        db.session.rollback()
