"""The declarative base, the column types and the mixins of every table."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, DateTime, Enum, MetaData, String, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, registry

from talentpool.dates import PartialDate
from talentpool.vocabulary import Labelled

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class PartialDateType(TypeDecorator[PartialDate]):
    """A date of month or day precision, kept as its ISO prefix.

    The text sorts as the dates do: "2021-02" < "2021-02-06" < "2021-03", so that
    `started_on <= "2021-02-10"` counts a month-precise start from the first of its month.
    PostgreSQL needs the C collation for that.
    """

    impl = String(10)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        collation = "C" if dialect.name == "postgresql" else None
        return dialect.type_descriptor(String(10, collation=collation))

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, PartialDate):
            return value.iso
        return str(value.isoformat())[:10]

    def process_result_value(self, value: str | None, dialect: Dialect) -> PartialDate | None:
        return None if value is None else _read(value)


@lru_cache(maxsize=4096)
def _read(text: str) -> PartialDate:
    """Few months return on thousands of rows."""
    return PartialDate.from_iso(text)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; naive values are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Base of every table; its registry's type map keeps the annotations short."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={PartialDate: PartialDateType(), datetime: UtcDateTime()},
    )

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-1)


class Audited:
    """Marks a table whose every change enters the audit log.

    Columns that the levels of fields call sensitive enter it masked, with a keyed fingerprint;
    `quiet_columns` (search columns, versions) do not enter it at all.
    """

    quiet_columns: ClassVar[frozenset[str]] = frozenset({"version"})


class Versioned:
    """A row that two people may edit: the second gets a conflict instead of the last word."""

    version: Mapped[int] = mapped_column(default=1, server_default="1", sort_order=90)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy passes the class
        return {"version_id_col": cls.version}


def one_of(column: str, values: type[Labelled]) -> CheckConstraint:
    """A named CHECK that keeps `column` within an enumeration of the vocabulary."""
    listed = ", ".join(f"'{member.value}'" for member in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def vocabulary_column(values: type[Labelled], **options: Any) -> Any:
    """A column that keeps a member of a vocabulary by its value, without a database enum type."""
    return mapped_column(
        Enum(
            values,
            native_enum=False,
            create_constraint=False,
            length=32,
            values_callable=lambda members: [member.value for member in members],
        ),
        **options,
    )
