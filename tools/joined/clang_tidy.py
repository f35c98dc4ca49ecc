#!/usr/bin/env python3
"""clang-tidy over src/ and app/, a folder at a time, for ./test --deep.

usage: clang_tidy.py <root> <folder of compile_commands.json> [--jobs N] [--folder PREFIX]

Nine tenths of clang-tidy's time go into the headers of libraries, which it walks for every file. So the files of a folder are joined to
one text, walked once, and what is found is told under the names and lines of the files themselves. (Files that are included instead
of joined would not do: the analyzer follows paths only through the main file.) Which files, texts.py says; where they do not compile
when joined, each half of them is read.

Prints the findings, each once, and how long each text took. Exit status 0 only if there are none.
"""

import argparse
import json
import re
import shlex
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import texts

FINDING = re.compile(r"^(/[^:\n]+):(\d+):(\d+: (?:error|warning|note): .*)$")
EXCERPT = re.compile(r"^ *(\d+) (\|.*)$")
NOT_COMPILED = "[clang-diagnostic-error]"


def joined(contents):
    """One text of (path, content) pairs, and for each path the number of lines before it."""
    text, before = "", []
    for path, content in contents:
        before.append((text.count("\n"), path))
        text += content if content.endswith("\n") else content + "\n"
    return text, before


def told(output, text_path, before):
    """clang-tidy's output as findings (a list of lines each, notes and excerpts included), with the files' own names and lines."""
    findings, offset = [], 0
    for line in output.splitlines():
        if match := FINDING.match(line):
            path, number, rest = match[1], int(match[2]), match[3]
            offset = 0
            if path == str(text_path):
                offset, path = max(entry for entry in before if entry[0] < number)
            line = f"{path}:{number - offset}:{rest}"
            if ": note: " not in rest:
                findings.append([])
        elif match := EXCERPT.match(line):
            line = f"{int(match[1]) - offset:5} {match[2]}"
        if findings:
            findings[-1].append(line)
    return findings


def without_precompiled(words):
    """The words of a compiler's command without what reads a precompiled header: a file must include what it uses."""
    kept = []
    for word in words:
        if word.endswith("/cmake_pch.hxx"):
            kept.pop()  # its -include
        elif word not in ("-Winvalid-pch", "-fpch-preprocess"):
            kept.append(word)
    return kept


class Tree:
    def __init__(self, root, build):
        self.root, self.build = Path(root).resolve(), Path(build).resolve()
        self.commands = {}
        for entry in json.loads((self.build / "compile_commands.json").read_text(encoding="utf-8")):
            path = Path(entry["file"])
            if path.is_relative_to(self.root) and re.match(r"(src|app)/.*(?<!_test)\.cpp$", str(path.relative_to(self.root))):
                self.commands[str(path.relative_to(self.root))] = entry["command"]

    def options(self, paths):
        """How the ordinary build compiles the first of the files, without compiler, input and output, and what clang needs besides (cmake/warnings.cmake)."""
        words = without_precompiled(shlex.split(self.commands[paths[0]]))
        beside = {f"-iquote{(self.root / path).parent}": None for path in paths}  # "asking.hpp" stands beside the file that includes it
        return [*words[1 : words.index("-o")], *beside, "-Wno-unknown-warning-option", "-Wno-deprecated-declarations"]

    def read(self, paths):
        """The findings in these files, and a line on how long it took."""
        start = time.monotonic()
        text_path = self.build / "clang_tidy" / (paths[0].replace("/", "-"))
        text_path.parent.mkdir(exist_ok=True)
        text, before = joined([(path, (self.root / path).read_text(encoding="utf-8")) for path in paths])
        text_path.write_text(text, encoding="utf-8")
        done = subprocess.run(
            ["clang-tidy-19", "-quiet", f"--config-file={self.root}/.clang-tidy", text_path, "--", *self.options(paths)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, check=False,
        )
        findings = told(done.stdout, text_path, before)
        if len(paths) > 1 and NOT_COMPILED in done.stdout:
            halves = [self.read(paths[: len(paths) // 2]), self.read(paths[len(paths) // 2 :])]
            return [finding for one, _ in halves for finding in one], "\n".join(line for _, line in halves)
        if done.returncode != 0 and not findings:
            findings = [[f"{paths[0]}: clang-tidy ended with {done.returncode}:", done.stdout, done.stderr]]
        return findings, f"{time.monotonic() - start:6.1f} s  {paths[0]}" + (f" and {len(paths) - 1} more" if len(paths) > 1 else "")


def main():
    parser = argparse.ArgumentParser(usage="clang_tidy.py <root> <folder of compile_commands.json> [--jobs N] [--folder PREFIX]")
    parser.add_argument("root")
    parser.add_argument("build")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--folder", default="", help="only files whose path begins so")
    wanted = parser.parse_args()
    tree = Tree(wanted.root, wanted.build)
    paths = [path for path in tree.commands if path.startswith(wanted.folder)]
    if not paths:
        sys.exit(f"clang_tidy.py: {wanted.build} compiles no file of src/ or app/ that begins with “{wanted.folder}”.")
    contents = {path: (tree.root / path).read_text(encoding="utf-8") for path in paths}
    longest_first = sorted(texts.of(contents), key=lambda text: -sum(len(contents[path]) for path in text))  # no core waits for another
    seen = set()
    with ThreadPoolExecutor(wanted.jobs) as pool:
        for findings, took in pool.map(tree.read, longest_first):
            for finding in findings:
                if finding[0] not in seen:
                    seen.add(finding[0])
                    print("\n".join(finding))
            print(took, flush=True)
    print(f"{len(paths)} files, {len(seen)} findings")
    return 1 if seen else 0


if __name__ == "__main__":
    sys.exit(main())
