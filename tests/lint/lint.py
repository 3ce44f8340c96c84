#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the tree to its rules and reports as TAP, one test a rule.

usage: lint.py TREE [RULE ...]
"""

import sys

import rules_c
import rules_tree
from tree import Tree

RULES = rules_c.RULES + rules_tree.RULES


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
    if not arguments:
        print("lint.py: name the source tree; it is used as lint.py TREE [RULE ...]", file=sys.stderr)
        return 2
    wanted = set(arguments[1:])
    rules = [rule for rule in RULES if not wanted or rule.__name__.replace("_", "-") in wanted]
    tree = Tree(arguments[0])
    print("1..%d" % len(rules))
    results = [judge(number, rule, tree) for number, rule in enumerate(rules, 1)]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
