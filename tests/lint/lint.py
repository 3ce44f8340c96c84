#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the tree to its rules and reports as TAP, one test a rule.

usage: lint.py [--build FOLDER] TREE [RULE ...]

The test programs that were built are asked for the tests they have.
"""

import argparse
import os
import sys

import rules_c
import rules_device
import rules_tree
from tree import Tree

RULES = rules_c.RULES + rules_device.RULES + rules_tree.RULES


def name_of(rule):
    return "/lint/" + rule.__name__.replace("_", "-")


def judge(number, rule, tree):
    """Prints the result of one rule; returns whether it holds."""
    title = "%d %s" % (number, name_of(rule))
    try:
        findings = list(rule(tree))
    except rules_c.Skip as reason:
        print("ok %s # SKIP %s" % (title, reason))
        return True
    for finding in findings:
        print("# %s" % finding)
    if findings:
        print("# %d places break the rule: %s" % (len(findings), rule.__doc__))
    print("%s %s" % ("not ok" if findings else "ok", title))
    return not findings


def main(arguments):
    parser = argparse.ArgumentParser(prog="lint.py", description=__doc__.split("\n")[0])
    parser.add_argument("--build", help="folder with built tests (TREE/build)")
    parser.add_argument("tree", help="the source tree")
    parser.add_argument("rules", nargs="*", help="names of rules; all without")
    options = parser.parse_args(arguments)

    named = {rule.__name__.replace("_", "-"): rule for rule in RULES}
    for name in options.rules:
        if name not in named:
            parser.error("there is no rule %s; there are: %s" % (name, " ".join(named)))
    rules = [named[name] for name in options.rules] or RULES
    build = options.build or os.path.join(options.tree, "build")
    tree = Tree(options.tree, build=build)
    print("1..%d" % len(rules))
    results = [judge(number, rule, tree) for number, rule in enumerate(rules, 1)]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
