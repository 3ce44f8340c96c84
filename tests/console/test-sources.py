#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a compiler cannot see: templates, words and desktop files. TAP."""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

SOURCE = pathlib.Path(sys.argv[1]).resolve()
BUILD = pathlib.Path(sys.argv[2]).resolve()
APP = "org.steady_perfusion.Steady"


def kebab(name):
    """SteadyAlarmBar → steady-alarm-bar"""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower().replace("--", "-")


def templates():
    return sorted((SOURCE / "ui").rglob("*.ui"))


def test_template_names():
    """Each template holds the class its file is named after, beside a .c of that name."""
    wrong = []
    for path in templates():
        found = ElementTree.parse(path).getroot().findall("template")
        classes = [node.get("class") for node in found]
        stem = path.stem.replace("-", "")
        if len(classes) != 1 or kebab(classes[0]).replace("-", "") != stem:
            wrong.append(f"{path.name} holds {classes}")
        module = path.parent.name
        if not (SOURCE / "src" / module / f"{path.stem}.c").exists():
            wrong.append(f"{path.name} has no src/{module}/{path.stem}.c")
    return wrong


def test_templates_are_shipped():
    """Every template and style sheet stands in the list of resources."""
    listed = (SOURCE / "resources" / "steady-console.gresource.xml").read_text()
    files = templates() + sorted((SOURCE / "resources" / "css").glob("*.css"))
    return [f"{path.name} is not listed" for path in files if f"/{path.name}<" not in listed]


def sources_of(template):
    """The text of a class that may stand in several files, steady-x.c and steady-x-….c without templates of their own."""
    stems = {path.stem for path in templates()} - {template.stem}
    files = sorted((SOURCE / "src" / template.parent.name).glob(f"{template.stem}*.c"))
    return "".join(path.read_text() for path in files
                   if path.stem == template.stem or
                   path.stem.startswith(template.stem + "-") and path.stem not in stems)


def test_template_objects():
    """Every bound child of a class is in its template, and every handler in its class."""
    wrong = []
    for path in templates():
        source = sources_of(path)
        root = ElementTree.parse(path).getroot()
        ids = {node.get("id") for node in root.iter("object") if node.get("id")}
        bound = re.findall(r"bind_template_child \(\s*\w+,\s*\w+,\s*(\w+)\)", source)
        wrong += [f"{path.name}: no object “{name}”" for name in bound if name not in ids]
        handlers = {node.get("handler") for node in root.iter("signal")}
        known = set(re.findall(r"bind_template_callback \(\s*\w+,\s*(\w+)\)", source))
        wrong += [f"{path.name}: no handler “{name}”" for name in handlers - known]
        wrong += [f"{path.stem}.c: nobody calls “{name}”" for name in known - handlers]
    return wrong


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, (done.stdout + done.stderr).strip()


def test_data_strings():
    """The texts of data files are listed as they are now."""
    status, words = run(sys.executable, str(SOURCE / "po/extract-data.py"), "--check", str(SOURCE))
    return [words] if status else []


def test_potfiles():
    """Every file with words is listed."""
    status, words = run(sys.executable, str(SOURCE / "po/make-potfiles.py"), "--check", str(SOURCE))
    return [words] if status else []


def languages():
    lines = (SOURCE / "po" / "LINGUAS").read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_complete():
    """No language has a text that is missing or doubtful, nor one it should not have."""
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        pot = pathlib.Path(folder) / "steady.pot"
        status, words = run(
            "xgettext", "--from-code=UTF-8", "--keyword=_", "--keyword=N_", "-D", str(SOURCE),
            "-f", str(SOURCE / "po" / "POTFILES"), "-o", str(pot),
        )
        if status:
            return [words]
        for language in languages():
            merged = pathlib.Path(folder) / f"{language}.po"
            run(
                "msgmerge", "-q", "--no-fuzzy-matching", "-o", str(merged),
                str(SOURCE / "po" / f"{language}.po"), str(pot),
            )
            status, words = run("msgfmt", "--statistics", "-c", "-o", "/dev/null", str(merged))
            if status or "untranslated" in words or "fuzzy" in words:
                missing = run("msgattrib", "--untranslated", "--no-wrap", str(merged))[1]
                found = re.findall(r'^msgid "(.+)"$', missing, re.M)
                wrong.append(f"{language}: {words.splitlines()[-1]} {found[:8]}")
    return wrong


def test_numbers_kept():
    """A translation has the numbers that its source has: 37 °C stays 37 °C."""
    wrong = []
    for language in languages():
        text = run("msgcat", "--no-wrap", str(SOURCE / "po" / f"{language}.po"))[1]
        for source, target in re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', text, re.M):
            there = sorted(re.findall(r"\d+", source))
            here = sorted(re.findall(r"\d+", target))
            if there != here:
                wrong.append(f"{language}: “{source}” has {there}, “{target}” has {here}")
    return wrong


def test_places_kept():
    """A translation names in braces what its source names in braces."""
    wrong = []
    for language in languages():
        text = run("msgcat", "--no-wrap", str(SOURCE / "po" / f"{language}.po"))[1]
        for source, target in re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', text, re.M):
            there = sorted(re.findall(r"\{[a-z]+\}", source))
            here = sorted(re.findall(r"\{[a-z]+\}", target))
            if there != here:
                wrong.append(f"{language}: “{source}” has {there}, “{target}” has {here}")
    return wrong


def test_reasons():
    """What the engine says when it refuses is a phrase that the console can say."""
    phrases = (SOURCE / "src/measure/steady-reason-text.c").read_text()
    known = {re.sub(r"\{[a-z]+\}", "{}", text) for text in re.findall(r'"([^"\n]+)"', phrases)}
    wrong, seen = [], 0
    for path, call in (
        ("src/engine/steady-instructor-desk.c", r"\bno \(\s*ret_text,\s*size,\s*"),
        ("src/engine/steady-plan-intake.c", r"\brefuse \(\s*error,\s*"),
        ("src/engine/steady-io.c", r"\breason = (?:error != NULL \? error->message : )?"),
        ("src/link/steady-link-server.c", r"\brefuse \(\s*\w+,\s*"),
    ):
        text = (SOURCE / path).read_text()
        for found in re.findall(call + r'((?:"[^"]*"\s*)+)', text):
            words = "".join(re.findall(r'"([^"]*)"', found))
            seen += 1
            if re.sub(r"%[a-z]", "{}", words) not in known | {"{}"}:
                wrong.append(f"{path}: src/measure/steady-reason-text.c lacks “{words}”")
    return wrong if seen > 20 else [f"only {seen} reasons were found; has their code changed?"]


def tool(name, *arguments):
    if shutil.which(name) is None:
        return None
    status, words = run(name, *arguments)
    return [words] if status else []


def test_desktop_file():
    """The desktop file is right."""
    return tool("desktop-file-validate", str(BUILD / "data" / f"{APP}.desktop"))


def test_metainfo():
    """The metainfo is right."""
    return tool("appstreamcli", "validate", "--no-net", str(BUILD / "data" / f"{APP}.metainfo.xml"))


def test_settings():
    """The settings compile."""
    return tool(
        "glib-compile-schemas", "--strict", "--dry-run", str(BUILD / "data"),
    )


def main():
    tests = [value for name, value in globals().items() if name.startswith("test_")]
    print(f"1..{len(tests)}")
    for number, function in enumerate(tests, 1):
        name = "/console/sources/" + function.__name__[5:].replace("_", "-")
        wrong = function()
        if wrong is None:
            print(f"ok {number} {name} # SKIP its tool is not installed")
            continue
        for line in "\n".join(wrong).splitlines():
            print(f"# {line}")
        print(f"{'not ok' if wrong else 'ok'} {number} {name}")


if __name__ == "__main__":
    main()
