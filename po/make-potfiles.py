#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes po/POTFILES: every file with text for a person. With --check only compares.

Usage: make-potfiles.py [--check] SOURCE_ROOT
"""

import pathlib
import re
import sys

MARK = re.compile(r"\bN?_ ?\(\s*\"")


def find(root):
    files = ["po/data-strings.c"]
    files += [str(path.relative_to(root)) for path in (root / "data").glob("steady.*.in")]
    for path in (root / "src").rglob("*.c"):
        if MARK.search(path.read_text(encoding="utf-8")):
            files.append(str(path.relative_to(root)))
    for path in (root / "ui").rglob("*.ui"):
        if 'translatable="yes"' in path.read_text(encoding="utf-8"):
            files.append(str(path.relative_to(root)))
    return "".join(name + "\n" for name in sorted(files))


def main(arguments):
    check = "--check" in arguments
    roots = [argument for argument in arguments if argument != "--check"]
    if len(roots) != 1:
        print("Usage: make-potfiles.py [--check] SOURCE_ROOT", file=sys.stderr)
        return 2
    root = pathlib.Path(roots[0]).resolve()
    target = root / "po" / "POTFILES"
    text = find(root)
    if not check:
        target.write_text(text, encoding="utf-8")
        return 0
    if not target.exists() or target.read_text(encoding="utf-8") != text:
        print("po/POTFILES is not up to date: run po/make-potfiles.py .", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
