#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lists the texts of data/*.json that a person reads, as C that xgettext understands.

Usage: extract-data.py [--check] SOURCE_ROOT
Writes po/data-strings.c; with --check it only says whether that file is up to date.
"""

import json
import pathlib
import re
import sys

# Which members hold text for a person, by folder.
TEXTS = {
    "alarms": {"title", "what", "first", "did", "causes"},
    "scenarios": {
        "title", "shown_as", "story", "note", "text", "says", "replies", "hints", "points"
    },
    "training": {"label", "title", "what"},
    "starts": {"diagnosis"},
    "checklists": {"title", "when", "never", "group", "text", "label", "choices"},
    "drugs": {"name"},
    "perfusion": {"name"},
    "quality": {"title"},
}

HEAD = """/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made by po/extract-data.py from the texts in data/. Never compiled. */
/* clang-format off */
"""


def collect(node, keys, found):
    """Adds all strings below members named in keys, in the order of the file."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key in keys and isinstance(value, str):
                found.append(value)
            elif key in keys and isinstance(value, list):
                found.extend(item for item in value if isinstance(item, str))
            else:
                collect(value, keys, found)
    elif isinstance(node, list):
        for item in node:
            collect(item, keys, found)


# What src/console/steady-source-words.c says by itself.
REFERENCE = re.compile(
    r"(practice sheet|safety rul(?:e|ing)s?|physiology notes|engineering rule|architecture)"
    r"( (row|rule|and|[S.\d]+))+"
)


def remarks(source):
    """What a source says beside its references and its marks in brackets."""
    for part in re.split("; |: ", source):
        part = re.sub(r"^\[[^]]*\] | ?\[[^]]*\]$", "", part)
        if re.search("[a-z]{2}", part) and not REFERENCE.fullmatch(part):
            yield part


def sources(node, found, key=""):
    """Adds the remarks of the sources that are shown: of limits, and of what is expected."""
    if isinstance(node, dict):
        shown = ("value" in node and key in ("limit", "percent")) or key == "expected"
        if shown and isinstance(node.get("source"), str):
            found.extend(remarks(node["source"]))
        for inner, value in node.items():
            sources(value, found, inner)
    elif isinstance(node, list):
        for item in node:
            sources(item, found, key)


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def marked(text):
    """A percent sign in a sentence is no place for a number."""
    note = "/* xgettext:no-c-format */ " if "%" in text else ""
    return f"{note}N_ ({quote(text)})\n"


def extract(root):
    seen = set()
    lines = [HEAD]
    for folder, keys in TEXTS.items():
        for path in sorted((root / "data" / folder).glob("*.json")):
            found = []
            content = json.loads(path.read_text(encoding="utf-8"))
            collect(content, keys, found)
            sources(content, found)
            new = [text for text in dict.fromkeys(found) if text and text not in seen]
            seen.update(new)
            if new:
                lines.append(f"/* data/{folder}/{path.name} */\n")
            lines.extend(marked(text) for text in new)
    return "".join(lines)


def main(arguments):
    check = "--check" in arguments
    roots = [argument for argument in arguments if argument != "--check"]
    if len(roots) != 1:
        print("Usage: extract-data.py [--check] SOURCE_ROOT", file=sys.stderr)
        return 2
    root = pathlib.Path(roots[0])
    target = root / "po" / "data-strings.c"
    text = extract(root)
    if not check:
        target.write_text(text, encoding="utf-8")
        return 0
    if not target.exists() or target.read_text(encoding="utf-8") != text:
        print("po/data-strings.c is not up to date: run po/extract-data.py .", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
