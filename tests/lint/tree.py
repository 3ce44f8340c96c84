# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that a lint rule looks at, and C sources taken apart just far enough."""

import functools
import os
import re
import subprocess
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing to mend: where it is and a sentence about it."""

    path: str
    line: int
    words: str

    def __str__(self):
        return "%s:%d: %s" % (self.path, self.line, self.words)


@dataclass(frozen=True)
class Function:
    """A function defined in a C file; lines count from 1, @first holds its name."""

    name: str
    first: int
    last: int
    comment: str
    body: str
    static: bool


def blank(match):
    return re.sub(r"[^\n]", " ", match.group(0))


TOKENS = re.compile(
    r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL
)


def blank_token(match):
    """Comments vanish; strings keep their quotes, so that code stays code."""
    text = match.group(0)
    if text[0] == "/":
        return blank(match)
    return text[0] + " " * (len(text) - 2) + text[-1]


class CSource:
    """A C file that clang-format has shaped: a function's name and braces stand at column 0."""

    def __init__(self, path, text):
        self.path = path
        self.text = text
        self.lines = text.split("\n")
        self.code = TOKENS.sub(blank_token, text)
        self.code_lines = self.code.split("\n")

    def includes(self):
        """(line, "<" or '"', name) of each include."""
        for number, line in enumerate(self.lines, 1):
            found = re.match(r"\s*#\s*include\s+([<\"])([^>\"]+)[>\"]", line)
            if found:
                yield number, found.group(1), found.group(2)

    def calls(self, pattern):
        """(line, name) of each call of a function whose whole name matches @pattern."""
        for found in re.finditer(r"(?<![\w.>])(%s)\s*\(" % pattern, self.code):
            yield self.code.count("\n", 0, found.start()) + 1, found.group(1)

    def comment_above(self, line):
        """The comment that ends right above @line, or nothing."""
        index = line - 2
        if index < 0 or not self.lines[index].rstrip().endswith("*/"):
            return ""
        first = index
        while first > 0 and "/*" not in self.lines[first]:
            first -= 1
        return "\n".join(self.lines[first : index + 1])

    @functools.cached_property
    def functions(self):
        found = []
        for index, line in enumerate(self.code_lines):
            if line.rstrip() == "{":
                function = self._function_at(index)
                if function:
                    found.append(function)
        return found

    def _function_at(self, brace):
        name_index = None
        top = brace - 1
        while top >= 0 and self.code_lines[top].strip():
            if re.search(r"[;}]\s*$", self.code_lines[top]) or self.code_lines[top].startswith("#"):
                break
            if re.match(r"\w+ \(", self.code_lines[top]):
                name_index = top
            top -= 1
        if name_index is None:
            return None
        last = brace
        while last < len(self.code_lines) - 1 and not self.code_lines[last].startswith("}"):
            last += 1
        return Function(
            name=self.code_lines[name_index].split(" ")[0],
            first=name_index + 1,
            last=last + 1,
            comment=self.comment_above(top + 2),
            body="\n".join(self.code_lines[brace : last + 1]),
            static="static" in " ".join(self.code_lines[top + 1 : name_index + 1]).split(),
        )

    def declared(self):
        """(line, name, comment) of the steady_ functions that a header declares without a
        body; the comment is the one over the block of declarations."""
        depth = 0
        comment = ""
        for index, line in enumerate(self.code_lines):
            if not self.lines[index].strip():
                comment = ""
            elif self.lines[index].rstrip().endswith("*/"):
                comment = self.comment_above(index + 2)
            found = re.search(r"\b(steady_\w+) \(", line)
            if depth == 0 and found and self._is_declaration(index, line):
                yield index + 1, found.group(1), comment
            depth += line.count("{") - line.count("}")

    def _is_declaration(self, index, line):
        if re.match(r"\s*(#|typedef|static inline|G_)", line):
            return False
        if self.lines[index - 1].rstrip().endswith("\\"):
            return False
        rest = "\n".join(self.code_lines[index:])
        ends = re.search(r"[;{]", rest)
        return bool(ends) and ends.group(0) == ";"


class Tree:
    """A source tree, or the few files that a test of the linter invents."""

    def __init__(self, root, files=None, build=None):
        self.root = root
        self.build = build
        self.files = sorted(self._list() if files is None else files)

    def _list(self):
        try:
            listed = subprocess.run(
                ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                cwd=self.root,
                capture_output=True,
                check=True,
            ).stdout.decode()
            names = listed.split("\0")
        except (OSError, subprocess.CalledProcessError):
            names = self._walk()
        return [name for name in names if name and os.path.isfile(os.path.join(self.root, name))]

    def _walk(self):
        """Where there is no git: everything but builds and caches."""
        for folder, folders, names in os.walk(self.root):
            folders[:] = [
                name
                for name in folders
                if not name.startswith("build") and name not in (".git", "__pycache__", ".flatpak-builder")
            ]
            for name in names:
                yield os.path.relpath(os.path.join(folder, name), self.root)

    def matching(self, pattern):
        return [path for path in self.files if re.fullmatch(pattern, path)]

    @functools.lru_cache(maxsize=None)
    def read(self, path):
        with open(os.path.join(self.root, path), encoding="utf-8", errors="replace") as file:
            return file.read()

    @functools.lru_cache(maxsize=None)
    def c(self, path):
        return CSource(path, self.read(path))

    def c_files(self, pattern=r"(src|tests)/.*\.[ch]"):
        return [self.c(path) for path in self.matching(pattern)]
