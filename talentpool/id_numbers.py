"""Citizen ID numbers (GB 11643) and telephone numbers: reading them, and the masks that hide them. Pure.

No message and no `repr` of this module holds a number: they end in logs and in lists of errors.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite, isnan
from operator import mul

from talentpool.dates import PartialDate, UnreadableDate
from talentpool.vocabulary import Sex
from talentpool.wording import Phrase, marked, phrase, said
from talentpool.writing import compact, is_empty_mark

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91".split()
)
_BIRTH_YEARS = range(1900, 2101)
_WHOLE = re.compile(r"[0-9]{17}[0-9X]")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]+")
_EXACT_BELOW = 10**15  # spreadsheets keep 15 digits of a number


class IdFault(StrEnum):
    """What is wrong with a written ID number."""

    DAMAGED = "damaged"
    MASKED = "masked"
    NOT_DIGITS = "not_digits"
    OLD_FORMAT = "old_format"
    WRONG_LENGTH = "wrong_length"
    BIRTH_DATE = "birth_date"
    CHECK_DIGIT = "check_digit"


class BadIdNumber(ValueError):
    """A written ID number that cannot be one; `reason` tells the clerk why, without the number, `phrase` whenever."""

    def __init__(self, kind: IdFault, phrase: Phrase) -> None:
        self.kind, self.phrase, self.reason = kind, phrase, said(phrase)
        super().__init__(self.reason)


_DAMAGED = marked("身份证号被表格软件存成了数字,末尾几位已丢失,请把该列设为文本格式后重新填写")


@dataclass(frozen=True, slots=True, repr=False)
class IdNumber:
    """A valid 18-character number; BadIdNumber when it is none."""

    number: str

    def __post_init__(self) -> None:
        _refuse_wrong_shape(self.number)
        _birth_date(self.number)
        if check_digit(self.number) != self.number[17]:
            if self.number.endswith("000"):
                raise BadIdNumber(IdFault.DAMAGED, phrase(_DAMAGED))
            raise BadIdNumber(IdFault.CHECK_DIGIT, phrase("身份证号的校验码(末位)不符,请核对各位数字"))

    @property
    def born_on(self) -> PartialDate:
        """The day of birth, digits 7 to 14."""
        return _birth_date(self.number)

    @property
    def sex(self) -> Sex:
        """Digit 17: odd is male."""
        return Sex.MALE if int(self.number[16]) % 2 else Sex.FEMALE

    @property
    def area(self) -> str:
        """The six digits of the county where the number was given."""
        return self.number[:6]

    @property
    def masked(self) -> str:
        """What may be shown."""
        return mask_id_number(self.number)

    def __repr__(self) -> str:
        return f"IdNumber({self.masked})"


def check_digit(number: str) -> str:
    """The check character for the first 17 digits (GB 11643: weighted sum, mod 11)."""
    total = sum(map(mul, _WEIGHTS, map(int, number)))
    return _CHECK_DIGITS[total % 11]


def read_id_number(value: object) -> IdNumber | None:
    """Read a cell; None for an empty one, BadIdNumber with its kind for what cannot be accepted.

    Lower-case x, blanks, full-width characters and a leading apostrophe are put right.
    """
    text = _cell_text(value)
    return None if is_empty_mark(text) else IdNumber(text.upper())


def area_is_unallocated(prefix: str) -> bool:
    """Whether GB/T 2260 gives the prefix to no place: no such province, or prefecture 99 (used in samples).

    Deliberately no table of counties: they change every year, and a retired code stays valid in a number.
    """
    return prefix[:2] not in _PROVINCES or prefix[2:4] == "99"


def _cell_text(value: object) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if not isfinite(value) or value != int(value) or _has_lost_digits(value):
            raise BadIdNumber(IdFault.DAMAGED, phrase(_DAMAGED))
        return str(int(value))
    text = compact(str(value))
    if _SCIENTIFIC.fullmatch(text):
        raise BadIdNumber(IdFault.DAMAGED, phrase(_DAMAGED))
    return text


def _has_lost_digits(value: int | float) -> bool:
    return value >= _EXACT_BELOW and (isinstance(value, float) or value % 1000 == 0)


def _refuse_wrong_shape(number: str) -> None:
    if _WHOLE.fullmatch(number):
        return
    if is_masked(number):
        raise BadIdNumber(IdFault.MASKED, phrase("身份证号是隐去了部分数字的号码,无法校验,请填写完整号码"))
    if not re.fullmatch(r"[0-9]*[0-9X]", number):
        raise BadIdNumber(IdFault.NOT_DIGITS, phrase("身份证号只能由数字组成,末位可以是X"))
    if len(number) == 15:
        raise BadIdNumber(
            IdFault.OLD_FORMAT, phrase("15位身份证号自2013年1月1日起停止使用,请填写18位公民身份号码")
        )
    if len(number) != 18:
        raise BadIdNumber(
            IdFault.WRONG_LENGTH, phrase("身份证号应为18位,填写的是%(count)s位", count=len(number))
        )


_NO_BIRTH = marked("身份证号第7至14位不是有效的出生日期")


def _birth_date(number: str) -> PartialDate:
    try:
        born_on = PartialDate(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except UnreadableDate as error:
        raise BadIdNumber(IdFault.BIRTH_DATE, phrase(_NO_BIRTH)) from error
    if born_on.year not in _BIRTH_YEARS:
        raise BadIdNumber(IdFault.BIRTH_DATE, phrase(_NO_BIRTH))
    return born_on


_COUNTRY_CODE = re.compile(r"(?:\+|00)86-?(?=1[0-9]{10}$|0?[1-9])|86(?=1[0-9]{10}$)")
_MOBILE = re.compile(r"1[0-9]{10}")
_LANDLINE = re.compile(r"(?:0[0-9]{2,3}-?)?[1-9][0-9]{6,7}(?:-[0-9]{1,5})?")
_NUMBER_WITHIN = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9Xx]|1[3-9][0-9]{9})(?![0-9])")
_EXTENSION = re.compile(r"(?<=[0-9]{7})-[0-9]{1,5}$")
_MASK_MARKS = re.compile(r"[*×✕●•#]|[xX]{2,}")
_ENOUGH_SHOWN = 4


def normalise_phone(value: object) -> str:
    """The number as digits (a landline keeps its hyphens); "" for an empty cell, odd text as it is."""
    if value is None or value != value:
        return ""
    if isinstance(value, float) and not isnan(value) and isfinite(value) and value == int(value):
        value = int(value)
    text = compact(str(value))
    if is_empty_mark(text):
        return ""
    text = _COUNTRY_CODE.sub("", text, count=1)
    digits = text.replace("-", "")
    return digits if _MOBILE.fullmatch(digits) else text


def is_phone(text: str) -> bool:
    """Whether a normalised text is a mobile number or a landline of the mainland."""
    return bool(_MOBILE.fullmatch(text) or _LANDLINE.fullmatch(text))


def mask_id_number(text: str) -> str:
    """First three and last four characters of an 18-character number; anything else is hidden wholly."""
    return _masked(text, 3, 4) if len(text) == 18 else "*" * len(text)


def mask_phone(text: str) -> str:
    """First three and last four characters of a number of 11 or more; of a shorter one the last two."""
    if len(text) >= 11:
        return _masked(text, 3, 4)
    return _masked(text, 0, 2) if len(text) >= 7 else "*" * len(text)


def shown_of_id_number(text: str) -> str:
    """The seven characters that the mask of an 18-character number shows; "" of anything else."""
    return text[:3] + text[-4:] if len(text) == 18 else ""


def phone_tail(text: str) -> str:
    """The last four digits of a telephone number, its extension left out; "" where there are fewer than seven."""
    digits = _EXTENSION.sub("", text).replace("-", "")
    return digits[-4:] if len(digits) >= 7 and digits.isascii() and digits.isdigit() else ""


def mask_numbers(text: str) -> str:
    """A sentence, a heading, a file's name as it may be told: ID numbers and mobile numbers in it are masked."""
    return _NUMBER_WITHIN.sub(
        lambda found: mask_id_number(found[0]) if len(found[0]) == 18 else mask_phone(found[0]), text
    )


def is_masked(text: str) -> bool:
    """Whether part of a number is hidden behind *, ＊, ×, ● or a run of x (one final x is a check digit)."""
    return _MASK_MARKS.search(compact(text)) is not None


def mask_matches(masked: str, number: str) -> bool:
    """Whether `masked` can be `number` (an ID number or a telephone number) with some characters hidden.

    Of equal length they are compared place by place; otherwise one run stands for any number of characters.
    Fewer than four visible characters tell nobody apart and match nothing.
    """
    pattern = _with_stars(masked)
    plain = compact(number).upper()
    if len(pattern.replace("*", "")) < _ENOUGH_SHOWN or "*" not in pattern:
        return False
    if len(pattern) == len(plain):
        return all(shown in ("*", real) for shown, real in zip(pattern, plain, strict=True))
    head, *_, tail = re.split(r"\*+", pattern)
    one_run = len(re.findall(r"\*+", pattern)) == 1
    return one_run and len(head + tail) < len(plain) and plain.startswith(head) and plain.endswith(tail)


def _with_stars(text: str) -> str:
    return _MASK_MARKS.sub(lambda marks: "*" * len(marks.group()), compact(text)).upper()


def _masked(text: str, head: int, tail: int) -> str:
    return text[:head] + "*" * (len(text) - head - tail) + text[len(text) - tail :]
