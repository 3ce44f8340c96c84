#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the build id: the version and a hash of all C sources.

Usage: build-id.py VERSION SOURCE_FOLDER OUTPUT. The output is touched only when the id
changes, so that an unchanged tree builds nothing.
"""
import hashlib
import pathlib
import sys


def main():
    version, source, output = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    digest = hashlib.sha256()
    for path in sorted(p for p in source.rglob("*.[ch]") if p.is_file()):
        digest.update(str(path.relative_to(source)).encode() + b"\0" + path.read_bytes() + b"\0")
    text = '#define STEADY_BUILD_ID "%s-%s"\n' % (version, digest.hexdigest()[:16])
    if not output.exists() or output.read_text() != text:
        output.write_text(text)


main()
