"""What a browser says of itself, in the few words by which its owner knows it. Pure."""

from __future__ import annotations

import re

_BROWSERS = (
    ("Edge", r"Edg[A-Za-z]*/(\d+)"),
    ("Firefox", r"Firefox/(\d+)"),
    ("360", r"(?:QIHU|360)\w*"),
    ("Chrome", r"(?:Headless)?Chrome/(\d+)"),
    ("Safari", r"Version/(\d+)\S* .*Safari/"),
)
_SYSTEMS = (
    ("Windows", r"Windows"),
    ("HarmonyOS", r"HarmonyOS|OpenHarmony"),
    ("Android", r"Android"),
    ("iPhone", r"iPhone|iPad"),
    ("macOS", r"Mac OS X"),
    ("Linux", r"Linux"),
)


def browser_words(agent: str) -> str:
    """“Chrome 126, Windows”; what is not known is shown as it came, shortened."""
    browser = next(
        ((name, found) for name, pattern in _BROWSERS if (found := re.search(pattern, agent))), None
    )
    system = next((name for name, pattern in _SYSTEMS if re.search(pattern, agent)), "")
    if browser is None:
        return agent[:60]
    name, found = browser
    version = found.group(1) if found.re.groups else ""
    return ", ".join(part for part in (f"{name} {version}".strip(), system) if part)
