# SPDX-License-Identifier: GPL-3.0-or-later
"""The small changes of src/alarm/*.c, each with a name that outlives changes elsewhere."""
import glob
import os
import re

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SOURCES = os.path.join(TOP, "src", "alarm")

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
        self.text = line
        self.name = f"{file}: {function}: {' '.join(line.split())}: {before} #{occurrence} -> {after or 'nothing'}"

    def line_after(self, line):
        """What stands there instead."""
        after = self.after or (";" if self.before.endswith(";") else "")
        return line[:self.column] + after + line[self.column + len(self.before):]


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
