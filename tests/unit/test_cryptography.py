"""Algorithms and lengths, told apart from the code that uses them."""

from __future__ import annotations

import hmac
import json
import ssl
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from talentpool.accounts.codes import hashed_code, new_code
from talentpool.accounts.totp import PERIOD, new_secret
from talentpool.sealing.keyfile import create_key_file, field_keys, key_file, read_key_file
from talentpool.sealing.keyring import Keyring
from talentpool.sealing.seals import place_of, seal
from talentpool.web.certificates import make_certificate
from talentpool.web.server import tls_context

PLACE = place_of("person", "phone")


def test_a_seal_is_aes_256_gcm_over_table_column_row_and_version(tmp_path: Path) -> None:
    create_key_file(tmp_path)
    [(version, secret)] = field_keys(read_key_file(key_file(tmp_path))).items()
    key = Keyring(key_file(tmp_path)).find(version)
    assert key is not None
    sealed = seal(key, PLACE, 42, b"13800001234")
    assert (sealed[0], len(sealed)) == (version, 1 + 12 + 11 + 16)
    assert (
        AESGCM(hmac.digest(secret, b"seal", "sha256")).decrypt(
            sealed[1:13], sealed[13:], bytes((version,)) + b"\0person\0phone\x0042"
        )
        == b"13800001234"
    )
    assert len(secret) == 32


def test_every_key_of_an_installation_has_256_bits_and_none_is_another(tmp_path: Path) -> None:
    drawn = []
    for name in ("one", "two"):
        create_key_file(tmp_path / name)
        kept = json.loads(key_file(tmp_path / name).read_text(encoding="ascii"))
        field = kept.pop("field_keys")
        drawn += [bytes.fromhex(key) for key in (*kept.values(), *field.values())]
    assert len(drawn) == 8
    assert {len(key) for key in drawn} == {32}
    assert len(set(drawn)) == 8


def test_codes_that_are_typed_once_have_120_bits() -> None:
    codes = [new_code() for _number in range(200)]
    assert len(set(codes)) == 200
    assert {len(code.replace("-", "")) for code in codes} == {24}
    signs = set("".join(codes)) - {"-"}
    assert len(signs) == 32
    assert not signs & set("OILU")
    assert hashed_code(codes[0].lower().replace("-", " ")) == hashed_code(codes[0])
    assert len(hashed_code(codes[0])) == 64


def test_the_secret_of_an_authenticator_has_160_bits_and_a_step_thirty_seconds() -> None:
    assert len(new_secret()) == 20
    assert PERIOD == 30


def test_a_certificate_of_ones_own_is_of_an_approved_curve(tmp_path: Path) -> None:
    pem, key = make_certificate(("talentpool.lan",), at=datetime.now(UTC))
    certificate = x509.load_pem_x509_certificate(pem)
    public = certificate.public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    assert public.curve.name == "secp256r1"
    assert certificate.signature_hash_algorithm is not None
    assert certificate.signature_hash_algorithm.name == "sha256"
    assert b"PRIVATE KEY" in key


def test_tls_speaks_only_ciphers_with_forward_secrecy_that_prove_what_they_carry(tmp_path: Path) -> None:
    pem, key = make_certificate(("localhost",), at=datetime.now(UTC))
    (tmp_path / "certificate.pem").write_bytes(pem)
    (tmp_path / "key.pem").write_bytes(key)
    context = tls_context(tmp_path / "certificate.pem", tmp_path / "key.pem")
    ciphers = context.get_ciphers()
    assert ciphers
    for cipher in ciphers:
        name = cipher["name"]
        assert cipher["aead"], name
        assert name.startswith(("ECDHE-", "TLS_")), name
        assert cipher["strength_bits"] >= 128, name
    assert context.options & ssl.OP_CIPHER_SERVER_PREFERENCE
