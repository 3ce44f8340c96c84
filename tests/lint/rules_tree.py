# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules about the tree: licences, names, words, data files, hazards, commits."""

import fnmatch
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

from rules_c import Skip
from tree import Finding

LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"
LICENSED = r"(.*\.([ch]|py|sh|css|glsl|vert|frag)|run|check|\.ci/[a-z]+)"

# Folders of tests/ that do not belong to one module.
SHARED_TESTS = {"bench", "emulators", "fuzz", "golden", "lint", "mutation", "run", "tapes", "tools", "validation"}

# Words of the place where somebody works; each is written so that it does not match itself.
PLACES = [
    r"/wor[k]/",
    r"/roo[t]/",
    r"(?<!\w)/hom[e]/[a-z]",
    r"\.\./share[d]/(?!data\b)",
    r"far[m]-(studio|bench)",
    r"su[b]-?agent",
    r"cod[i]ng agent",
    r"language[ ]model",
    r"\bLL[M]\b",
    r"Claud[e]\b",
    r"Anthropi[c]",
    r"[.]librar[y]/",
    r"\bthis sitt[i]ng\b",
    r"\bissue[ ]#?\d+",
    r"r-see[d]-",
]
PROSE = r".*\.(c|h|py|sh|md|json|txt|ui|css|glsl|xml|in|yml|yaml|build|supp|conf|po|pot|desktop|svg)|run|check|\.ci/.*"

# Numbers in data files that nobody measured: versions, seeds, and what a story tells.
NO_SOURCE_NEEDED = {
    "*": [r"version$"],
    "steady-scenario": [r"seed$", r"timeline\[", r"difficulty$", r"length_s$", r"tutorial\["],
}

LONGEST_SUBJECT = 72
SUBJECT = re.compile(r"[a-z0-9][a-z0-9_./-]*(, [a-z0-9][a-z0-9_./-]*)*: \S.*")

HAZARD_FIELDS = ("id", "hazard", "causes", "controls")


def licences(tree):
    """each source names its licence in its first two lines"""
    for path in tree.matching(LICENSED):
        if LICENCE not in "\n".join(tree.read(path).split("\n")[:2]):
            yield Finding(path, 1, "the first line has to say %s" % LICENCE)


def folders(tree):
    """ui/ and tests/ have the folders of src/, and each module has tests"""
    modules = {path.split("/")[1] for path in tree.matching(r"src/[^/]+/.*")}
    tests = {path.split("/")[1] for path in tree.matching(r"tests/[^/]+/.*")}
    for folder in sorted({path.split("/")[1] for path in tree.matching(r"ui/[^/]+/.*")} - modules):
        yield Finding("ui/" + folder, 1, "there is no module src/%s" % folder)
    for folder in sorted(tests - modules - SHARED_TESTS):
        yield Finding("tests/" + folder, 1, "there is no module src/%s" % folder)
    for module in sorted(modules - tests):
        yield Finding("src/" + module, 1, "there is no folder tests/%s" % module)


def templates(tree):
    """each file in ui/ is named as the C file of the class it shapes"""
    for path in tree.matching(r"ui/[^/]+/[^/]+\.ui"):
        source = "src/%s.c" % path[len("ui/") : -len(".ui")]
        if source not in tree.files:
            yield Finding(path, 1, "there is no %s" % source)


def places(tree):
    """no file names the place where somebody works"""
    pattern = re.compile("|".join(PLACES))
    for path in tree.matching(PROSE):
        for number, line in enumerate(tree.read(path).split("\n"), 1):
            found = pattern.search(line)
            if found:
                yield Finding(path, number, '"%s" does not belong into the project' % found.group(0))


def parse(tree, path):
    """(content, finding) of a JSON file; one of them is nothing."""
    try:
        return json.loads(tree.read(path)), None
    except json.JSONDecodeError as error:
        return None, Finding(path, error.lineno, "is no JSON: %s" % error.msg)


EVERYTHING = object()


def sources_of(value, around):
    """What an object's "source" covers (everything), or the names in its "sources"."""
    sources = value.get("sources")
    if value.get("source") or (sources and not isinstance(sources, dict)):
        return EVERYTHING
    if around is EVERYTHING and not sources:
        return EVERYTHING
    return set(sources or ()) | (around if isinstance(around, set) else set())


def numbers_without_source(value, place, key, named):
    """Places of numbers that neither their object nor one around it gives a source for."""
    if isinstance(value, dict):
        named = sources_of(value, named)
        for name, item in value.items():
            inside = "%s.%s" % (place, name) if place else name
            yield from numbers_without_source(item, inside, name, named)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from numbers_without_source(item, "%s[%d]" % (place, index), key, named)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        if named is not EVERYTHING and key not in named:
            yield place


def data_files(tree):
    """each data/*.json carries its format and version, and a source for its numbers"""
    for path in tree.matching(r"data/.*\.json"):
        content, finding = parse(tree, path)
        if finding:
            yield finding
            continue
        if not isinstance(content, dict) or not isinstance(content.get("format"), str):
            yield Finding(path, 1, 'has no "format"')
            continue
        if not isinstance(content.get("version"), int):
            yield Finding(path, 1, 'has no "version"')
        exempt = NO_SOURCE_NEEDED["*"] + NO_SOURCE_NEEDED.get(content["format"], [])
        bare = [
            place
            for place in numbers_without_source(content, "", "", set())
            if not any(re.match(pattern, place) for pattern in exempt)
        ]
        if bare:
            yield Finding(path, 1, "%d numbers have no source, first %s" % (len(bare), bare[0]))


def data_installed(tree):
    """each folder of data/ that programs read is installed by data/meson.build"""
    if "data/meson.build" not in tree.files:
        return
    installed = tree.read("data/meson.build")
    for folder in sorted({path.split("/")[1] for path in tree.matching(r"data/[^/]+/.*\.json")}):
        if "'%s'" % folder not in installed:
            yield Finding("data/meson.build", 1, "does not install data/%s" % folder)


def alarm_ids(tree):
    """The ids of all alarm rules in data/alarms/."""
    ids = set()
    for path in tree.matching(r"data/alarms/.*\.json"):
        content, _ = parse(tree, path)
        stack = [content]
        while stack:
            value = stack.pop()
            if isinstance(value, dict):
                if isinstance(value.get("id"), str):
                    ids.add(value["id"])
                stack.extend(value.values())
            elif isinstance(value, list):
                stack.extend(value)
    return ids


def listed_tests(program):
    """The paths that a GLib test program says it has; none where it cannot start here."""
    try:
        listed = subprocess.run([program, "-l"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return []
    return [line for line in listed.stdout.splitlines() if line.startswith("/")]


def python_tests(text):
    """The paths of tests that a Python script makes of a prefix and its functions' names."""
    prefixes = re.findall(r"\"(/[a-z-]+/[a-z-]+)/?\"", text)
    names = [name.replace("_", "-") for name in re.findall(r"^def ([a-z]\w*)", text, re.MULTILINE)]
    return {"%s/%s" % (prefix, name) for prefix in prefixes for name in names}


def is_run(tree, path):
    """Whether the meson.build that is nearest to a test names it: one that is not built runs nowhere."""
    folder = os.path.dirname(path)
    while folder and folder + "/meson.build" not in tree.files:
        folder = os.path.dirname(folder)
    if not folder:
        return True
    name = os.path.splitext(os.path.basename(path))[0]
    words = tree.read(folder + "/meson.build")
    return re.search(r"'(\S*[/.-])?(%s|%s)(\.\w+)?'" % (re.escape(name), re.escape(name.removeprefix("test-"))), words) is not None


def test_ids(tree):
    """The paths of all tests that run: as the built programs list them, and as sources spell them."""
    ids = set()
    for path in tree.matching(r"tests/(?!lint/).*\.(c|py|sh)"):
        if not is_run(tree, path):
            continue
        ids.update(re.findall(r"/[a-z0-9_-]+(?:/[a-z0-9_-]+)+", tree.read(path)))
        if path.endswith(".py"):
            ids.update(python_tests(tree.read(path)))
    if tree.build:
        for program in glob.glob(os.path.join(tree.build, "tests", "*", "test-*")):
            if os.path.isfile(program) and os.access(program, os.X_OK):
                ids.update(listed_tests(program))
    return ids


def judge_control(control, alarms, tests):
    """Why a control of a hazard is not one, or nothing."""
    if not control.get("control"):
        return "a control says what it is"
    if "alarm" not in control and "test" not in control:
        return "a control names an alarm or a test"
    if "alarm" in control and control["alarm"] not in alarms:
        return "there is no alarm rule %s in data/alarms" % control["alarm"]
    if "test" in control and not fnmatch.filter(tests, control["test"]):
        return "there is no test %s" % control["test"]
    return None


def hazards(tree):
    """each hazard has causes and controls, each control an alarm rule or a test"""
    path = "data/hazards.json"
    if path not in tree.files:
        yield Finding(path, 1, "is missing")
        return
    content, finding = parse(tree, path)
    if finding:
        yield finding
        return
    alarms, tests = alarm_ids(tree), test_ids(tree)
    for hazard in content.get("hazards", []):
        name = hazard.get("id", "a hazard without id")
        for field in HAZARD_FIELDS:
            if not hazard.get(field):
                yield Finding(path, 1, "%s has no %s" % (name, field))
        for control in hazard.get("controls", []):
            why = judge_control(control, alarms, tests)
            if why:
                yield Finding(path, 1, "%s: %s" % (name, why))
        if not any("test" in control for control in hazard.get("controls", [])):
            yield Finding(path, 1, "%s has no test" % name)


def catalogue(text):
    """{string: its translation} of a .po file."""
    found, key, member = {}, None, None
    for line in text.split("\n"):
        head = re.match(r'(msgid|msgstr) "(.*)"$', line)
        more = re.match(r'"(.*)"$', line)
        if head:
            member = head.group(1)
            key = head.group(2) if member == "msgid" else key
            found.setdefault(key, "")
            if member == "msgstr":
                found[key] = head.group(2)
        elif more and member == "msgid":
            found.pop(key, None)
            key += more.group(1)
            found[key] = ""
        elif more and member == "msgstr":
            found[key] += more.group(1)
        else:
            member = None
    return found


def judge_alarm(rule, raised, controls, catalogues):
    """What an alarm rule lacks, or nothing."""
    for field in ("priority", "category", "title", "what", "first", "source", "causes"):
        if not rule.get(field):
            return "has no %s" % field
    if rule.get("interventions") and not rule.get("did"):
        return "has no did"
    if "watches" not in rule and '"%s"' % rule["id"] not in raised:
        return "is raised by no row of tests/alarm/test-rules.c"
    if "watches" not in rule and rule["id"] not in controls:
        return "is the control of no hazard"
    texts = [rule["title"], rule["what"], rule["first"], rule.get("did"), *rule["causes"]]
    for path, words in catalogues.items():
        for text in texts:
            if text and not words.get(text.replace('"', '\\"')):
                return "says \"%s\", which %s does not translate" % (text, path)
    return None


def alarms(tree):
    """each alarm has its texts, causes, category, a row that raises it, a hazard and every word in each language"""
    languages = listed_in(tree, "po/LINGUAS") if "po/LINGUAS" in tree.files else set()
    catalogues = {"po/%s.po" % name: catalogue(tree.read("po/%s.po" % name)) for name in sorted(languages)}
    rows = "tests/alarm/test-rules.c"
    raised = tree.read(rows) if rows in tree.files else ""
    hazard, _ = parse(tree, "data/hazards.json") if "data/hazards.json" in tree.files else ({}, None)
    controls = {control.get("alarm") for one in hazard.get("hazards", []) for control in one.get("controls", [])}
    files = {path: parse(tree, path)[0] for path in tree.matching(r"data/alarms/.*\.json")}
    ids = set()
    for path, content in files.items():
        for rule in content["rules"] if isinstance(content.get("rules"), list) else []:
            ids.add(rule.get("id"))
            why = judge_alarm(rule, raised, controls, catalogues) if rule.get("id") else "has no id"
            if why:
                yield Finding(path, 1, "the alarm %s %s" % (rule.get("id"), why))
    for path, content in files.items():
        for name in content["rules"] if isinstance(content.get("rules"), dict) else []:
            if name not in ids:
                yield Finding(path, 1, "there is no alarm %s" % name)


def listed_in(tree, path):
    lines = (line.split("#")[0].strip() for line in tree.read(path).splitlines())
    return {line for line in lines if line}


def word_lists(tree):
    """the lists of what is translated are as their scripts in po/ would write them"""
    for path in tree.matching(r"po/[a-z-]+\.py"):
        checked = subprocess.run(
            [sys.executable, path, "--check", "."], cwd=tree.root, capture_output=True, text=True, check=False
        )
        if checked.returncode != 0:
            words = (checked.stderr + checked.stdout).strip().split("\n")[-1]
            yield Finding(path, 1, "run it, since: %s" % words)


def gettext(tree, *command):
    return subprocess.run(
        command, cwd=tree.root, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"}
    )


def untranslated(tree, path, template):
    """The lines with the strings of @template that @path does not translate."""
    missing = []
    compared = gettext(tree, "msgcmp", path, template)
    for file, line in re.findall(r"^(.+?):(\d+): this message", compared.stderr, re.MULTILINE):
        with open(os.path.join(tree.root, file), encoding="utf-8") as lines:
            missing.append(lines.read().split("\n")[int(line) - 1])
    if compared.returncode != 0 and not missing:
        missing.append("msgcmp failed: %s" % compared.stderr.strip().split("\n")[0])
    return missing


def translated(tree):
    """each language in po/LINGUAS has every string of the sources, none of them fuzzy"""
    if shutil.which("xgettext") is None:
        raise Skip("gettext is not installed")
    sources = [path for path in sorted(listed_in(tree, "po/POTFILES")) if path in tree.files]
    with tempfile.TemporaryDirectory() as folder:
        template = os.path.join(folder, "steady.pot")
        made = gettext(
            tree, "xgettext", "--from-code=UTF-8", "--add-comments", "--keyword=_", "--keyword=N_",
            "--keyword=C_:1c,2", "--keyword=NC_:1c,2", "--keyword=g_dngettext:2,3", "--keyword=ngettext:1,2",
            "--output", template, *sources,
        )
        if made.returncode != 0:
            yield Finding("po/POTFILES", 1, made.stderr.strip().split("\n")[-1])
            return
        for language in sorted(listed_in(tree, "po/LINGUAS")):
            path = "po/%s.po" % language
            if path not in tree.files:
                yield Finding(path, 1, "is missing")
                continue
            checked = gettext(tree, "msgfmt", "--check", "--output-file=/dev/null", path)
            if checked.returncode != 0:
                yield Finding(path, 1, checked.stderr.strip().split("\n")[0])
            missing = untranslated(tree, path, template)
            if missing:
                yield Finding(path, 1, "%d strings are not translated, first %s" % (len(missing), missing[0]))


def shell_scripts(tree):
    """shellcheck finds nothing in the shell scripts"""
    program = shutil.which("shellcheck")
    if program is None:
        raise Skip("shellcheck is not installed")
    paths = [
        path
        for path in tree.files
        if path.endswith(".sh") or re.match(r"#!.*\b(ba)?sh\b", tree.read(path).split("\n", 1)[0])
    ]
    if not paths:
        return
    ran = subprocess.run(
        [program, "--external-sources", "--source-path=SCRIPTDIR", "--format=gcc", *paths],
        cwd=tree.root, capture_output=True, text=True, check=False,
    )
    found = re.findall(r"^(.+?):(\d+):\d+: (.*)$", ran.stdout, re.MULTILINE)
    for path, line, what in found:
        yield Finding(path, int(line), what)
    if ran.returncode != 0 and not found:
        yield Finding(paths[0], 1, "shellcheck failed: %s" % (ran.stderr.strip().split("\n")[0] or ran.returncode))


def judge_subject(subject):
    """Why a commit's first line is not as agreed, or nothing."""
    if len(subject) > LONGEST_SUBJECT:
        return "has %d characters, at most %d" % (len(subject), LONGEST_SUBJECT)
    if not SUBJECT.fullmatch(subject):
        return 'is not of the form "module: what changed"'
    if subject.endswith("."):
        return "ends with a full stop"
    return None


def commit_subjects(tree):
    """commits are named "module: what changed" in at most 72 characters"""
    try:
        log = subprocess.run(
            ["git", "log", "--no-merges", "--format=%h %s"], cwd=tree.root, capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise Skip("there is no git history here") from error
    for line in log.splitlines():
        commit, _, subject = line.partition(" ")
        why = judge_subject(subject)
        if why:
            yield Finding(commit, 1, '"%s" %s' % (subject, why))


RULES = [
    licences,
    folders,
    templates,
    places,
    data_files,
    data_installed,
    hazards,
    alarms,
    word_lists,
    translated,
    shell_scripts,
    commit_subjects,
]
