"""Sealed columns: bytes in the database, plain values in Python, opened when somebody reads them.

    phone_sealed: Mapped[bytes | None] = sealed_column("phone")
    phone = Sealed(TEXT, indexes=(BlindIndex("phone_fingerprint", "phone"),))
    phone_fingerprint: Mapped[str | None] = mapped_column(String(64))

That is all a table declares: assigning `person.phone` seals it when the row is flushed and fills the
blind indexes, reading it opens it. Statements name `phone_sealed` (is it there?) or an index (is it
this one?); whole rows read past the session hold `SealedValue`s once they are `lifted`.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, Generic, Self, TypeVar, overload

from sqlalchemy import LargeBinary, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import mapped_column

from talentpool.sealing.keyring import FieldKey, current_keyring
from talentpool.sealing.seals import SHORTEST, BrokenSeal, place_of, seal, unseal

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)
WAITING = b"\0"
"""Stands in the mapped attribute until the flush seals what was assigned; no database takes it."""
_ASSIGNED = "_talentpool_assigned"
_OPENED = "_talentpool_opened"


class SealedType(TypeDecorator[bytes]):
    """Takes sealed bytes only: a plain value that strays here is refused, not written."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        if type(value) is SealedValue:
            return value.data
        if isinstance(value, bytes) and len(value) >= SHORTEST:
            return value
        raise TypeError("a sealed column takes sealed bytes only")

    def process_result_value(self, value: Any, dialect: Dialect) -> bytes | None:
        return None if value is None else bytes(value)


def sealed_column(name: str, **options: Any) -> Any:
    """The column `name` of sealed bytes; the mapped attribute is called `<name>_sealed`."""
    return mapped_column(name, SealedType(), nullable=True, **options)


@dataclass(frozen=True)
class Codec(Generic[T]):
    """How a value becomes bytes and back; `compares`: whether assigning an equal value changes nothing."""

    kind: type[T]
    write: Callable[[T], bytes]
    read: Callable[[bytes], T]
    compares: bool


TEXT: Codec[str] = Codec(str, lambda text: text.encode(), lambda data: data.decode(), compares=True)
BYTES: Codec[bytes] = Codec(bytes, bytes, bytes, compares=False)
JSON: Codec[dict[str, Any]] = Codec(
    dict,
    lambda value: json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(),
    json.loads,
    compares=False,
)


def choice(values: type[Choice]) -> Codec[Choice]:
    """Members of a vocabulary, kept by their values."""
    return Codec(
        values, lambda member: str(member.value).encode(), lambda data: values(data.decode()), compares=True
    )


@dataclass(frozen=True)
class BlindIndex:
    """A column by which a sealed text is found without being opened: a keyed hash of `part` of it.

    `kind` keeps the hashes of different parts apart. No part, no hash.
    """

    column: str
    kind: str
    part: Callable[[str], str] = str

    def of(self, key: FieldKey, text: str | None) -> str | None:
        """What stands in the column for `text`."""
        part = self.part(text) if text else ""
        return blind_hash(key, self.kind, part) if part else None


def blind_hash(key: FieldKey, kind: str, part: str) -> str:
    """HMAC-SHA256 in hexadecimal, 64 characters."""
    return hmac.digest(key.index_key, f"{kind}:{part}".encode(), "sha256").hex()


class Sealed(Generic[T]):
    """The plain side of a sealed column, on a mapped class beside `<name>_sealed`."""

    def __init__(
        self, codec: Codec[T], *, indexes: Iterable[BlindIndex] = (), longest: int | None = None
    ) -> None:
        self.codec, self.indexes, self.longest = codec, tuple(indexes), longest

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self.owner, self.name, self.attribute = owner, name, f"{name}_sealed"
        _declared.append(self)

    @property
    def table(self) -> str:
        """The table that has the column."""
        return str(self.owner.__tablename__)

    @property
    def place(self) -> bytes:
        """The column as a seal tells it."""
        return place_of(self.table, self.name)

    @overload
    def __get__(self, instance: None, owner: type[Any]) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type[Any]) -> T | None: ...
    def __get__(self, instance: Any, owner: type[Any]) -> Any:
        if instance is None:
            return self
        sealed = getattr(instance, self.attribute)
        if sealed is None:
            return None
        if sealed == WAITING:
            return instance.__dict__[_ASSIGNED][self.name]
        opened = instance.__dict__.setdefault(_OPENED, {})
        known = opened.get(self.name)
        if known is None or known[0] != sealed:
            known = opened[self.name] = (sealed, self.open(instance.id, sealed))
        return known[1]

    def __set__(self, instance: Any, value: T | None) -> None:
        if value is not None and self.longest is not None and len(value) > self.longest:  # type: ignore[arg-type]
            raise ValueError(f"{self.table}.{self.name} takes {self.longest} characters at most")
        if value is not None and self._holds(instance, value):
            return
        instance.__dict__.setdefault(_ASSIGNED, {})[self.name] = value
        setattr(instance, self.attribute, None if value is None else WAITING)

    def _holds(self, instance: Any, value: T) -> bool:
        """Whether a row holds just that already; what does not open may be written over."""
        if not self.codec.compares or instance.id is None:
            return False
        try:
            return bool(self.__get__(instance, self.owner) == value)
        except BrokenSeal:
            return False

    def open(self, row_id: int, sealed: bytes) -> T:
        """The plain value of a row; BrokenSeal when it is not its own."""
        return self.codec.read(unseal(current_keyring(), self.place, row_id, sealed))

    def seal(self, key: FieldKey, row_id: int, value: T) -> bytes:
        """The sealed bytes of a row."""
        return seal(key, self.place, row_id, self.codec.write(value))


class SealedValue:
    """A value of a sealed column on its way: its bytes, whose they are, and the plain value on demand.

    Equal when the plain values are. Neither `str` nor `repr` tells it.
    """

    __slots__ = ("_value", "data", "field", "row_id")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, field: Sealed[Any], row_id: int, data: bytes, value: Any = None) -> None:
        self.field, self.row_id, self.data, self._value = field, row_id, data, value

    @property
    def value(self) -> Any:
        """The plain value."""
        if self._value is None:
            self._value = self.field.open(self.row_id, self.data)
        return self._value

    def __eq__(self, other: object) -> bool:
        if isinstance(other, SealedValue):
            return self.data == other.data or bool(self.value == other.value)
        if not isinstance(other, self.field.codec.kind):
            return NotImplemented
        if other == "":
            return len(self.data) == SHORTEST
        return bool(self.value == other)

    def __repr__(self) -> str:
        return f"<{self.field.table}.{self.field.name} sealed>"


_declared: list[Sealed[Any]] = []


def sealed_of(table: str) -> Mapping[str, Sealed[Any]]:
    """Column → its plain side, of one table; empty where nothing is sealed."""
    found: Mapping[str, Sealed[Any]] = _by_table(len(_declared)).get(table, _NONE)
    return found


def sealed_tables() -> Mapping[str, Mapping[str, Sealed[Any]]]:
    """Table → column → its plain side."""
    return _by_table(len(_declared))


_NONE: dict[str, Sealed[Any]] = {}


@lru_cache(maxsize=1)
def _by_table(_count: int) -> dict[str, dict[str, Sealed[Any]]]:
    found: dict[str, dict[str, Sealed[Any]]] = {}
    for field in _declared:
        found.setdefault(field.table, {})[field.name] = field
    return found


def lifted(table: str, row_id: int, row: dict[str, Any]) -> dict[str, Any]:
    """A row as the database gave it, its sealed bytes as `SealedValue`s; changed in place."""
    for name, field in sealed_of(table).items():
        data = row.get(name)
        if type(data) is bytes:
            row[name] = SealedValue(field, row_id, data)
    return row


def plain(value: Any) -> Any:
    """The plain value of a `SealedValue`; anything else as it is."""
    return value.value if isinstance(value, SealedValue) else value


def index_columns(table: str) -> frozenset[str]:
    """The blind indexes of a table: they follow from its sealed columns."""
    return frozenset(index.column for field in sealed_of(table).values() for index in field.indexes)


def index_values(key: FieldKey, field: Sealed[Any], value: Any) -> dict[str, str | None]:
    """What stands in the blind indexes of a field whose plain value is `value`."""
    return {index.column: index.of(key, value) for index in field.indexes}


def assigned(instance: Any) -> dict[str, Any]:
    """Column → plain value, of what was assigned and is not sealed yet; None where it was cleared."""
    return {
        name: value
        for name, value in instance.__dict__.get(_ASSIGNED, {}).items()
        if instance.__dict__.get(f"{name}_sealed", b"") == (None if value is None else WAITING)
    }


def was_sealed(instance: Any) -> None:
    """Nothing waits any more."""
    instance.__dict__.pop(_ASSIGNED, None)
