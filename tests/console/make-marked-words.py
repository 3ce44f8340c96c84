#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a language in which every letter of what is translated has a mark: "Pump" is "Ƥúmƥ".

Usage: make-marked-words.py LANGUAGE.po OUT.mo
Whatever shows a plain letter then never went through gettext. Places for arguments keep
their letters; what is put there must have gone through gettext itself.
"""

import ast
import re
import struct
import sys

PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
MARKED = "áƀćďéƒǵĥíĵķĺɱńóƥɋŕśťúṽŵẋýźÁƁĆĎÉƑǴĤÍĴĶĹṀŃÓƤɊŔŚŤÚṼŴẊÝŹ"
MARK = str.maketrans(PLAIN, MARKED)
# What is no text: places of printf and strftime, of our own patterns, of markup.
KEPT = re.compile(r"(%[-+#0']*\d*(?:\.[\d*]+)?(?:hh|h|ll|l|z)?[A-Za-z%]|\{[a-z]+\}|<[^<>]*>|&[a-z]+;)")


def mark(text):
    parts = KEPT.split(text)
    return "".join(part if i % 2 else part.translate(MARK) for i, part in enumerate(parts))


def entries(lines):
    """(source with its plural, number of forms) of each entry that is in use."""
    entry, into = {}, None
    for line in [*lines, ""]:
        word, _, rest = line.partition(" ")
        if line.startswith('"') and into:
            entry[into] += ast.literal_eval(line)
        elif word.startswith("msg"):
            into = word
            entry[into] = ast.literal_eval(rest)
        elif not line.startswith("#~"):
            if "msgid" in entry:
                yield entry
            if not line or "msgid" in entry:
                entry, into = {}, None


def catalogue(path):
    words = {}
    with open(path, encoding="utf-8") as file:
        for entry in entries(file.read().splitlines()):
            source, several = entry["msgid"], entry.get("msgid_plural")
            key = entry["msgctxt"] + "\4" + source if "msgctxt" in entry else source
            if not source:
                words[key] = entry["msgstr"]
            elif several is None:
                words[key] = mark(source)
            else:
                words[key + "\0" + several] = mark(source) + "\0" + mark(several)
    return words


def write(words, path):
    """The format of gettext's .mo files: two tables of lengths and places, then the texts."""
    keys = sorted(words, key=lambda key: key.encode())
    at = 28 + 16 * len(keys)
    tables, texts = [b"", b""], b""
    for table, texts_of in enumerate((keys, [words[key] for key in keys])):
        for text in texts_of:
            data = text.encode()
            tables[table] += struct.pack("<II", len(data), at + len(texts))
            texts += data + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, at)
    with open(path, "wb") as file:
        file.write(head + tables[0] + tables[1] + texts)


if __name__ == "__main__":
    write(catalogue(sys.argv[1]), sys.argv[2])
