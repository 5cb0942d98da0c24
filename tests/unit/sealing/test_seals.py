"""Sealing and opening, for whatever value: back comes what went in, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talentpool.sealing.columns import JSON, TEXT, BlindIndex, blind_hash
from talentpool.sealing.keyfile import create_key_file, key_file
from talentpool.sealing.keyring import FieldKey, Keyring
from talentpool.sealing.seals import BrokenSeal, place_of, seal, seal_many, unseal, version_of

PLACE = place_of("person", "phone")
IDS = st.integers(1, 2**63 - 1)


@pytest.fixture(scope="module")
def keyring(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    folder = tmp_path_factory.mktemp("keys")
    create_key_file(folder)
    keyring = Keyring(key_file(folder))
    keyring.add(2, b"\x07" * 32)
    return keyring


def key_of(keyring: Keyring, version: int = 1) -> FieldKey:
    key = keyring.find(version)
    assert key is not None
    return key


@settings(deadline=None)
@given(data=st.binary(max_size=400), row_id=IDS, version=st.sampled_from([1, 2]))
def test_what_is_sealed_opens(keyring: Keyring, data: bytes, row_id: int, version: int) -> None:
    sealed = seal(key_of(keyring, version), PLACE, row_id, data)
    assert version_of(sealed) == version
    assert unseal(keyring, PLACE, row_id, sealed) == data
    assert len(data) < 4 or data not in sealed


@settings(deadline=None)
@given(rows=st.lists(st.tuples(IDS, st.binary(max_size=40)), max_size=30))
def test_many_are_sealed_as_one_by_one(keyring: Keyring, rows: list[tuple[int, bytes]]) -> None:
    sealed = seal_many(key_of(keyring), PLACE, rows)
    assert [unseal(keyring, PLACE, row_id, one) for (row_id, _), one in zip(rows, sealed, strict=True)] == [
        data for _, data in rows
    ]
    assert len({one[1:13] for one in sealed}) == len(rows)


@settings(deadline=None)
@given(data=st.binary(max_size=60), row_id=IDS, place=st.integers(0), bit=st.integers(0, 7))
def test_an_altered_seal_does_not_open(
    keyring: Keyring, data: bytes, row_id: int, place: int, bit: int
) -> None:
    sealed = bytearray(seal(key_of(keyring), PLACE, row_id, data))
    sealed[place % len(sealed)] ^= 1 << bit
    with pytest.raises(BrokenSeal):
        unseal(keyring, PLACE, row_id, bytes(sealed))


@settings(deadline=None)
@given(sealed=st.binary(max_size=60))
def test_random_bytes_do_not_open(keyring: Keyring, sealed: bytes) -> None:
    with pytest.raises(BrokenSeal):
        unseal(keyring, PLACE, 1, sealed)


@settings(deadline=None)
@given(row_id=IDS, other=IDS)
def test_a_seal_opens_for_its_row_its_column_and_its_table_only(
    keyring: Keyring, row_id: int, other: int
) -> None:
    sealed = seal(key_of(keyring), PLACE, row_id, b"13812345678")
    for place, row in (
        (PLACE, other),
        (place_of("person", "id_number"), row_id),
        (place_of("account", "phone"), row_id),
        (place_of("personphone", ""), row_id),
    ):
        if (place, row) != (PLACE, row_id):
            with pytest.raises(BrokenSeal):
                unseal(keyring, place, row, sealed)


def test_the_version_of_the_key_cannot_be_passed_off_as_another(keyring: Keyring) -> None:
    sealed = seal(key_of(keyring, 1), PLACE, 1, b"13812345678")
    with pytest.raises(BrokenSeal):
        unseal(keyring, PLACE, 1, b"\x02" + sealed[1:])


@settings(deadline=None)
@given(text=st.text())
def test_texts_come_back(text: str) -> None:
    assert TEXT.read(TEXT.write(text)) == text


@settings(deadline=None)
@given(value=st.dictionaries(st.text(), st.recursive(st.none() | st.integers() | st.text(), st.lists)))
def test_previews_come_back(value: dict[str, object]) -> None:
    assert JSON.read(JSON.write(value)) == value


@settings(deadline=None)
@given(text=st.text(min_size=1), other=st.text(min_size=1))
def test_blind_indexes_agree_just_where_the_values_do(keyring: Keyring, text: str, other: str) -> None:
    index = BlindIndex("phone_fingerprint", "phone")
    key = key_of(keyring)
    assert (index.of(key, text) == index.of(key, other)) == (text == other)
    assert index.of(key, text) != index.of(key_of(keyring, 2), text)
    assert index.of(key, text) != blind_hash(key, "id_number", text)
    assert text not in str(index.of(key, text)) or len(text) < 6
    assert index.of(key, "") is None
