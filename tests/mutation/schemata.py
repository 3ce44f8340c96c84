# SPDX-License-Identifier: GPL-3.0-or-later
"""One program that holds all mutants: each function that is changed somewhere stands there
once as it is and once for every change, and the variable steady_mutant says which one is
called. So nothing is compiled for a single mutant."""
import collections
import re

Function = collections.namedtuple("Function", "name start end returns parameters arguments")
HEAD = re.compile(r"^([a-z_]\w*) \(", re.M)
LINK = re.compile(r"^static\s+|^inline\s+")


def closing(text, at):
    """Where the bracket that opens at `at` closes."""
    depth = 0
    for place in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return place
    raise ValueError("a bracket is not closed")


def parameter_names(parameters):
    names, depth, part = [], 0, ""
    for letter in parameters + ",":
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(letter, 0)
        if letter != "," or depth > 0:
            part += letter
            continue
        pointer = re.search(r"\(\s*\*\s*(\w+)\s*\)", part)
        name = pointer or re.search(r"(\w+)\s*(?:\[[^\]]*\]\s*)*$", part)
        if part.strip() not in ("", "void"):
            names.append(name.group(1))
        part = ""
    return names


def functions_in(code):
    """All that are defined in `code`, which has no comments, by line numbers from 0."""
    found = []
    lines = code.split("\n")
    for head in HEAD.finditer(code):
        end = closing(code, head.end() - 1)
        if not code[end + 1:].lstrip(" ").startswith("\n{"):
            continue
        name_line = code.count("\n", 0, head.start())
        first = name_line
        while first > 0 and lines[first - 1].strip() and lines[first - 1][0] not in "#}":
            first -= 1
        last = code.count("\n", 0, code.index("\n}", end) + 1)
        parameters = code[head.end():end]
        found.append(Function(head.group(1), first, last, " ".join(lines[first:name_line]), parameters,
                              ", ".join(parameter_names(parameters))))
    return found


class Source:
    """The text of one file with mutants in it, numbered from 1 over all files."""

    def __init__(self, code, mutants, numbers):
        """mutants: of this file; numbers: of each, by name."""
        self.lines, self.owner, self.functions = [], {}, []
        source = code.split("\n")
        at = 0
        self.add("extern int steady_mutant;\nextern unsigned char steady_reached[];")
        for function in functions_in(code):
            inside = [mutant for mutant in mutants if function.start <= mutant.number <= function.end]
            if not inside:
                continue
            self.add("\n".join(source[at:function.start]))
            self.variants(source, function, inside, numbers)
            at = function.end + 1
        self.add("\n".join(source[at:]))

    def add(self, text, mutant=None):
        for line in text.split("\n"):
            self.lines.append(line)
            self.owner[len(self.lines)] = mutant

    def variants(self, source, function, inside, numbers):
        returns = function.returns
        while LINK.match(returns):
            returns = LINK.sub("", returns, count=1)
        name, parameters = function.name, function.parameters
        body = source[function.start:function.end + 1]
        brace = next(place for place, line in enumerate(body) if line.startswith("{"))
        self.add(f"{function.returns} {name} ({parameters});")
        self.add(f"static {returns} {name}__0 ({parameters})")
        self.add("\n".join(body[brace:]))
        for mutant in inside:
            changed = list(body)
            changed[mutant.number - function.start] = mutant.line_after(body[mutant.number - function.start])
            self.add(f"static {returns} {name}__{numbers[mutant.name]} ({parameters})", mutant)
            self.add("\n".join(changed[brace:]), mutant)
        these = [numbers[mutant.name] for mutant in inside]
        self.add(f"{function.returns} {name} ({parameters})\n{{")
        self.add(f"  if (steady_mutant >= {min(these)} && steady_mutant <= {max(these)})\n    switch (steady_mutant)\n      {{")
        for number in these:
            self.add(f"      case {number}: return {name}__{number} ({function.arguments});")
        # all mutants of a function are reached together: the first one stands for them
        self.add(f"      default: break;\n      }}\n  steady_reached[{min(these)}] = 1;")
        self.add(f"  return {name}__0 ({function.arguments});\n}}")
        self.functions.append((min(these), [mutant.name for mutant in inside]))

    def text(self):
        return "\n".join(self.lines)
