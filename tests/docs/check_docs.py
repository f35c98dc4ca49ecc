#!/usr/bin/env python3
"""The documents say what is so. Usage: check_docs.py <root of the tree>

For every .md file of the tree:
1. Links to files and headings resolve; a heading is found by the anchor that GitHub makes of it.
2. Repository paths in code (`src/…`, `tools/…`, `./start` …) exist. `<type>`, `NNNN`, `*` and `$type` stand for anything, of which one must exist.
3. `ganbo VERB` and the flags behind it are declared in app/ or src/; flags of ./start, ./test and bench/run stand in those scripts.
4. Routes (`GET /v1/…`) are declared in the code.
5. Functions written `Like::this` or `like()` stand somewhere in src/ or app/.
And: both READMEs have the same commands; docs/tables.md has every table and, where it lists columns, exactly those of tables.sql; each
folder of src/ and src/platform/ has a README.md; decisions are numbered without gaps, listed, and have their four parts.
"""

import re
import sys
from pathlib import Path

ROOTS = ("src/", "app/", "web/", "tests/", "tools/", "docs/", "bench/", "fuzz/", "cmake/", ".ci/")
MADE = ("build/", "data/", "web/dist", "web/node_modules", "tests/output/")  # made by commands, ignored by git
FENCE = re.compile(r"^\s*```(\w*)\s*$")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
PATH = re.compile(r"(?<![\w/.$-])((?:src|app|web|tests|tools|docs|bench|fuzz|cmake|\.ci)/[\w./<>*$-]*[\w/>*])")
SCRIPT = re.compile(r"(?<![\w/])(\./start|\./test|bench/run)((?: --?[\w-]+(?: [A-Z]+)?)*)")
VERB = re.compile(r"(?:^|[`\s(/])ganbo ((?:[a-z]+)(?: [a-z]+)?)([^`\n|>]*)")
ROUTE = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE) (/v1[\w/{}<>.-]*)")
FUNCTION = re.compile(r"`((?:[A-Za-z_]\w*::)*[A-Za-z_]\w*)(\(\))?`")
DECLARED_VERB = re.compile(r"""(?:add_subcommand|verb)\(\s*"([a-z]+)\"""")
SEGMENT_CALLS = ("identify", "track", "page", "screen", "group", "alias", "batch")


class Tree:
    """What the tree holds, read once."""

    def __init__(self, root):
        self.root = Path(root)
        self.sources = {p: p.read_text(encoding="utf-8") for folder in ("src", "app") for p in sorted((self.root / folder).rglob("*.[ch]pp"))}
        text = "\n".join(self.sources.values())
        self.words = set(re.findall(r"[A-Za-z_]\w*", text))
        self.verbs = set(DECLARED_VERB.findall("\n".join(t for p, t in self.sources.items() if "app" in p.relative_to(self.root).parts)))
        self.flags = set(re.findall(r'"(--[a-z-]+)', text)) | {"--help", "--version"}
        shipped = "\n".join(t for p, t in self.sources.items() if not p.name.endswith("_test.cpp"))
        self.routes = {shape(r) for r in re.findall(r'"(/v1/[^"\s]*)"', shipped)} | {f"/v1/{call}" for call in SEGMENT_CALLS}
        self.tables = {}
        for file in sorted((self.root / "src").rglob("store/tables.sql")):
            if "testing" not in file.parts:
                self.tables |= tables_of(file.read_text(encoding="utf-8"))

    def documents(self):
        skipped = {"node_modules", "build", "data", "output"}
        return [p for p in sorted(self.root.rglob("*.md")) if not skipped & set(p.relative_to(self.root).parts)]


def shape(route):
    return re.sub(r"\{[^}]*\}|<[^>]*>", "{}", route.rstrip("/."))


def tables_of(sql):
    found = {}
    for name, body in re.findall(r"^create table (\w+) \(\n(.*?)^\)", sql, re.M | re.S):
        found[name] = [c for c in re.findall(r"^  (\w+) ", body, re.M) if c not in ("primary", "unique", "check")]
    return found


def split(text):
    """Pairs of line number and line outside fenced blocks; and the blocks as (line number, language, lines)."""
    prose, blocks, block = [], [], None
    for number, line in enumerate(text.splitlines(), 1):
        fence = FENCE.match(line)
        if fence and block is None:
            block = (number, fence[1], [])
        elif fence:
            blocks.append(block)
            block = None
        elif block is not None:
            block[2].append(line)
        elif line.startswith("    ") and not line.lstrip().startswith(("-", "*")):
            blocks.append((number, "", [line]))
        else:
            prose.append((number, line))
    return prose, blocks


def anchors(text):
    prose, _ = split(text)
    return {re.sub(r"[^\w\- ]", "", line.lstrip("#").strip().lower()).replace(" ", "-") for _, line in prose if line.startswith("#")}


def check_links(tree, file, prose):
    for number, line in prose:
        for target in LINK.findall(re.sub(r"`[^`]*`", "", line)):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            found = (file.parent / path).resolve() if path else file
            if not found.exists():
                yield number, f"the link {target} leads nowhere"
            elif anchor and found.suffix == ".md" and anchor not in anchors(found.read_text(encoding="utf-8")):
                yield number, f"{path or file.name} has no heading #{anchor}"


def check_paths(tree, file, number, code):
    for path in PATH.findall(code):
        if path.startswith(MADE):
            continue
        pattern = re.sub(r"<[^>]*>|\$\w+|NNNN", "*", path).rstrip("/")
        pattern = re.sub(r"\*+", "*", pattern)
        if pattern.endswith(("-*", "/*")) and "$" in path:
            pattern = pattern.rsplit("/", 1)[0]  # a file that the recipe makes
        places = {tree.root, *[p for p in file.parents if p == tree.root or tree.root in p.parents]}
        if "NNNN" in path:
            pattern = pattern.rsplit("/", 1)[0]
        if not any(any(place.glob(pattern)) for place in places):
            yield number, f"{path} does not exist"


def check_verbs(tree, number, code):
    for words, rest in VERB.findall(code):
        verb, _, second = words.partition(" ")
        if verb not in tree.verbs:
            yield number, f"there is no verb “ganbo {verb}”"
        elif verb in ("key", "user") and second and second not in tree.verbs:
            yield number, f"there is no verb “ganbo {verb} {second}”"
        for flag in re.findall(r"(?<!\S)--[a-z-]+", rest):
            if flag not in tree.flags:
                yield number, f"no verb has the flag {flag}"
    for script, flags in SCRIPT.findall(code):
        path = tree.root / script
        if not path.exists():
            yield number, f"{script} does not exist"
            continue
        known = path.read_text(encoding="utf-8")
        for flag in re.findall(r"--[a-z-]+", flags):
            if flag not in known:
                yield number, f"{script} has no flag {flag}"


def check_routes(tree, number, text):
    for _, route in ROUTE.findall(text):
        if shape(route) not in tree.routes:
            yield number, f"no route {route} is declared"


def check_functions(tree, number, line):
    for name, call in FUNCTION.findall(line):
        if not call and "::" not in name:
            continue
        missing = [part for part in name.split("::") if part not in tree.words]
        if missing:
            yield number, f"{name}: the code has no {missing[0]}"


def check_document(tree, file):
    text = file.read_text(encoding="utf-8")
    prose, blocks = split(text)
    yield from check_links(tree, file, prose)
    for number, line in prose:
        yield from check_routes(tree, number, line)
        yield from check_functions(tree, number, line)
        for code in re.findall(r"`([^`]+)`", line):
            yield from check_paths(tree, file, number, code)
            yield from check_verbs(tree, number, f"`{code}`")
    for first, language, lines in blocks:
        for number, line in enumerate(lines, first + (1 if language else 0)):
            yield from check_routes(tree, number, line)
            yield from check_paths(tree, file, number, line)
            if language in ("", "sh"):
                yield from check_verbs(tree, number, line)


def check_same_commands(tree):
    blocks = []
    for name in ("README.md", "README.vi.md"):
        file = tree.root / name
        if not file.exists():
            yield f"{name}:1: missing."
            return
        blocks.append([(number, line) for number, language, lines in split(file.read_text(encoding="utf-8"))[1] if language for line in lines])
    english, vietnamese = blocks
    for (number, line), (other_number, other) in zip(english, vietnamese):
        if line != other:
            yield f"README.vi.md:{other_number}: a block has “{other.strip()}” where README.md:{number} has “{line.strip()}”: both show the same commands."
            return
    if len(english) != len(vietnamese):
        yield "README.vi.md:1: it has other commands than README.md: both show the same."


def check_tables(tree):
    file = tree.root / "docs/tables.md"
    if not file.exists():
        yield "docs/tables.md:1: missing."
        return
    text = file.read_text(encoding="utf-8")
    for section in re.split(r"^## ", text, flags=re.M)[1:]:
        name = section.split("\n", 1)[0].strip()
        columns = re.findall(r"^\| `(\w+)` \|", section, re.M)
        if not columns:
            continue
        if name not in tree.tables:
            yield f"docs/tables.md:1: there is no table {name}."
        elif columns != tree.tables[name]:
            differing = sorted(set(columns) ^ set(tree.tables[name])) or ["their order"]
            yield f"docs/tables.md:1: {name} has other columns than its tables.sql: {', '.join(differing)}."
    for name in tree.tables:
        if f"`{name}`" not in text and f"## {name}\n" not in text:
            yield f"docs/tables.md:1: the table {name} is not named."


def check_folders(tree):
    for parent in ("src", "src/platform"):
        for folder in sorted((tree.root / parent).iterdir()):
            if folder.is_dir() and folder.name != "platform" and not (folder / "README.md").exists():
                yield f"{folder.relative_to(tree.root)}/README.md:1: missing: purpose, invariants, uses, tables, on one screen."


def check_decisions(tree):
    folder = tree.root / "docs/decisions"
    index = (folder / "README.md").read_text(encoding="utf-8") if (folder / "README.md").exists() else ""
    for number, note in enumerate(sorted(p for p in folder.glob("*.md") if p.name != "README.md"), 1):
        where = note.relative_to(tree.root)
        text = note.read_text(encoding="utf-8")
        if not note.name.startswith(f"{number:04}-") or not text.startswith(f"# {number:04}. "):
            yield f"{where}:1: the notes are numbered without gaps, in name and title: this one is {number:04}."
        if f"]({note.name})" not in index:
            yield f"docs/decisions/README.md:1: {note.name} is not listed."
        for part in ("Context", "Choice", "Alternatives", "Consequences"):
            if f"**{part}.**" not in text:
                yield f"{where}:1: it has no part “{part}”."


def findings(root):
    tree = Tree(root)
    for file in tree.documents():
        for number, sentence in check_document(tree, file):
            yield f"{file.relative_to(tree.root)}:{number}: {sentence}."
    for check in (check_same_commands, check_tables, check_folders, check_decisions):
        yield from check(tree)


def main(root):
    found = list(findings(Path(root).resolve()))
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent.parent))
