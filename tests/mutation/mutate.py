#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes the alarm machine in small ways and looks whether its tests notice.

usage: mutate.py BUILD_FOLDER [--sample N --seed N] [--jobs N] [--only TEXT] [--unwatched] [--list]
                 [--report FILE]

Each mutant is one change of one place in src/alarm/*.c: a comparison, a bound, a number, a
boolean, a sign, a state, or a statement that is left out. It is compiled alone, linked with
the other objects and with all tests of tests/alarm, and run, the quick tests first. A mutant
is killed when a test fails, crashes or does not end. One that no test notices survives;
the run fails on a survivor that does not stand in equivalent.txt, where each has a sentence
that proves that no test could notice. More than 2 % of them fail the run, too.

A place is named by file, function and the text of its line, so that the list outlives changes
elsewhere. With --sample some are drawn by chance, the same ones for the same seed.
"""
import argparse
import concurrent.futures
import glob
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SOURCES = os.path.join(TOP, "src", "alarm")
TESTS = os.path.join(TOP, "tests", "alarm")
EQUIVALENT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "equivalent.txt")
MOST_EQUIVALENT = 0.02
# the quick ones first: most mutants die at once
ORDER = ["small-rules", "machine", "audio", "limit", "shapes", "files", "rules", "properties", "journal"]
DAYS = "2"  # of the random ones, at first
MORE_DAYS = "5"  # for a survivor
SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
LEAST_LIMIT_S = 10  # for one test program; else so many times what it takes unchanged:
PATIENCE = 10

OTHER = {
    "<": ["<=", ">="], "<=": ["<", ">"], ">": [">=", "<="], ">=": [">", "<"],
    "==": ["!="], "!=": ["=="], "&&": ["||"], "||": ["&&"],
    "+": ["-"], "-": ["+"], "+=": ["-="], "-=": ["+="], "++": ["--"], "--": ["++"],
    "&": ["|"], "|": ["&"], "<<": [">>"], ">>": ["<<"],
    "true": ["false"], "false": ["true"], "MIN": ["MAX"], "MAX": ["MIN"],
}
STATES = [
    ["STEADY_ALARM_INACTIVE", "STEADY_ALARM_PENDING", "STEADY_ALARM_ACTIVE", "STEADY_ALARM_ACKNOWLEDGED",
     "STEADY_ALARM_LATCHED"],
    ["STEADY_ALARM_UNKNOWN", "STEADY_ALARM_FALSE", "STEADY_ALARM_TRUE"],
    ["STEADY_PRIORITY_NONE", "STEADY_PRIORITY_LOW", "STEADY_PRIORITY_MEDIUM", "STEADY_PRIORITY_HIGH"],
    ["STEADY_PROTECTION_NONE", "STEADY_PROTECTION_ARMED", "STEADY_PROTECTION_DISARMED",
     "STEADY_PROTECTION_NOT_FITTED", "STEADY_PROTECTION_ADVISORY"],
    ["STEADY_ALARM_REFERENCE_NUMBER", "STEADY_ALARM_REFERENCE_PLAN", "STEADY_ALARM_REFERENCE_CHANNEL"],
]
for row in STATES:
    for place, word in enumerate(row):
        OTHER[word] = [row[(place + 1) % len(row)]]

TOKEN = re.compile(
    r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|->|<<=|>>=|<<|>>|<=|>=|==|!=|&&|\|\||\+\+|--|\+=|-=|[A-Za-z_]\w*|'
    r"\d[\w.]*|[<>+\-&|!=*/^~%?:;,(){}\[\].]")
# a whole statement in one line: an assignment through a pointer or to a known name, or a call
STATEMENT = re.compile(r"^\s+(?:[\w.>\-\[\] *]+ (?:=|\+=|-=|\|=) [^;]*|[a-z_]\w* \([^;]*\)|\w[\w>.\-]*(?:\+\+|--));$")
DECLARES = re.compile(r"^\s+(?:const |static |unsigned|int|double|float|bool|size_t|u?int\d|Steady\w+ |struct |char |GChecksum|uint|void )")


def functions(lines):
    """The name of the function that each line is in, or None."""
    name, inside = None, [None] * len(lines)
    for number, line in enumerate(lines):
        if re.match(r"^[a-z_]\w* \(", line) or re.match(r"^\s+(steady_\w+) \(.*", line) and name is None:
            name = re.match(r"^\s*(\w+) \(", line).group(1)
        inside[number] = name if name and line.startswith((" ", "{", "}")) else None
        if line.startswith("}"):
            name = None
    return inside


def code_of(text):
    """The text with comments blanked out, line for line."""
    return re.sub(r"/\*.*?\*/", lambda found: re.sub(r"[^\n]", " ", found.group(0)), text, flags=re.S)


class Mutant:
    def __init__(self, file, function, number, column, before, after, line, occurrence):
        self.file, self.number, self.column, self.before, self.after = file, number, column, before, after
        self.name = f"{file}: {function}: {' '.join(line.split())}: {before} #{occurrence} -> {after or 'nothing'}"


def token_mutants(file, function, number, line):
    seen = {}
    tokens = list(TOKEN.finditer(line))
    for place, token in enumerate(tokens):
        word = token.group(0)
        before = tokens[place - 1].group(0) if place else ""
        after = tokens[place + 1].group(0) if place + 1 < len(tokens) else ""
        changes = OTHER.get(word, [])
        if word in "+-&" and (before in ("", "(", ",", "=", "return", "?", ":", "&&", "||", "case", "[") or before in OTHER
                              and not re.match(r"\w", before)):
            changes = [""] if word == "-" else []  # a sign, or an address
        if word == "&" and before == ")" and not line[token.end():token.end() + 1] == " ":
            changes = []
        if word == "!" :
            changes = [""]
        if re.fullmatch(r"\d+", word) and not (before == "[" and "sizeof" in line):
            changes = [str(int(word) + 1)] + ([str(int(word) - 1)] if int(word) > 0 else [])
        for change in changes:
            seen[word] = seen.get(word, 0) + (change == changes[0])
            yield Mutant(file, function, number, token.start(), word, change, line, seen[word])


def mutants_of(path):
    file = os.path.basename(path)
    with open(path) as source:
        text = source.read()
    lines = code_of(text).split("\n")
    inside = functions(lines)
    for number, line in enumerate(lines):
        if inside[number] is None or "steady_require" in line or not line.strip():
            continue
        yield from token_mutants(file, inside[number], number, line)
        if STATEMENT.match(line) and not DECLARES.match(line) and not line.lstrip().startswith("return"):
            body = line.strip()
            yield Mutant(file, inside[number], number, line.index(body), body, "", line, 1)


def all_mutants():
    found, names = [], {}
    for path in sorted(glob.glob(os.path.join(SOURCES, "*.c"))):
        for mutant in mutants_of(path):
            names[mutant.name] = names.get(mutant.name, 0) + 1
            if names[mutant.name] > 1:  # the same line again in the same function
                mutant.name += f" (line {names[mutant.name]} of these)"
            found.append(mutant)
    return found


def command(*words, **more):
    return subprocess.run(words, capture_output=True, text=True, **more)


class Bench:
    """All that stays the same: objects, the tests' own and the libraries below."""

    def __init__(self, build, folder, *more):
        self.folder, self.more = folder, list(more)
        os.makedirs(folder, exist_ok=True)
        libraries = [os.path.join(build, "src", name, f"libsteady-{name}.a") for name in ("measure", "base")]
        packages = ["glib-2.0", "json-c"]
        flags = command("pkg-config", "--cflags", *packages, check=True).stdout.split()
        self.compile = ["gcc", "-std=gnu11", "-D_GNU_SOURCE", "-O0", "-w", *more, "-I", os.path.join(TOP, "src"), "-I", TESTS, *flags, "-c"]
        self.libraries = [*libraries, *command("pkg-config", "--libs", *packages, check=True).stdout.split(),
                          "-lm", "-lpthread"]
        self.objects = {}
        for path in sorted(glob.glob(os.path.join(SOURCES, "*.c"))):
            self.objects[os.path.basename(path)] = self.object(path)
        self.tests, names = [], []
        for path in sorted(glob.glob(os.path.join(TESTS, "*.c"))):
            name = re.sub(r"^test-|\.c$", "", os.path.basename(path))
            if os.path.basename(path).startswith("test-"):
                names.append(name)
                self.tests.append(self.object(path, f"-Dmain=main_{name.replace('-', '_')}"))
            else:
                self.tests.append(self.object(path))
        runner = os.path.join(folder, "runner.c")
        with open(runner, "w") as file:
            file.write("#include <string.h>\n")
            file.writelines(f"int main_{name.replace('-', '_')} (int, char **);\n" for name in names)
            file.write("int main (int n, char **words)\n{\n")
            file.writelines(f'  if (strcmp (words[1], "{name}") == 0) return main_{name.replace("-", "_")} (n - 1, words + 1);\n' for name in names)
            file.write("  return 2;\n}\n")
        self.tests.append(self.object(runner))
        self.names = sorted(names, key=lambda name: (ORDER + names).index(name))

    def object(self, path, *more):
        out = os.path.join(self.folder, os.path.basename(path) + ".o")
        command(*self.compile, *more, path, "-o", out, check=True)
        return out

    def link(self, objects, out):
        return command("gcc", "-fuse-ld=gold", *self.more, *objects, *self.tests, *self.libraries, "-o", out).returncode == 0

    def learn(self, program, days):
        """How long each test takes of what is not changed; False: it fails."""
        self.limits = {}
        for name in self.names:
            start = time.monotonic()
            if self.fails(program, days, [name], 600):
                return False
            self.limits[name] = max(LEAST_LIMIT_S, PATIENCE * (time.monotonic() - start))
        return True

    def fails(self, program, days, names=None, limit=None):
        """The first test that notices, or None."""
        env = dict(os.environ, STEADY_DATA_DIR=os.path.join(TOP, "data"), STEADY_TEST_DATA=os.path.join(TOP, "tests"),
                   LC_ALL="C.UTF-8", G_DEBUG="fatal-warnings", ASAN_OPTIONS="detect_leaks=1",
                   LSAN_OPTIONS="print_suppressions=0")
        env.pop("STEADY_TEST_DAYS", None)
        if days:
            env["STEADY_TEST_DAYS"] = days
        for name in names or self.names:
            try:
                result = subprocess.run([program, name, "-q"], env=env, timeout=limit or self.limits[name], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            except subprocess.TimeoutExpired:
                return name + " (does not end)"
            if result.returncode != 0:
                return name
        return None


def try_one(bench, mutant, days):
    """("killed", test), ("survived", "") or ("stillborn", ""): it does not compile."""
    place = os.path.join(bench.folder, f"worker-{threading.get_ident()}")
    os.makedirs(place, exist_ok=True)
    with open(os.path.join(SOURCES, mutant.file)) as source:
        lines = source.read().split("\n")
    line = lines[mutant.number]
    end = mutant.column + len(mutant.before)
    after = mutant.after or (";" if mutant.before.endswith(";") else "")
    lines[mutant.number] = line[:mutant.column] + after + line[end:]
    path, built, program = (os.path.join(place, name) for name in (mutant.file, "mutant.o", "program"))
    with open(path, "w") as changed:
        changed.write("\n".join(lines))
    objects = [built if name == mutant.file else other for name, other in bench.objects.items()]
    if command(*bench.compile, path, "-o", built).returncode != 0 or not bench.link(objects, program):
        return "stillborn", ""
    failed = bench.fails(program, days)
    return ("killed", failed) if failed else ("survived", "")


def judge(benches, mutant):
    """A few random days at first; a survivor sees more, with the sanitizers watching."""
    verdict = try_one(benches[0], mutant, DAYS)
    if verdict[0] == "survived" and len(benches) > 1:
        verdict = try_one(benches[1], mutant, MORE_DAYS)
    return verdict


def read_equivalent():
    proofs = {}
    with open(EQUIVALENT) as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                continue
            name, mark, proof = line.partition(" || ")
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
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--report")
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
    proofs, folder, start, results = read_equivalent(), tempfile.mkdtemp(prefix="steady-mutants-"), time.monotonic(), {}
    try:
        benches = [Bench(os.path.abspath(options.build), os.path.join(folder, "quick"))]
        if not options.unwatched:
            benches.append(Bench(os.path.abspath(options.build), os.path.join(folder, "watched"), *SANITIZERS))
        for bench, days in zip(benches, (DAYS, MORE_DAYS)):
            program = os.path.join(bench.folder, "unchanged")
            if not bench.link(list(bench.objects.values()), program) or not bench.learn(program, days):
                sys.exit("the tests do not pass before anything is changed")
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            for mutant, result in zip(mutants, pool.map(lambda one: judge(benches, one), mutants)):
                results[mutant.name] = result
                if options.report:
                    with open(options.report, "a") as file:
                        print(result[0], result[1], mutant.name, sep="\t", file=file)
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
