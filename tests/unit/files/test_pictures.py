"""Photographs are told by their content, bounded, and drawn anew without what the camera wrote into them."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from talentpool.errors import UnreadableFile
from talentpool.files.pictures import MOST_BYTES, read_picture

ORIENTATION, GPS, MAKE = 0x0112, 0x8825, 0x010F


def photo(
    kind: str = "JPEG", *, size: tuple[int, int] = (60, 40), mode: str = "RGB", exif: bool = False
) -> bytes:
    written = BytesIO()
    picture = Image.new(mode, size)
    options = {}
    if exif:
        told = Image.Exif()
        told[MAKE], told[ORIENTATION] = "CAMERA-SERIAL-4711", 6
        told.get_ifd(GPS)[1] = "N"
        options["exif"] = told
    picture.save(written, kind, **options)
    return written.getvalue()


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "L"), ("PNG", "RGBA"), ("PNG", "P")])
def test_a_photograph_comes_out_as_a_plain_jpeg(kind: str, mode: str) -> None:
    found = read_picture(photo(kind, mode=mode))
    assert found.media_type == "image/jpeg"
    with Image.open(BytesIO(found.content)) as drawn:
        assert (drawn.format, drawn.mode, drawn.size) == ("JPEG", "RGB", (60, 40))


def test_what_the_camera_wrote_is_gone_and_the_picture_stands_upright() -> None:
    sent = photo(exif=True)
    assert b"CAMERA-SERIAL-4711" in sent
    found = read_picture(sent)
    assert b"CAMERA-SERIAL" not in found.content
    assert b"Exif" not in found.content
    with Image.open(BytesIO(found.content)) as drawn:
        assert dict(drawn.getexif()) == {}
        assert drawn.size == (40, 60)


def test_what_is_appended_to_a_photograph_is_gone() -> None:
    assert b"<script>" not in read_picture(photo() + b"<script>alert(1)</script>").content


def test_a_large_photograph_is_made_small() -> None:
    with Image.open(BytesIO(read_picture(photo(size=(4000, 3000))).content)) as drawn:
        assert max(drawn.size) == 1600


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "WEBP"])
def test_other_kinds_are_refused(kind: str) -> None:
    with pytest.raises(UnreadableFile, match="照片只收JPG和PNG格式"):
        read_picture(photo(kind))


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"%PDF-1.7", b"MZ\x90\x00"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="照片只收JPG和PNG格式"):
        read_picture(data)


def test_too_many_bytes_and_too_many_pixels_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="照片超过12MB"):
        read_picture(b"\xff\xd8\xff" + b"\0" * MOST_BYTES)
    with pytest.raises(UnreadableFile):
        read_picture(photo("PNG", size=(20_000, 20_000), mode="1"))


@given(st.integers(1, 600))
def test_a_torn_photograph_is_refused_in_words(length: int) -> None:
    with pytest.raises(UnreadableFile, match="照片(只收JPG和PNG格式|无法读取,可能已损坏,请另选一张)"):
        read_picture(photo(size=(200, 200))[:length])
