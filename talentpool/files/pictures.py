"""Takes a photograph in: looked at by its content, bounded, drawn anew without what the camera wrote into it.

A picture that is drawn anew holds pixels only: no place, no serial number of a camera, nothing appended
(OWASP ASVS 5.0, file handling). Pure.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from talentpool.errors import UnreadableFile
from talentpool.wording import say

MOST_BYTES = 12 * 1024 * 1024
"""Of a photograph as a telephone makes it."""
MOST_PIXELS = 120_000_000
LONGEST_SIDE = 1600
QUALITY = 80
MEDIA_TYPE = "image/jpeg"
_SIGNS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


@dataclass(frozen=True)
class Picture:
    """A photograph drawn anew: a JPEG of at most 1600 pixels a side."""

    content: bytes
    media_type: str = MEDIA_TYPE


def read_picture(data: bytes) -> Picture:
    """The photograph; UnreadableFile, in the clerk's words, for whatever is no JPEG or PNG of a usual size."""
    if len(data) > MOST_BYTES:
        raise UnreadableFile(say("照片超过%(most)sMB,请缩小后再上传", most=MOST_BYTES // 1024 // 1024))
    if not data.startswith(_SIGNS):
        raise UnreadableFile(say("照片只收JPG和PNG格式"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return Picture(_drawn_anew(data))
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        SyntaxError,
        ValueError,
    ) as broken:
        raise UnreadableFile(say("照片无法读取,可能已损坏,请另选一张")) from broken


def _drawn_anew(data: bytes) -> bytes:
    with Image.open(BytesIO(data), formats=("JPEG", "PNG")) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise UnreadableFile(say("照片的尺寸过大,请缩小后再上传"))
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        if upright.mode in ("RGBA", "LA", "PA", "P"):
            seen = upright.convert("RGBA")
            plain = Image.new("RGB", seen.size, "white")
            plain.paste(seen, mask=seen.getchannel("A"))
        else:
            plain = upright.convert("RGB")
        plain.info.clear()
        written = BytesIO()
        plain.save(written, "JPEG", quality=QUALITY)
        return written.getvalue()
