# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules about C sources."""

import json
import os
import re
import shutil
import subprocess

from tree import Finding

HERE = os.path.dirname(os.path.abspath(__file__))

LONGEST_FUNCTION = 120
LONGEST_FILE = 900
DEEPEST_NESTING = 4
FORMATTER_VERSION = "14"

# Modules whose public functions each say on which thread they run.
SAY_THREAD = ("base", "measure", "alarm", "casefile", "link", "sound")


class Skip(Exception):
    """Why a rule cannot be judged on this machine."""


def load(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return json.load(file)


def module_of(path):
    parts = path.split("/")
    return parts[1] if parts[0] == "src" and len(parts) > 2 else None


def library_of(table, header):
    for library, pattern in table["library_headers"].items():
        if re.fullmatch(pattern, header):
            return library
    return None


def judge_own(table, module, name, more=()):
    """Why @module may not include "name", or nothing; @more: what its file may besides."""
    other = name.split("/")[0]
    if other == module or any(re.fullmatch(pattern, name) for pattern in table["generated"]):
        return None
    if "/" not in name or other not in table["modules"]:
        return 'names no module; write "module/steady-x.h"'
    if other not in table["modules"][module]["may_include"] and other not in more:
        return "%s may not include %s (src/README.md)" % (module, other)
    return None


def judge_foreign(table, module, name):
    """Why @module may not include <name>, or nothing."""
    library = library_of(table, name)
    if library:
        if library not in table["modules"][module]["libraries"]:
            return "%s may not use %s (src/README.md)" % (module, library)
        return None
    if not any(re.fullmatch(pattern, name) for pattern in table["system_headers"]):
        return "<%s> belongs to no library in tests/lint/includes.json" % name
    return None


def includes(tree):
    """each module includes only the modules and libraries it may"""
    table = load("includes.json")
    for source in tree.c_files(r"src/.*\.[ch]"):
        module = module_of(source.path)
        if module is None:
            continue
        if module not in table["modules"]:
            yield Finding(source.path, 1, "module %s is not in tests/lint/includes.json" % module)
            continue
        # the file of a program stands above the modules that the program is linked with
        more = table.get("programs", {}).get(source.path, ())
        for line, kind, name in source.includes():
            why = judge_own(table, module, name, more) if kind == '"' else judge_foreign(table, module, name)
            if why:
                yield Finding(source.path, line, why)


def build_files(tree):
    """each module is linked only with the modules and libraries it may use"""
    table = load("includes.json")
    for path in tree.matching(r"src/[a-z]+/meson\.build"):
        module = module_of(path)
        rules = table["modules"].get(module)
        if rules is None:
            continue
        for number, line in enumerate(tree.read(path).split("\n"), 1):
            for name in re.findall(r"\b(\w+)_dep\b", re.sub(r"#.*", "", line)):
                library = table["library_dependencies"].get(name + "_dep")
                if library and library not in rules["libraries"]:
                    yield Finding(path, number, "%s may not use %s" % (module, library))
                elif name in table["modules"] and name not in rules["may_include"] + [module]:
                    yield Finding(path, number, "%s may not use module %s" % (module, name))


def blocked_calls(tree):
    """nobody calls what is blocked: clocks, stdout, unbounded copies, locale numbers"""
    table = load("calls.json")
    for rule in table["blocked"]:
        exempt = table["programs"] if rule.get("but_programs") else rule["but"]
        for source in tree.c_files():
            if not re.fullmatch(rule["in"], source.path):
                continue
            if any(re.fullmatch(pattern, source.path) for pattern in exempt):
                continue
            for line, name in source.calls(rule["names"]):
                yield Finding(source.path, line, "%s () %s" % (name, rule["why"]))


def stdout_streams(tree):
    """libraries do not write to the stream stdout either"""
    programs = load("calls.json")["programs"]
    for source in tree.c_files(r"src/.*\.[ch]"):
        if any(re.fullmatch(pattern, source.path) for pattern in programs):
            continue
        for number, line in enumerate(source.code_lines, 1):
            if re.search(r"\bstdout\b|\bSTDOUT_FILENO\b", line):
                yield Finding(source.path, number, "only programs write to stdout")


def goto_statements(tree):
    """nothing jumps"""
    for source in tree.c_files():
        for number, line in enumerate(source.code_lines, 1):
            if re.search(r"\bgoto\b", line):
                yield Finding(source.path, number, "goto; split the function or use g_autoptr")


def site_units(tree):
    """what people read is in the unit of the site; whoever uses the channel's says why"""
    for source in tree.c_files(r"src/(console|widgets|training|review|records|ecmo|print|quality)/.*\.c"):
        infos = set(re.findall(r"\bSteady(?:Channel|CaseChannel)(?:Info)?\s*\*?\s*(\w+)", source.code))
        names = "|".join(sorted(infos | {"channel"}))
        pattern = re.compile(
            r"steady_channel_info \([^;]*?\)->unit\b|\b(?:%s)(?:\[\w+\])?(?:->|\.)unit\b" % names
        )
        for found in pattern.finditer(source.code):
            line = source.code.count("\n", 0, found.end()) + 1
            near = " ".join(source.lines[max(0, line - 7) : line])
            if "own unit" not in near:
                yield Finding(
                    source.path,
                    line,
                    "the bare unit of a channel: steady_shown_unit (), or a comment above it that says "
                    "why people see (or a file holds) its own unit",
                )


def promised_allocation(tree):
    """functions that promise not to allocate, lock or log do not"""
    pattern = load("calls.json")["allocation"]
    for source in tree.c_files(r"src/.*\.c"):
        for function in source.functions:
            promise = re.sub(r"[\s*]+", " ", function.comment)
            if not re.search(r"[Dd]oes not allocate|[Nn]ever allocates", promise):
                continue
            for found in re.finditer(r"(?<![\w.>])(%s)\s*\(" % pattern, function.body):
                line = function.first + function.body.count("\n", 0, found.start())
                yield Finding(
                    source.path,
                    line,
                    "%s () promises not to allocate, lock or log, and calls %s ()"
                    % (function.name, found.group(1)),
                )


def nesting(body):
    depth = deepest = 0
    for character in body:
        if character == "{":
            depth += 1
            deepest = max(deepest, depth)
        elif character == "}":
            depth -= 1
    return deepest - 1


def sizes(tree):
    """functions are short, shallow, and files too"""
    for source in tree.c_files():
        if len(source.lines) - 1 > LONGEST_FILE:
            yield Finding(source.path, 1, "%d lines, at most %d" % (len(source.lines) - 1, LONGEST_FILE))
        for function in source.functions:
            length = function.last - function.first + 1
            if length > LONGEST_FUNCTION:
                yield Finding(
                    source.path,
                    function.first,
                    "%s () has %d lines, at most %d" % (function.name, length, LONGEST_FUNCTION),
                )
            if nesting(function.body) > DEEPEST_NESTING:
                yield Finding(
                    source.path,
                    function.first,
                    "%s () nests %d deep, less than %d"
                    % (function.name, nesting(function.body), DEEPEST_NESTING + 1),
                )


def frees_nothing(tree):
    """what frees accepts what was never begun"""
    for source in tree.c_files(r"src/.*\.c"):
        for function in source.functions:
            if not re.fullmatch(r"steady_\w+_free", function.name):
                continue
            if "NULL" in function.body or "!self" in function.body or function.body.count(";") == 1:
                continue
            yield Finding(source.path, function.first, "%s () does not look whether there is anything" % function.name)


def thread_sentences(tree):
    """public functions say on which thread they run"""
    for module in SAY_THREAD:
        defined = {}
        for source in tree.c_files(r"src/%s/.*\.c" % module):
            for function in source.functions:
                defined[function.name] = function.comment
        for header in tree.c_files(r"src/%s/.*\.h" % module):
            for line, name, comment in header.declared():
                if name.endswith(("_error_quark", "_get_type")) or "Thread:" in comment:
                    continue
                if name in defined and "Thread:" not in defined[name]:
                    yield Finding(header.path, line, "the comment of %s () has no sentence \"Thread: …\"" % name)


def header_guards(tree):
    """headers begin with #pragma once"""
    for source in tree.c_files(r"(src|tests)/.*\.h"):
        if "#pragma once" not in source.lines[:4]:
            yield Finding(source.path, 1, "a header has #pragma once below its first line")


def formatter():
    for name in ("clang-format-" + FORMATTER_VERSION, "clang-format"):
        path = shutil.which(name)
        if path is None:
            continue
        words = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
        if re.search(r"version %s\." % FORMATTER_VERSION, words):
            return path
    raise Skip("clang-format %s is not here, and other versions format otherwise" % FORMATTER_VERSION)


def formatting(tree):
    """clang-format changes nothing"""
    program = formatter()
    paths = tree.matching(r".*\.[ch]")
    if not paths:
        return
    ran = subprocess.run(
        [program, "--dry-run", "--style=file", *paths], cwd=tree.root, capture_output=True, text=True, check=False
    )
    words = ran.stderr
    if ran.returncode != 0:
        yield Finding(".clang-format", 1, "clang-format failed: %s" % words.strip().split("\n")[0])
    seen = set()
    for path, line in re.findall(r"^(\S+?):(\d+):\d+: warning: code should be clang-formatted", words, re.MULTILINE):
        if path not in seen:
            seen.add(path)
            yield Finding(path, int(line), "clang-format -i would change this file")


RULES = [
    includes,
    build_files,
    blocked_calls,
    stdout_streams,
    goto_statements,
    site_units,
    promised_allocation,
    sizes,
    frees_nothing,
    thread_sentences,
    header_guards,
    formatting,
]
