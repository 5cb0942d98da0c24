"""`python -m tests.checks.catalogues [--update]`: the English catalogue has no gap.

The source language of the interface is Chinese. The check extracts every text again,
compares with the kept catalogue, and compares the compiled file with its source.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from talentpool import vocabulary
from talentpool.config import ROOT
from talentpool.security.roles import ROLES

FOLDER = ROOT / "talentpool" / "translations" / "en" / "LC_MESSAGES"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "_l": None,
    "lazy_gettext": None,
    "pgettext": ((1, "c"), 2),
    "say": None,
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
        catalogue.add(label, None, [("talentpool/vocabulary.py", 1)])
    return catalogue


def vocabulary_labels() -> list[str]:
    """Labels of enumerations and roles: templates translate them by their value."""
    enumerations = [
        kind
        for kind in vars(vocabulary).values()
        if isinstance(kind, type) and issubclass(kind, vocabulary.Labelled)
    ]
    labels = [member.label for kind in enumerations for member in kind]
    return labels + [role.label for role in ROLES.values()]


def kept() -> Catalog:
    """The English catalogue as it is kept."""
    with (FOLDER / "messages.po").open("rb") as stream:
        return read_po(stream, locale="en")


def gaps() -> list[str]:
    """What is missing, fuzzy, left over or not compiled."""
    wanted, have = extracted(), kept()
    texts = {message.id for message in wanted if message.id}
    found = [
        f"not translated: {message.id}" for message in have if message.id in texts and not message.string
    ]
    found += [f"fuzzy: {message.id}" for message in have if message.id and message.fuzzy]
    found += [f"not in the catalogue: {text}" for text in sorted(map(str, texts - {m.id for m in have}))]
    found += [f"no longer used: {m.id}" for m in have if m.id and m.id not in texts]
    with (FOLDER / "messages.mo").open("rb") as stream:
        compiled = read_mo(stream)
    differing = [m.id for m in have if m.id and m.string and compiled.get(m.id) is None]
    found += [f"not compiled: {text}" for text in differing]
    return found


def update() -> None:
    """Bring the catalogue up to the texts, keep translations, compile."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / "messages.po"
    catalogue = kept() if path.exists() else Catalog(locale="en", project="talentpool", charset="utf-8")
    catalogue.update(extracted(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
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
    path.write_bytes(_without_dates(buffer.getvalue()))
    with (FOLDER / "messages.mo").open("wb") as stream:
        write_mo(stream, catalogue)


def _without_dates(text: bytes) -> bytes:
    return b"\n".join(line for line in text.split(b"\n") if b"-Date:" not in line)


def main() -> int:
    """Print the gaps; 1 if there are any."""
    if "--update" in sys.argv:
        update()
    found = gaps()
    print("\n".join(found[:50]) or f"catalogue: complete ({Path(FOLDER).parts[-2]})")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
