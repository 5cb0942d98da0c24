"""`python -m tests.checks.catalogues [--update]`: the English catalogue has no gap.

The source language of the interface is Chinese. The check extracts every text again,
compares with the kept catalogue, and compares the compiled file with its source.
"""

from __future__ import annotations

import importlib
import io
import pkgutil
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

import talentpool
from talentpool import vocabulary
from talentpool.config import ROOT
from talentpool.intake import people as intake_people
from talentpool.intake import plan_posts, plan_units, seats
from talentpool.intake.fields import FIELDS
from talentpool.intake.ledgers import education, former, mentorship, pairs, reserves
from talentpool.security.roles import ROLES

FURTHER_LABELS = "学历提升 学历毕业时间 任职起止时间 补贴标准(元/月) 智囊团 培养方向 帮带记录 是否常职干部 曾用名 排序 标签 类型".split()
"""Fields that an intake changes under a name of their own."""
_PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%")
_BOILERPLATE = re.compile(rb'"(?:[\w-]+-Date|Report-Msgid-Bugs-To|Last-Translator|Language-Team):')
_CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
FOLDER = ROOT / "talentpool" / "translations" / "en" / "LC_MESSAGES"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "_l": None,
    "lazy_gettext": None,
    "pgettext": ((1, "c"), 2),
    "say": None,
    "marked": None,
    "phrase": None,
    "action": None,
    "act_on_post": None,
    "act_on_unit": None,
    "act_on_entry": None,
    "act_on_person": None,
    "daily_act": None,
    "note": None,
    "note_within": None,
}


def extracted() -> Catalog:
    """Every text of code and templates."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as stream:
        methods, options = parse_mapping_cfg(stream)
    catalogue = Catalog(project="talentpool", charset="utf-8")
    for folder in ("talentpool", "templates"):
        for name, line, message, comments, context in extract_from_dir(
            ROOT / folder,
            [(pattern.removeprefix(f"{folder}/"), method) for pattern, method in methods],
            {pattern.removeprefix(f"{folder}/"): value for pattern, value in options.items()},
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
        ):
            catalogue.add(
                message, None, [(f"{folder}/{name}", line)], auto_comments=comments, context=context
            )
    for label in vocabulary_labels():
        catalogue.add(label, None, [("talentpool/vocabulary/__init__.py", 1)])
    return catalogue


def vocabulary_labels() -> list[str]:
    """Labels of enumerations, roles and nationalities: shown through gettext by their value."""
    for module in pkgutil.walk_packages(talentpool.__path__, "talentpool."):
        importlib.import_module(module.name)
    own = [kind for kind in vocabulary.Labelled.__subclasses__() if kind.__module__.startswith("talentpool.")]
    labels = [member.label for kind in own for member in kind]
    roles = [role.label for role in ROLES.values()]
    return [*labels, *roles, *vocabulary.NATIONALITIES.values(), *intake_labels()]


def intake_labels() -> list[str]:
    """What an intake calls the fields that it reads and changes: shown by their value as well."""
    found = [field.label for field in FIELDS]
    for module in (education, former, intake_people, mentorship, pairs, plan_posts, reserves, seats):
        found += module.LABELS.values()
    return [*found, *plan_units.STATEMENT_LABELS.values(), *FURTHER_LABELS]


def kept() -> Catalog:
    """The English catalogue as it is kept."""
    with (FOLDER / "messages.po").open("rb") as stream:
        return read_po(stream, locale="en")


def gaps() -> list[str]:
    """What is missing, fuzzy, left over, not compiled, or would be shown wrongly."""
    wanted, have = extracted(), kept()
    texts = {message.id for message in wanted if message.id}
    entries = [message for message in have if message.id]
    found = [f"not translated: {m.id}" for m in entries if m.id in texts and not all(translations(m))]
    found += [f"fuzzy: {m.id}" for m in entries if m.fuzzy]
    found += [f"not in the catalogue: {text}" for text in sorted(map(str, texts - {m.id for m in entries}))]
    found += [f"no longer used: {m.id}" for m in entries if m.id not in texts]
    with (FOLDER / "messages.mo").open("rb") as stream:
        compiled = read_mo(stream)
    for message in entries:
        found += faults(message)
        made = compiled.get(message.id)
        if all(translations(message)) and (made is None or translations(made) != translations(message)):
            found.append(f"not compiled: {message.id}")
    return found


def faults(message: Message) -> list[str]:
    """Placeholders that differ from the source, and Chinese characters in the English text."""
    found = []
    source = message.id if isinstance(message.id, str) else message.id[-1]
    for text in filter(None, translations(message)):
        if sorted(_PLACEHOLDER.findall(text)) != sorted(_PLACEHOLDER.findall(source)):
            found.append(f"placeholders differ: {source} / {text}")
        if _CHINESE.search(text):
            found.append(f"Chinese characters in the English text: {text}")
    return found


def translations(message: Message) -> tuple[str, ...]:
    """The English forms of an entry: one, or singular and plural."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def update() -> None:
    """Bring the catalogue up to the texts, keep translations, compile."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / "messages.po"
    catalogue = kept() if path.exists() else Catalog(locale="en", project="talentpool", charset="utf-8")
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.fuzzy = False
    catalogue.header_comment = "# The English interface of talentpool."
    buffer = io.BytesIO()
    write_po(
        buffer,
        catalogue,
        width=0,
        sort_output=True,
        no_location=True,
        ignore_obsolete=True,
        omit_header=False,
    )
    path.write_bytes(_without_boilerplate(buffer.getvalue()))
    with (FOLDER / "messages.mo").open("wb") as stream:
        write_mo(stream, catalogue)


def _without_boilerplate(text: bytes) -> bytes:
    """Without dates, which would change at each run, and names that nobody filled in."""
    return b"\n".join(line for line in text.split(b"\n") if not _BOILERPLATE.match(line))


def main() -> int:
    """Print the gaps; 1 if there are any."""
    if "--update" in sys.argv:
        update()
    found = gaps()
    print("\n".join(found[:50]) or f"catalogue: complete ({Path(FOLDER).parts[-2]})")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
