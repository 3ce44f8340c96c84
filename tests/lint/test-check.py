#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of ./check itself: whatever goes wrong, its last line and its status say so. TAP.

It runs in a folder of its own, with stand-ins for meson, ninja and the package manager.
"""

import os
import shutil
import subprocess
import sys
import tempfile

TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")

# Each stand-in does what the case says in its environment.
STAND_INS = {
    "meson": """
case $1 in
  setup) mkdir -p "$2" && touch "$2/build.ninja" ;;
  introspect) echo '[{"suite": ["steady:base"]}]' ;;
  test)
    mkdir -p "$3/meson-logs"
    [ -z "$LOG" ] || printf '%s\\n' "$LOG" >"$3/meson-logs/testlog.json"
    exit "$STATUS"
    ;;
esac
""",
    "ninja": '[ "$2" != "$BAD_BUILD" ]\n',
    "dpkg-query": """
[ -z "$MISSING" ] || exit 0
sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e 's/^/installed /' .ci/packages-*.txt
""",
    "apt-get": "exit 100\n",
    "sudo": "exit 1\n",
    "npm": "exit 0\n",
}

PASSED = '{ "name": "a", "result": "OK", "returncode": 0, "stdout": "ok 1 /a/b" }'
FAILED = '{ "name": "a", "result": "FAIL", "returncode": 1, "stdout": "not ok 1 /a/b" }'

# name, arguments, what goes wrong, status, last line of stdout
CASES = [
    ("one-passed", ["base"], {}, 0, "1 passed, 0 failed, 0 skipped"),
    ("both-runs-count", [], {}, 0, "2 passed, 0 failed, 0 skipped"),
    ("one-failed", ["base"], {"LOG": FAILED, "STATUS": "1"}, 1, "0 passed, 1 failed, 0 skipped"),
    ("meson-is-killed", ["base"], {"STATUS": "137"}, 1, "1 passed, 1 failed, 0 skipped"),
    ("no-test-ran", ["base"], {"LOG": ""}, 1, "0 passed, 1 failed, 0 skipped"),
    ("build-fails", ["base"], {"BAD_BUILD": "build-check"}, 1, "0 passed, 1 failed, 0 skipped"),
    ("second-build-fails", [], {"BAD_BUILD": "build-sanitize"}, 1, "1 passed, 1 failed, 0 skipped"),
    ("coverage-below-its-limit", ["coverage"], {}, 1, "1 passed, 1 failed, 0 skipped"),
    ("package-cannot-be-had", ["base"], {"MISSING": "1"}, 1, "0 passed, 1 failed, 0 skipped"),
    ("no-such-suite", ["weather"], {}, 2, ""),
    ("no-such-option", ["--weather"], {}, 2, ""),
]


def write_program(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write("#!/usr/bin/env bash\n" + text)
    os.chmod(path, 0o755)


def stage(folder):
    """A copy of what ./check consists of, and the stand-ins in front of the real programs."""
    shutil.copy(os.path.join(TOP, "check"), folder)
    shutil.copytree(os.path.join(TOP, ".ci"), os.path.join(folder, ".ci"))
    write_program(os.path.join(folder, ".ci", "coverage"), "exit 1\n")
    os.mkdir(os.path.join(folder, "bin"))
    for name, text in STAND_INS.items():
        write_program(os.path.join(folder, "bin", name), text)


def judge(arguments, wrong, status, last):
    """What is not as wanted, or nothing."""
    with tempfile.TemporaryDirectory() as folder:
        stage(folder)
        path = os.path.join(folder, "bin") + os.pathsep + os.environ["PATH"]
        usual = {"LOG": PASSED, "STATUS": "0", "BAD_BUILD": "", "MISSING": ""}
        run = subprocess.run(
            ["./check", *arguments], cwd=folder, capture_output=True, text=True, check=False,
            stdin=subprocess.DEVNULL, env={**os.environ, **usual, **wrong, "PATH": path},
        )
    said = run.stdout.strip().split("\n")[-1]
    told = "FAILED: " in run.stdout or "check: " in run.stderr
    if (run.returncode, said) == (status, last) and told == (status != 0):
        return None
    return "status %d, last line %r, wanted %d and %r; it said %r" % (run.returncode, said, status, last, run.stderr)


def main():
    fine = True
    print("1..%d" % len(CASES))
    for number, (name, arguments, wrong, status, last) in enumerate(CASES, 1):
        problem = judge(arguments, wrong, status, last)
        if problem:
            print("# " + problem)
            fine = False
        print("%s %d /check/whole/%s" % ("not ok" if problem else "ok", number, name))
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
