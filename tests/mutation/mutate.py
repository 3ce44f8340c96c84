#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes the alarm machine in small ways and looks whether its tests notice.

usage: mutate.py BUILD_FOLDER [--sample N --seed N] [--jobs N] [--only TEXT] [--names FILE]
                 [--unwatched] [--list] [--report FILE] [--anew]

Each mutant is one change of one place in src/alarm/*.c: a comparison, a bound, a number, a
boolean, a sign, a state, or a statement that is left out. All stand in one program, made
once; a variable says which of them lives. Against each run those tests of tests/alarm that
call its function, first those that noticed other changes of it, then the quick ones. A mutant
is killed when a test fails, crashes or takes many times its usual processor time; one that
does not compile counts as nothing. One that no test notices is tried again with more random
days, watched by the sanitizers; if it lives on, it survives, and the run fails, unless it
stands in equivalent.txt with a sentence that proves that no test could notice. More than 2 %
of them fail the run, too.

A place is named by file, function and the text of its line, so that the list outlives changes
elsewhere. With --sample some are drawn by chance, the same ones for the same seed. Verdicts
are added to the report (of a whole run: BUILD_FOLDER/mutation-alarm.tsv); a run that was cut
off goes on from there while sources, tests and rules are the same, unless told --anew.
"""
import argparse
import concurrent.futures
import glob
import hashlib
import os
import random
import shutil
import sys
import tempfile
import time

from bench import Bench
from mutants import TOP, all_mutants

EQUIVALENT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "equivalent.txt")
MOST_EQUIVALENT = 0.02
# each tries what the one before left, with so many random days
STAGES = [("cheap", "2"), ("dear", "2"), ("watched", "5")]
# what a verdict hangs on
MATTERS = ["src/alarm/*", "src/base/*", "src/measure/*", "tests/alarm/*", "tests/mutation/*.[cp]*", "data/alarms/*",
           "data/formats/*"]


def read_equivalent():
    proofs = {}
    with open(EQUIVALENT) as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                continue
            name, mark, proof = line.rpartition(" || ")  # a name may hold the mark
            if not mark or not proof.strip().endswith("."):
                sys.exit(f"{EQUIVALENT}:{number}: needs \" || \" and a sentence that proves it")
            proofs[name] = proof.strip()
    return proofs


def report(results, proofs, whole, seconds, file):
    by = {verdict: [name for name, (what, _) in results.items() if what == verdict]
          for verdict in ("killed", "survived", "stillborn")}
    living = len(by["killed"]) + len(by["survived"])
    known = [name for name in by["survived"] if name in proofs]
    new = [name for name in by["survived"] if name not in proofs]
    stale = [name for name in proofs if whole and name not in by["survived"]]
    for name in new:
        print(f"SURVIVED {name}", file=file)
    for name in stale:
        print(f"NO SURVIVOR ANY MORE, take it from the list: {name}", file=file)
    share = len(known) / living if living else 0
    print(f"{living} mutants ({len(by['stillborn'])} more do not compile): {len(by['killed'])} killed, "
          f"{len(known)} equivalent ({100 * share:.1f} %), {len(new)} survivors; {seconds:.0f} s", file=file)
    too_many = whole and share > MOST_EQUIVALENT
    if too_many:
        print(f"more than {100 * MOST_EQUIVALENT:.0f} % are called equivalent", file=file)
    return not new and not stale and not too_many


def fingerprint():
    """Of all that a verdict hangs on."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in MATTERS for path in glob.glob(os.path.join(TOP, pattern))):
        if os.path.isfile(path):
            with open(path, "rb") as file:
                digest.update(os.path.relpath(path, TOP).encode() + b"\0" + file.read())
    return digest.hexdigest()[:16]


class Report:
    """Verdicts in a file, so that a run that was cut off goes on."""

    def __init__(self, path, anew):
        self.path, self.print, self.known = path, fingerprint(), {}
        if path and os.path.exists(path) and not anew:
            with open(path) as file:
                for line in file:
                    words = line.rstrip("\n").split("\t")
                    if len(words) == 4 and words[0] == self.print:
                        self.known[words[3]] = (words[1], words[2])
        elif path and anew:
            open(path, "w").close()

    def add(self, name, verdict):
        if self.path:
            with open(self.path, "a") as file:
                print(self.print, *verdict, name, sep="\t", file=file)
        return verdict


def judge_all(options, mutants, report, folder):
    results = {mutant.name: report.known[mutant.name] for mutant in mutants if mutant.name in report.known}
    build, before, lines = os.path.abspath(options.build), None, None
    for stage, days in STAGES[:1] if options.quick else STAGES[:-1] if options.unwatched else STAGES:
        those = [mutant for mutant in mutants if results.get(mutant.name, (before,))[0] == before]
        before = f"outlived {stage}"
        if not those:
            continue
        bench = Bench(build, os.path.join(folder, stage), those, days, options.jobs, stage, lines)
        lines = bench.lines

        def judge(mutant):
            what, test = bench.judge(mutant)
            return report.add(mutant.name, (before if what == "survived" else what, test))

        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            results.update(zip((mutant.name for mutant in those), pool.map(judge, those)))
    return {name: ("survived", "") if what.startswith("outlived") else (what, test)
            for name, (what, test) in results.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="those whose name holds this")
    parser.add_argument("--names", help="a file with the names of those to try")
    parser.add_argument("--unwatched", action="store_true",
                        help="no second try of survivors under the sanitizers: quicker, more survivors")
    parser.add_argument("--quick", action="store_true", help="the quick tests alone")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--report", help="a file for the verdicts, from which a run that was cut off goes on")
    parser.add_argument("--anew", action="store_true", help="forget the verdicts in the report")
    parser.add_argument("--tap", action="store_true")
    options = parser.parse_args()
    mutants = [mutant for mutant in all_mutants() if options.only in mutant.name]
    whole = not (options.only or options.sample or options.names)
    if options.names:
        with open(options.names) as file:
            wanted = set(file.read().splitlines())
        mutants = [mutant for mutant in mutants if mutant.name in wanted]
    if options.sample:
        mutants = random.Random(options.seed).sample(mutants, min(options.sample, len(mutants)))
    if options.list:
        print("\n".join(mutant.name for mutant in mutants))
        return 0
    proofs, folder, start = read_equivalent(), tempfile.mkdtemp(prefix="steady-mutants-"), time.monotonic()
    kept = options.report or (os.path.join(options.build, "mutation-alarm.tsv") if whole else None)
    try:
        results = judge_all(options, mutants, Report(kept, options.anew), folder)
    finally:
        shutil.rmtree(folder)
    if options.tap:
        print("1..1\n# seed", options.seed)
    fine = report(results, proofs, whole, time.monotonic() - start, sys.stderr if options.tap else sys.stdout)
    if options.tap:
        print(("ok" if fine else "not ok") + " 1 /mutation/alarm/a-sample-is-noticed")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
