#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of the linter: each rule finds what it is for and lets good code be. TAP."""

import os
import subprocess
import sys
import tempfile

import rules_c
import rules_device
import rules_tree
from tree import CSource, Tree

SPDX = "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
GOOD_FUNCTION = """/*
 * Says hello.
 *
 * Thread: any. Does not allocate.
 */
int
steady_hello (int count)
{
  return count;
}
"""


def function(body):
    return "int\nsteady_hello (int count)\n{\n%s}\n" % body


FREE = "void\nsteady_hello_free (SteadyHello *self)\n{\n%s  g_free (self);\n}\n"


def nested(depth):
    return "".join("{ " for _ in range(depth)) + "}" * depth + "\n"


PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Flow"\nmsgstr "%s"\n'
SPEAKING = 'char *\na (void)\n{\n  return _ ("Flow");\n}\n'

HAZARD = """{ "format": "steady-hazards", "version": 1, "hazards": [ { "id": "air", "hazard": "h",
  "causes": ["c"], "controls": [ { "control": "x", %s } ] } ] }"""
ALARMS = '{ "format": "f", "version": 1, "rules": [ { "id": "arterial_air" } ] }'
ALARM = (
    '{"rules": [{"id": "air", "priority": "high", "category": "perfusion", "title": "Air", "what": "Air.", '
    '"first": "Look.", "source": "s", "causes": ["Bubbles"]}]}'
)
WHOLE_ALARM = {
    "data/alarms/base.json": ALARM,
    "data/alarms/adult.json": '{"rules": {"air": {}}}',
    "data/hazards.json": '{"hazards": [{"controls": [{"alarm": "air"}]}]}',
    "tests/alarm/test-rules.c": '{ "air", HIGH }',
    "po/LINGUAS": "de",
    "po/de.po": "".join(
        'msgid "%s"\nmsgstr "%s"\n\n' % pair
        for pair in (("Air", "Luft"), ("Air.", "Luft."), ("Look.", "Sieh nach."), ("Bubbles", "Blasen"))
    ),
}
AIR_TEST = 'g_test_add_func ("/alarm/air/latches", f);'

# rule, files, words in the one finding (nothing: no finding)
# A driver of which all is shown.
DRIVER = {
    "src/device/steady-driver.c": "  &steady_probe_class,\n",
    "tests/tapes/probe.tape": "",
    "tests/emulators/probe.py": "",
    "tests/emulators/theatre.py": 'def rig():\n    return [entry("probe")]\n\n\nclass Theatre:\n',
    "tests/device/test-emulated.c": '  g_test_add_func ("/device/emulated/probe/usual", test_probe);\n',
    "tests/device/meson.build": "driver_names = ['probe']\n",
    "tests/device/README.md":
        "| probe | probe | device-unplugged-probe | test-emulated | soak-rigs | fuzz-driver-probe |\n",
}


def without(path, text=None):
    files = dict(DRIVER)
    del files[path]
    return files if text is None else dict(files, **{path: text})


CASES = [
    (rules_device.device_proofs, DRIVER, None),
    (rules_device.device_proofs, without("tests/tapes/probe.tape"), "probe has no tape"),
    (rules_device.device_proofs, without("tests/emulators/probe.py"), "probe has no emulator"),
    (rules_device.device_proofs, without("tests/device/test-emulated.c"), "is not played against"),
    (rules_device.device_proofs, without("tests/emulators/theatre.py"), "probe is in no soak"),
    (rules_device.device_proofs, without("tests/device/meson.build"), "missing in driver_names"),
    (rules_device.device_proofs, without("tests/device/README.md", "| probe |\n"), "has to say: | probe"),
    (rules_c.includes, {"src/alarm/a.c": '#include "measure/steady-x.h"\n#include <glib.h>\n'}, None),
    (rules_c.includes, {"src/alarm/a.c": '#include "engine/steady-x.h"\n'}, "alarm may not include engine"),
    (rules_c.includes, {"src/console/a.c": '#include "alarm/steady-x.h"\n'}, "console may not include alarm"),
    (rules_c.includes, {"src/engine/a.c": "#include <gtk/gtk.h>\n"}, "engine may not use gtk4"),
    (rules_c.includes, {"src/sound/a.c": "#include <portaudio.h>\n"}, "sound may not use portaudio"),
    (rules_c.includes, {"src/console/a.c": "#include <epoxy/gl.h>\n"}, "console may not use epoxy"),
    (rules_c.includes, {"src/engine/a.c": "#include <sqlite3.h>\n"}, "engine may not use sqlite3"),
    (rules_c.includes, {"src/base/a.c": '#include "steady-x.h"\n'}, "names no module"),
    (rules_c.includes, {"src/base/a.c": "#include <curl/curl.h>\n"}, "belongs to no library"),
    (rules_c.includes, {"src/magic/a.c": "\n"}, "module magic"),
    (rules_c.build_files, {"src/alarm/meson.build": "dependencies: [measure_dep, glib_dep]\n"}, None),
    (rules_c.build_files, {"src/alarm/meson.build": "dependencies: engine_dep\n"}, "may not use module engine"),
    (rules_c.build_files, {"src/alarm/meson.build": "dependencies: gtk_dep\n"}, "may not use gtk4"),
    (rules_c.blocked_calls, {"src/base/steady-clock.c": function("  clock_gettime (a, b);\n")}, None),
    (rules_c.blocked_calls, {"src/alarm/a.c": function("  clock_gettime (a, b);\n")}, "reads a clock"),
    (rules_c.blocked_calls, {"src/alarm/a.c": function("  g_get_monotonic_time();\n")}, "reads a clock"),
    (rules_c.blocked_calls, {"src/alarm/a.c": function('  a ("time (x)"); /* time (y) */\n  self->time (1);\n')}, None),
    (rules_c.blocked_calls, {"src/alarm/a.c": function('  printf ("x");\n')}, "writes to stdout"),
    (rules_c.blocked_calls, {"src/engine/main.c": function('  printf ("x");\n')}, None),
    (rules_c.blocked_calls, {"tests/alarm/a.c": function("  strcpy (a, b);\n")}, "without knowing the room"),
    (rules_c.blocked_calls, {"src/alarm/a.c": function("  x = atof (b);\n")}, "cannot tell"),
    (rules_c.blocked_calls, {"src/alarm/a.c": function("  g_mutex_lock (b);\n")}, "hides races"),
    (rules_c.blocked_calls, {"src/console/a.c": function("  g_mutex_lock (b);\n")}, None),
    (rules_c.stdout_streams, {"src/alarm/a.c": function("  fputs (a, stdout);\n")}, "only programs"),
    (rules_c.stdout_streams, {"src/engine/main.c": function("  fputs (a, stdout);\n")}, None),
    (rules_c.goto_statements, {"src/alarm/a.c": function("  goto out;\n")}, "goto"),
    (rules_c.goto_statements, {"src/alarm/a.c": function('  a ("goto"); /* goto */\n')}, None),
    (
        rules_c.site_units,
        {"src/console/a.c": function("  const SteadyChannelInfo *i = f (c);\n  say (i->unit);\n")},
        "the bare unit",
    ),
    (rules_c.site_units, {"src/print/a.c": function("  say (steady_channel_info (a.b)->unit);\n")}, "the bare unit"),
    (rules_c.site_units, {"src/review/a.c": function("  say (trace->channel.unit);\n")}, "the bare unit"),
    (
        rules_c.site_units,
        {"src/quality/a.c": function("  /* a file: its own unit */\n  put (channels[i].unit);\n")},
        None,
    ),
    (rules_c.site_units, {"src/console/a.c": function("  say (shown.unit, \"info->unit\");\n")}, None),
    (rules_c.site_units, {"src/engine/a.c": function("  say (info->unit);\n")}, None),
    (rules_c.promised_allocation, {"src/alarm/a.c": SPDX + GOOD_FUNCTION}, None),
    (
        rules_c.promised_allocation,
        {"src/alarm/a.c": GOOD_FUNCTION.replace("return count", "*g_new (int, 1)")},
        "promises not to",
    ),
    (rules_c.frees_nothing, {"src/alarm/a.c": FREE % "  if (self == NULL)\n    return;\n  b (self->a);\n"}, None),
    (rules_c.frees_nothing, {"src/alarm/a.c": FREE % ""}, None),
    (rules_c.frees_nothing, {"src/alarm/a.c": FREE % "  b (self->a);\n"}, "does not look whether"),
    (rules_c.sizes, {"src/alarm/a.c": function("  a ();\n" * 116)}, None),
    (rules_c.sizes, {"src/alarm/a.c": function("  a ();\n" * 118)}, "has 121 lines, at most 120"),
    (rules_c.sizes, {"src/alarm/a.c": function(nested(4))}, None),
    (rules_c.sizes, {"src/alarm/a.c": function(nested(5))}, "nests 5 deep"),
    (rules_c.sizes, {"src/alarm/a.c": "int a;\n" * 900}, None),
    (rules_c.sizes, {"src/alarm/a.c": "int a;\n" * 901}, "901 lines"),
    (rules_c.thread_sentences, {"src/alarm/a.h": "int steady_hello (int count);\n", "src/alarm/a.c": GOOD_FUNCTION}, None),
    (
        rules_c.thread_sentences,
        {"src/alarm/a.h": "int steady_hello (int count);\n", "src/alarm/a.c": GOOD_FUNCTION.replace("Thread", "Tread")},
        "has no sentence",
    ),
    (
        rules_c.thread_sentences,
        {
            "src/alarm/a.h": "/* Thread: the tick. */\nint steady_hi (void);\nint steady_hello (int count);\n",
            "src/alarm/a.c": function("  return 1;\n"),
        },
        None,
    ),
    (rules_c.header_guards, {"src/alarm/a.h": SPDX + "#pragma once\n"}, None),
    (rules_c.header_guards, {"src/alarm/a.h": SPDX + "int a;\n"}, "#pragma once"),
    (rules_c.formatting, {".clang-format": "BasedOnStyle: GNU\n", "src/alarm/a.c": "int a;\n"}, None),
    (rules_c.formatting, {".clang-format": "BasedOnStyle: GNU\n", "src/alarm/a.c": "int  a ;\n"}, "would change"),
    (rules_tree.alarms, WHOLE_ALARM, None),
    (rules_tree.alarms, {**WHOLE_ALARM, "data/alarms/base.json": ALARM.replace('"first": "Look."', '"first": ""')}, "has no first"),
    (rules_tree.alarms, {**WHOLE_ALARM, "data/alarms/base.json": ALARM.replace('["Bubbles"]', "[]")}, "has no causes"),
    (
        rules_tree.alarms,
        {**WHOLE_ALARM, "data/alarms/base.json": ALARM.replace('"causes"', '"interventions": [{}], "causes"')},
        "has no did",
    ),
    (rules_tree.alarms, {**WHOLE_ALARM, "tests/alarm/test-rules.c": '{ "no-air", LOW }'}, "is raised by no row"),
    (rules_tree.alarms, {**WHOLE_ALARM, "data/hazards.json": "{}"}, "is the control of no hazard"),
    (
        rules_tree.alarms,
        {**WHOLE_ALARM, "po/de.po": WHOLE_ALARM["po/de.po"].replace("Blasen", "")},
        'says "Bubbles", which po/de.po does not translate',
    ),
    (rules_tree.alarms, {**WHOLE_ALARM, "data/alarms/adult.json": '{"rules": {"aire": {}}}'}, "there is no alarm aire"),
    (rules_tree.word_lists, {"po/make-list.py": "import sys\nsys.exit(sys.argv[1:] != ['--check', '.'])\n"}, None),
    (rules_tree.word_lists, {"po/make-list.py": "import sys\nsys.exit('it is old')\n"}, "it is old"),
    (
        rules_tree.translated,
        {"po/LINGUAS": "de", "po/POTFILES": "src/a/a.c\n", "src/a/a.c": SPEAKING, "po/de.po": PO % "Fluss"},
        None,
    ),
    (
        rules_tree.translated,
        {"po/LINGUAS": "de", "po/POTFILES": "src/a/a.c\n", "src/a/a.c": SPEAKING, "po/de.po": PO % ""},
        "1 strings are not translated",
    ),
    (
        rules_tree.translated,
        {"po/LINGUAS": "de", "po/POTFILES": "src/a/a.c\n", "src/a/a.c": SPEAKING.replace("Flow", "MAP"),
         "po/de.po": PO % "Fluss"},
        "1 strings are not translated",
    ),
    (rules_tree.shell_scripts, {"a": '#!/bin/sh\necho "$1"\n'}, None),
    (rules_tree.shell_scripts, {"a": "#!/bin/sh\necho $1\n"}, "Double quote"),
    (rules_tree.licences, {"src/alarm/a.c": SPDX}, None),
    (rules_tree.licences, {"src/alarm/a.c": "int a;\n"}, "has to say"),
    (rules_tree.licences, {"check": "#!/bin/sh\n# SPDX-License-Identifier: GPL-3.0-or-later\n"}, None),
    (rules_tree.folders, {"src/alarm/a.c": "", "tests/alarm/a.c": "", "ui/alarm/a.ui": "", "tests/lint/x": ""}, None),
    (rules_tree.folders, {"src/alarm/a.c": ""}, "no folder tests/alarm"),
    (rules_tree.folders, {"tests/magic/a.c": ""}, "no module src/magic"),
    (rules_tree.folders, {"ui/magic/a.ui": ""}, "no module src/magic"),
    (rules_tree.templates, {"ui/console/steady-a.ui": "", "src/console/steady-a.c": ""}, None),
    (rules_tree.templates, {"ui/console/steady-a.ui": ""}, "no src/console/steady-a.c"),
    (rules_tree.places, {"src/alarm/a.c": "/* ../shared/data, the framework/base */\n"}, None),
    (rules_tree.places, {"src/alarm/a.c": "/* see /" + "root/x */\n"}, "does not belong"),
    (rules_tree.places, {"README.md": "../shared" + "/tools\n"}, "does not belong"),
    (rules_tree.data_files, {"data/a.json": '{ "format": "f", "version": 1, "source": "s", "n": 1 }'}, None),
    (rules_tree.data_files, {"data/a.json": '{ "format": "f", "version": 1, "x": [ { "n": 1 } ] }'}, "first x[0].n"),
    (
        rules_tree.data_files,
        {"data/a.json": '{ "format": "f", "version": 1, "x": { "n": 1, "m": 2, "sources": { "n": "s" } } }'},
        "1 numbers have no source, first x.m",
    ),
    (rules_tree.data_files, {"data/a.json": '{ "format": "f" }'}, 'no "version"'),
    (rules_tree.data_files, {"data/a.json": '{ "version": 1 }'}, 'no "format"'),
    (rules_tree.data_files, {"data/a.json": '{ "format": '}, "is no JSON"),
    (rules_tree.data_installed, {"data/a/x.json": "{}", "data/meson.build": "foreach f : ['a']\n"}, None),
    (rules_tree.data_installed, {"data/b/x.json": "{}", "data/meson.build": "foreach f : ['a']\n"}, "data/b"),
    (
        rules_tree.hazards,
        {"data/hazards.json": HAZARD % '"alarm": "arterial_air", "test": "/alarm/air/latches"',
         "data/alarms/base.json": ALARMS, "tests/alarm/test-air.c": AIR_TEST},
        None,
    ),
    (rules_tree.hazards, {"src/a.c": ""}, "is missing"),
    (
        rules_tree.hazards,
        {"data/hazards.json": HAZARD % '"alarm": "venous_air", "test": "/alarm/air/latches"',
         "data/alarms/base.json": ALARMS, "tests/alarm/test-air.c": AIR_TEST},
        "no alarm rule venous_air",
    ),
    (
        rules_tree.hazards,
        {"data/hazards.json": HAZARD % '"test": "/alarm/air/latch"', "tests/alarm/test-air.c": AIR_TEST},
        "no test /alarm/air/latch",
    ),
    (
        rules_tree.hazards,
        {"data/hazards.json": HAZARD % '"test": "/alarm/air/latches"', "tests/alarm/test-air.c": AIR_TEST,
         "tests/alarm/meson.build": "alarm_tests = ['water']\n"},
        "no test /alarm/air/latches",
    ),
    (
        rules_tree.hazards,
        {"data/hazards.json": HAZARD % '"test": "/alarm/air/latches"', "tests/alarm/test-air.c": AIR_TEST,
         "tests/alarm/meson.build": "alarm_tests = ['air', 'water']\n"},
        None,
    ),
    (
        rules_tree.hazards,
        {"data/hazards.json": HAZARD % '"test": "/run/watch/killed-engine-is-back"',
         "tests/run/test-watch.py": 'PREFIX = "/run/watch"\n\ndef killed_engine_is_back(whole):\n'},
        None,
    ),
    (
        rules_tree.hazards,
        {"data/hazards.json": HAZARD % '"alarm": "arterial_air"', "data/alarms/base.json": ALARMS},
        "air has no test",
    ),
]

SUBJECTS = [
    ("alarm: latch high pressure after recovery", True),
    ("base, measure: the vocabulary", True),
    ("tests/lint: find more", True),
    ("Update files", False),
    ("alarm: ends with a stop.", False),
    ("alarm: " + "x" * 66, False),
]


def write(folder, files):
    for name, text in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)


def findings_of(rule, files):
    with tempfile.TemporaryDirectory() as folder:
        write(folder, files)
        return [str(finding) for finding in rule(Tree(folder, list(files)))]


def judge_case(rule, files, words):
    try:
        found = findings_of(rule, files)
    except rules_c.Skip as reason:
        return "SKIP %s" % reason
    if words is None:
        return "found %s where nothing is wrong" % found if found else None
    if len(found) != 1 or words not in found[0]:
        return "found %s, wanted one with: %s" % (found, words)
    return None


def test_functions():
    source = CSource("a.c", SPDX + GOOD_FUNCTION + "\nstatic void\nother (void)\n{\n  a ();\n}\n")
    names = [(f.name, f.first, f.last, f.static) for f in source.functions]
    wanted = [("steady_hello", 8, 11, False), ("other", 14, 17, True)]
    return None if names == wanted else "functions are %s, wanted %s" % (names, wanted)


def test_subjects():
    for subject, good in SUBJECTS:
        if (rules_tree.judge_subject(subject) is None) != good:
            return "judged wrongly: %s" % subject
    return None


def test_whole_program():
    """A bad tree makes the program fail and name the place."""
    here = os.path.dirname(os.path.abspath(__file__))
    with tempfile.TemporaryDirectory() as folder:
        write(folder, {"src/alarm/a.c": function("  goto out;\n")})
        run = subprocess.run(
            [sys.executable, os.path.join(here, "lint.py"), folder, "goto-statements"],
            capture_output=True, text=True, check=False,
        )
    if run.returncode != 1 or "src/alarm/a.c:4: goto" not in run.stdout:
        return "status %d, said %s" % (run.returncode, run.stdout)
    return None


def report(number, name, problem):
    if problem and problem.startswith("SKIP"):
        print("ok %d %s # %s" % (number, name, problem))
        return True
    if problem:
        print("# %s" % problem)
    print("%s %d %s" % ("not ok" if problem else "ok", number, name))
    return not problem


def main():
    results = []
    print("1..%d" % (len(CASES) + 3))
    for rule, files, words in CASES:
        name = "/lint-rules/%s/%s" % (
            rule.__name__.replace("_", "-"),
            "finds-%s" % "-".join(words.split()).replace("#", "") if words else "lets-%d-be" % (len(results) + 1),
        )
        results.append(report(len(results) + 1, name, judge_case(rule, files, words)))
    for test in (test_functions, test_subjects, test_whole_program):
        name = "/lint-rules/%s" % test.__name__[len("test_") :].replace("_", "-")
        results.append(report(len(results) + 1, name, test()))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
