# SPDX-License-Identifier: GPL-3.0-or-later
"""What must be shown of every driver, and where: tests/device/README.md is the table of it."""

import os
import re

from tree import Finding

REGISTRY = "src/device/steady-driver.c"
TABLE = "tests/device/README.md"
TESTS = "tests/device/meson.build"
THEATRE = "tests/emulators/theatre.py"


def text_of(tree, path):
    return tree.read(path) if path in tree.files else ""


def drivers(tree):
    return re.findall(r"^ +&steady_(\w+)_class,", text_of(tree, REGISTRY), re.MULTILINE)


def tapes_of(tree, driver):
    """test-tapes and test-unplugged take every tape there is."""
    names = [os.path.basename(path)[:-5] for path in tree.matching(r"tests/tapes/.*\.tape")]
    return sorted(name for name in names if name.split("-")[0] == driver)


def live_of(tree, driver):
    """Which programs play the driver against its emulator, through every fault."""
    return [path[len("tests/device/"):-2]
            for path in sorted(tree.matching(r"tests/device/test-emulated[a-z-]*\.c"))
            if '"/device/emulated/%s/usual"' % driver in tree.read(path)]


def soak_of(tree, driver):
    theatre = text_of(tree, THEATRE)
    found = []
    for soak, function in (("soak-devices", "clinical"), ("soak-rigs", "rig")):
        body = re.search(r"^def %s\(\):\n(.*?)(?=^\S)" % function, theatre, re.MULTILINE | re.DOTALL)
        if body and (re.search(r'entry\("%s"' % driver, body.group(1)) or
                     'driver="%s"' % driver in body.group(1)):
            found.append(soak)
    return found


def is_listed(tree, driver):
    """The list from which the tests at a port and the fuzz tests of all drivers are made."""
    listed = re.search(r"^driver_names = \[(.*)\]", text_of(tree, TESTS), re.MULTILINE)
    return bool(listed) and "'%s'" % driver in listed.group(1)


def row_of(tree, driver):
    """As it must stand in the table; nothing where a proof is missing."""
    cells = [", ".join(tapes_of(tree, driver)),
             "device-unplugged-%s" % driver if is_listed(tree, driver) else "",
             ", ".join(live_of(tree, driver)),
             ", ".join(soak_of(tree, driver)),
             "fuzz-driver-%s" % driver if is_listed(tree, driver) else ""]
    return "| %s | %s |" % (driver, " | ".join(cells)) if all(cells) else None


def device_proofs(tree):
    """of every driver all is shown that tests/device/README.md has a column for"""
    table = text_of(tree, TABLE).split("\n")
    for driver in drivers(tree):
        if driver not in tapes_of(tree, driver):
            yield Finding(REGISTRY, 1, "%s has no tape of its own name in tests/tapes" % driver)
        if "tests/emulators/%s.py" % driver not in tree.files:
            yield Finding(REGISTRY, 1, "%s has no emulator" % driver)
        if not live_of(tree, driver):
            yield Finding(REGISTRY, 1, "%s is not played against its emulator" % driver)
        if not soak_of(tree, driver):
            yield Finding(REGISTRY, 1, "%s is in no soak of %s" % (driver, THEATRE))
        if not is_listed(tree, driver):
            yield Finding(TESTS, 1, "%s is missing in driver_names" % driver)
        row = row_of(tree, driver)
        if row is not None and row not in table:
            yield Finding(TABLE, 1, "the table has to say: %s" % row)


RULES = [device_proofs]
