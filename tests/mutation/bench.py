# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the program with all mutants in it and runs its tests against one of them."""
import collections
import concurrent.futures
import glob
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import threading

from mutants import SOURCES, TOP, code_of
from schemata import Source

HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.join(TOP, "tests", "alarm")
SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
SEED = "R02S00000000000000000000000000000000"  # the random tests do the same against each mutant
LEAST_CPU_S, PATIENCE = 1, 5  # of processor time, so that a busy machine kills nothing
CHEAP_S = 0.15  # of each program, its quickest tests first
WALL_S = 300
MEMORY_MIB = 1024
FAVOURITES = 3
NO_JUDGES = {"/alarm/machine/update-is-cheap"}  # it measures time, which a busy machine takes

Test = collections.namedtuple("Test", "program path")


def command(*words, **more):
    return subprocess.run(words, capture_output=True, text=True, **more)


class Bench:
    def __init__(self, build, folder, mutants, days, jobs, stage, lines=None):
        """stage: "cheap", the quick tests alone; "dear", the others; "watched", all under the sanitizers.
        lines: what an earlier stage has learnt of the lines that each test runs."""
        self.folder, self.days, self.jobs, self.stage = folder, days, jobs, stage
        os.makedirs(folder)
        self.more = SANITIZERS if stage == "watched" else []
        self.program = os.path.join(folder, "runner")
        self.numbers = {mutant.name: number for number, mutant in enumerate(mutants, 1)}
        self.stillborn, self.function, self.lock = set(), {}, threading.Lock()
        self.killers = collections.defaultdict(collections.Counter)
        self.pool = concurrent.futures.ThreadPoolExecutor(jobs)
        self.build(build, mutants)
        self.learn()
        if lines is None:
            self.build_traced(build)
            lines = dict(zip(self.tests, self.pool.map(self.lines_of, self.tests)))
        self.lines = lines
        self.countable = set().union(*(able for _, able in lines.values()))
        self.choose()

    # -- building

    def build(self, build, mutants):
        packages = ["glib-2.0", "json-c"]
        flags = command("pkg-config", "--cflags", *packages, check=True).stdout.split()
        self.compile = ["gcc", "-std=gnu11", "-D_GNU_SOURCE", "-w", "-ffp-contract=off", *self.more,
                        "-I", os.path.join(TOP, "src"), "-I", TESTS, "-I", self.folder, *flags, "-c"]
        by_file = collections.defaultdict(list)
        for mutant in mutants:
            by_file[mutant.file].append(mutant)
        sources = sorted(glob.glob(os.path.join(SOURCES, "*.c")))
        objects = list(self.pool.map(lambda path: self.with_mutants(path, by_file[os.path.basename(path)]), sources))
        names = []
        with open(os.path.join(self.folder, "programs.h"), "w") as table:
            for path in sorted(glob.glob(os.path.join(TESTS, "test-*.c"))):
                names.append(re.sub(r"^test-|\.c$", "", os.path.basename(path)))
                print(f'PROGRAM ("{names[-1]}", {self.main_of(path)})', file=table)
        others = [*sorted(glob.glob(os.path.join(TESTS, "*.c"))), os.path.join(HERE, "runner.c")]
        objects += self.pool.map(lambda path: self.object(
            path, f"-Dmain={self.main_of(path)}" if path.startswith(os.path.join(TESTS, "test-")) else "-DSTEADY_UNCHANGED",
            f"-DSTEADY_MUTANTS={len(mutants)}"), others)
        self.link(build, objects, self.program)
        self.names = names

    def build_traced(self, build):
        """The program as it is, which counts the lines that are run."""
        self.traced = os.path.join(self.folder, "traced")
        os.makedirs(self.traced)
        objects = []
        for path in sorted(glob.glob(os.path.join(SOURCES, "*.c"))):
            objects.append(os.path.join(self.traced, os.path.basename(path)[:-2] + ".o"))
            command(*self.compile, "-O0", "--coverage", path, "-o", objects[-1], check=True)
        own = {os.path.basename(path) + ".o" for path in glob.glob(os.path.join(SOURCES, "*.c"))}
        others = [path for path in glob.glob(os.path.join(self.folder, "*.o")) if os.path.basename(path) not in own]
        self.tracer = os.path.join(self.traced, "runner")
        self.link(build, [*objects, *others], self.tracer, "--coverage")

    def link(self, build, objects, program, *more):
        libraries = [os.path.join(build, "src", name, f"libsteady-{name}.a") for name in ("measure", "base")]
        command("gcc", *self.more, *more, *objects, *libraries,
                *command("pkg-config", "--libs", "glib-2.0", "json-c", check=True).stdout.split(), "-lm", "-lpthread",
                "-o", program, check=True)

    def lines_of(self, test):
        """{(file, line)} that a test runs, and all that it could."""
        with tempfile.TemporaryDirectory(dir=self.folder) as place:
            env = {"GCOV_PREFIX": place, "GCOV_PREFIX_STRIP": "99"}
            _, code, _ = self.run(test.program, ["-p", test.path], 600, program_file=self.tracer, more_env=env)
            data = glob.glob(os.path.join(place, "*.gcda"))
            for name in data:
                note = os.path.basename(name)[:-5] + ".gcno"
                os.symlink(os.path.join(self.traced, note), os.path.join(place, note))
            if data:
                command("gcov", "--json-format", *[os.path.basename(name) for name in data], cwd=place, check=True)
            run, able = set(), set()
            for name in glob.glob(os.path.join(place, "*.json.gz")):
                with gzip.open(name) as file:
                    for source in json.load(file)["files"]:
                        for line in source["lines"]:
                            where = (os.path.basename(source["file"]), line["line_number"])
                            able.add(where)
                            if line["count"] > 0:
                                run.add(where)
            if code != 0 or not able:
                sys.exit(f"{test.path} does not pass where its lines are counted")
            return run, able

    @staticmethod
    def main_of(path):
        return "main_" + re.sub(r"\W", "_", os.path.basename(path)[:-2])

    def object(self, path, *more):
        out = os.path.join(self.folder, os.path.basename(path) + ".o")
        result = command(*self.compile, "-O1", *more, path, "-o", out)
        if result.returncode != 0:
            sys.exit(result.stderr)
        return out

    def with_mutants(self, path, mutants):
        """The object of one source with its mutants; those that do not compile are left out."""
        with open(path) as file:
            code = code_of(file.read())
        changed = os.path.join(self.folder, os.path.basename(path))
        # half a bracket would take the next mutants along
        torn = {mutant for mutant in mutants if any(
            mutant.before.count(one) != mutant.before.count(other) for one, other in ("()", "{}", "[]"))}
        self.stillborn.update(mutant.name for mutant in torn)
        mutants = [mutant for mutant in mutants if mutant not in torn]
        while True:
            source = Source(code, mutants, self.numbers)
            with open(changed, "w") as file:
                file.write(source.text())
            result = command(*self.compile, "-O1", changed, "-o", changed + ".o")
            if result.returncode == 0:
                break
            bad = {source.owner[int(number)] for number in
                   re.findall(re.escape(changed) + r":(\d+):(?:\d+:)? (?:fatal )?error", result.stderr)}
            bad.discard(None)
            if not bad:
                sys.exit(result.stderr)
            self.stillborn.update(mutant.name for mutant in bad)
            mutants = [mutant for mutant in mutants if mutant not in bad]
        for first, names in source.functions:
            self.function.update((name, first) for name in names)
        return changed + ".o"

    # -- running

    def run(self, program, words, seconds, number=0, reached=None, program_file=None, more_env=None):
        """(what it printed, exit status or None when it did not end, processor seconds)"""
        env = dict(os.environ, STEADY_DATA_DIR=os.path.join(TOP, "data"), STEADY_TEST_DATA=os.path.join(TOP, "tests"),
                   LC_ALL="C.UTF-8", G_DEBUG="fatal-warnings", ASAN_OPTIONS="detect_leaks=1:hard_rss_limit_mb=3000",
                   LSAN_OPTIONS="print_suppressions=0", STEADY_TEST_DAYS=self.days, STEADY_MUTANT=str(number))
        env.update(more_env or {})
        if reached:
            env["STEADY_REACHED"] = reached
        with tempfile.TemporaryDirectory(dir=self.folder) as place:
            env["TMPDIR"] = place
            with open(os.path.join(place, "out"), "w+") as out:
                process = subprocess.Popen(
                    [program_file or self.program, str(int(seconds + 1)), "0" if self.stage == "watched" else str(MEMORY_MIB), program, "--seed", SEED, *words],
                    env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.DEVNULL, close_fds=False)
                late = threading.Timer(WALL_S, process.kill)
                late.start()
                _, status, usage = os.wait4(process.pid, 0)
                process.returncode = status
                late.cancel()
                out.seek(0)
                text = out.read()
        spent = usage.ru_utime + usage.ru_stime
        code = os.waitstatus_to_exitcode(status)
        if code in (-24, -9) and (spent >= int(seconds + 1) or code == -24):
            code = None
        return text, code, spent

    def learn(self):
        """What each test takes of what is not changed and which functions it calls."""
        self.tests = []
        for name in self.names:
            listed = command(self.program, "0", "0", name, "-l").stdout.split()
            self.tests += [Test(name, path) for path in listed if path not in NO_JUDGES]

        def look(test):
            with tempfile.NamedTemporaryFile(dir=self.folder) as file:
                _, code, spent = self.run(test.program, ["-p", test.path], 600, reached=file.name)
                return code, spent, {int(line) for line in file.read().split()}

        self.cost, self.reaches = {}, {}
        for test, (code, spent, reached) in zip(self.tests, self.pool.map(look, self.tests)):
            if code != 0:
                sys.exit(f"{test.path} does not pass before anything is changed")
            self.cost[test], self.reaches[test] = spent, reached

    def choose(self):
        """Which tests this stage runs."""
        if self.stage == "watched":
            return
        cheap = self.stage == "cheap"
        quick = set()
        for name in self.names:
            left = CHEAP_S
            for test in sorted((test for test in self.tests if test.program == name), key=self.cost.get):
                left -= self.cost[test]
                if left > 0:
                    quick.add(test)
        self.tests = [test for test in self.tests if (test in quick) == cheap]

    def fails(self, tests, number):
        """The first of `tests`, all of one program, that notices, or None."""
        words = [word for test in tests for word in ("-p", test.path)]
        limit = LEAST_CPU_S + PATIENCE * sum(self.cost[test] for test in tests)
        text, code, _ = self.run(tests[0].program, words, limit, number)
        if code == 0:
            return None
        fine = set(re.findall(r"^ok \d+ (\S+)", text, re.M))
        first = next((test for test in sorted(tests, key=self.tests.index) if test.path not in fine), tests[0])
        return first, code is None

    def runs_line(self, test, mutant):
        """Whether the test runs the line of the mutant, where that can be told."""
        place = (mutant.file, mutant.number + 1)
        label = mutant.text.lstrip().startswith(("case ", "default"))  # a switch looks at all of them
        return label or place not in self.countable or place in self.lines[test][0]

    def judge(self, mutant):
        """("killed", by which test), ("survived", "") or ("stillborn", "")"""
        if mutant.name in self.stillborn:
            return "stillborn", ""
        number, function = self.numbers[mutant.name], self.function[mutant.name]
        able = [test for test in self.tests if function in self.reaches[test] and self.runs_line(test, mutant)]
        with self.lock:
            known = [test for test, _ in self.killers[function].most_common(FAVOURITES) if test in able]
        batches = [[test] for test in known]
        rest = [[test for test in able if test.program == name and test not in known] for name in self.names]
        batches += sorted((batch for batch in rest if batch), key=lambda batch: sum(self.cost[test] for test in batch))
        for batch in batches:
            found = self.fails(batch, number)
            if found:
                test, endless = found
                with self.lock:
                    self.killers[function][test] += 1
                return "killed", test.path + (" (does not end)" if endless else "")
        return "survived", ""
