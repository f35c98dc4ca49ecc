"""Reads the tree's .sql files: tables with their types and directives, named queries with their parameters and results.

The conventions are written down in src/platform/store/README.md. Everything here raises SqlError(file, line, sentence), and the
sentence says what to write instead. generate.py turns what is read into C++; tools/tidy/sql_rules.py judges it.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

TYPES = ("bigint", "double precision", "text", "blob")

# Words that end a table reference, so that they are never taken for an alias.
NOT_AN_ALIAS = set(
    "where on set values select join left right full inner outer cross group order limit offset union except intersect having "
    "returning using as natural window for default when then else end and or not default".split()
)
CPP_RESERVED = set(
    "alignas alignof and asm auto bool break case catch char class const continue default delete do double else enum explicit export "
    "extern false float for friend goto if inline int long mutable namespace new not nullptr operator or private protected public "
    "register return short signed sizeof static struct switch template this throw true try typedef typename union unsigned using "
    "virtual void volatile while xor concept requires statement bind read".split()
)


class SqlError(Exception):
    def __init__(self, file, line, sentence):
        super().__init__(f"{file}:{line}: {sentence}")
        self.file, self.line, self.sentence = file, line, sentence


@dataclass
class Token:
    kind: str  # word, param, string, number, symbol, comment
    text: str
    line: int


@dataclass
class Column:
    name: str
    type: str
    nullable: bool
    rest: str = ""  # what stands after the type, without `not null` and `primary key`
    line: int = 0
    comment: str = ""


@dataclass
class Table:
    name: str
    file: Path
    line: int
    columns: dict
    primary_key: list
    constraints: list  # rendered text of `unique (…)`, `check (…)`
    comment: str = ""
    without_rowid: bool = False
    sqlite_primary_key: list = None  # `-- sqlite: primary key (…)`
    distributed_by: str = ""  # a column, or "reference"


@dataclass
class Index:
    name: str
    table: str
    columns: list
    unique: bool
    text: str
    file: Path
    line: int


@dataclass
class Field:
    name: str
    type: str
    nullable: bool


@dataclass
class Query:
    name: str
    file: Path
    line: int
    why: str = ""
    citus: str = ""  # why it goes to every shard, when it does
    tokens: list = field(default_factory=list)  # of the shared text
    postgres_tokens: list = None
    params: list = field(default_factory=list)
    results: list = field(default_factory=list)
    writes: bool = False
    declared_params: dict = field(default_factory=dict)
    declared_results: dict = field(default_factory=dict)


@dataclass
class Store:
    """One folder of .sql files."""

    folder: Path  # relative to the root of the sources, e.g. parties/store
    files: list = field(default_factory=list)
    tables: list = field(default_factory=list)
    indexes: list = field(default_factory=list)
    queries: list = field(default_factory=list)

    @property
    def concept(self):
        """parties/store -> [parties]; platform/http/store -> [http]; platform/store -> [store]."""
        parts = list(self.folder.parts)
        if parts[:2] == ["platform", "store"] and len(parts) == 2:
            return ["store"]
        if parts[-1] == "store":
            parts = parts[:-1]
        return parts[1:] if parts[0] == "platform" and len(parts) > 1 else parts

    @property
    def testing(self):
        return "testing" in self.folder.parts


TOKEN = re.compile(
    r"""(?P<comment>--[^\n]*)|(?P<string>'(?:[^']|'')*')|(?P<quoted>"[^"]*")|(?P<param>(?<!:):[a-zA-Z_]\w*)"""
    r"""|(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<word>[A-Za-z_]\w*)|(?P<space>\s+)"""
    r"""|(?P<symbol>::|->>|->|\|\||<=|>=|<>|!=|[-+*/%(),.;=<>|&~\[\]?])"""
)


def tokenize(file, text, first_line=1):
    tokens, place, line = [], 0, first_line
    while place < len(text):
        match = TOKEN.match(text, place)
        if not match:
            raise SqlError(file, line, f"the character {text[place]!r} has no place in SQL here (comments begin with --).")
        kind = match.lastgroup
        if kind != "space":
            tokens.append(Token("word" if kind == "quoted" else kind, match.group(), line))
        line += match.group().count("\n")
        place = match.end()
    return tokens


def lower(token):
    return token.text.lower() if token.kind == "word" else token.text


def render(tokens, param=lambda name: f":{name}"):
    """Tokens as compact text: one blank where one is needed, no comments."""
    out = ""
    for token in tokens:
        if token.kind == "comment":
            continue
        text = param(token.text[1:]) if token.kind == "param" else token.text
        tight = out.endswith(("(", ".", "::", "[")) or text in (")", ",", ".", "::", ";", "[", "]")
        call = text == "(" and re.search(r"[\w)]$", out) and not re.search(
            r"\b(in|values|and|or|not|on|as|where|exists|key|unique|check|over|from|select|join|by|then|else|when|any|all|set)$", out, re.I
        )
        out += text if not out or tight or call else " " + text
    return out


def split_commas(tokens):
    """Splits at commas outside parentheses."""
    parts, depth, current = [], 0, []
    for token in tokens:
        if token.text == "(":
            depth += 1
        elif token.text == ")":
            depth -= 1
        if token.text == "," and depth == 0:
            parts.append(current)
            current = []
        else:
            current.append(token)
    if current:
        parts.append(current)
    return parts


# ------------------------------------------------------------------------------------------------------------------ tables


def parse_tables(store, file, text):
    comments, statement, last_table = [], [], None
    for token in tokenize(file, text):
        if token.kind == "comment" and not statement:
            note = token.text[2:].strip()
            if directive(note):
                if last_table is None:
                    raise SqlError(file, token.line, f"`-- {note}` speaks of the table above it, and there is none.")
                apply_directive(last_table, note, token.line)
            else:
                comments.append(note)
        elif token.text == ";" and token.kind == "symbol":
            words = [lower(t) for t in statement if t.kind != "comment"]
            if words[:2] == ["create", "table"]:
                last_table = parse_table(file, statement, " ".join(comments))
                store.tables.append(last_table)
            elif words[:2] == ["create", "index"] or words[:3] == ["create", "unique", "index"]:
                store.indexes.append(parse_index(file, statement))
            else:
                raise SqlError(
                    file, statement[0].line,
                    "a tables file holds `create table` and `create index` only; a query needs `-- name:`.",
                )
            comments, statement = [], []
        else:
            statement.append(token)
    if statement:
        raise SqlError(file, statement[0].line, "this statement does not end with a semicolon.")


def directive(note):
    return note == "reference" or re.match(r"(sqlite|distributed by)\s*:", note)


def apply_directive(table, note, line):
    if note == "reference":
        table.distributed_by = "reference"
        return
    key, value = (part.strip() for part in note.split(":", 1))
    if key == "distributed by":
        if value != "reference" and value not in table.columns:
            raise SqlError(table.file, line, f"{table.name} has no column {value} to be distributed by.")
        table.distributed_by = value
    elif value == "without rowid":
        table.without_rowid = True
    elif match := re.fullmatch(r"primary key \(([^)]*)\)", value):
        table.sqlite_primary_key = [name.strip() for name in match.group(1).split(",")]
        for name in table.sqlite_primary_key:
            if name not in table.columns:
                raise SqlError(table.file, line, f"{table.name} has no column {name} for its primary key in SQLite.")
    else:
        raise SqlError(table.file, line, f"`sqlite: {value}` is not known; there are `without rowid` and `primary key (…)`.")


def parse_table(file, statement, comment):
    tokens = [t for t in statement if t.kind != "comment"]
    name = lower(tokens[2])
    if name == "if" or tokens[3].text != "(" or tokens[-1].text != ")":
        raise SqlError(file, tokens[0].line, "write `create table name ( … );` with nothing between or after.")
    table = Table(name, file, tokens[0].line, {}, [], [], comment)
    for part in split_commas(tokens[4:-1]):
        first = lower(part[0])
        if first == "primary":
            table.primary_key = [lower(t) for t in part[3:-1] if t.text != ","]
        elif first in ("unique", "check"):
            table.constraints.append(part)
        elif first in ("foreign", "constraint"):
            raise SqlError(file, part[0].line, "foreign keys and named constraints are not used here: keys are checked by the rules.")
        else:
            column = parse_column(file, table, part)
            if column.name in table.columns:
                raise SqlError(file, column.line, f"{name} has two columns {column.name}.")
            table.columns[column.name] = column
    if not table.primary_key:
        raise SqlError(file, table.line, f"{name} has no primary key.")
    for key in table.primary_key:
        if key not in table.columns:
            raise SqlError(file, table.line, f"{name} has no column {key} for its primary key.")
        table.columns[key].nullable = False
    return table


def parse_column(file, table, part):
    name = lower(part[0])
    words = [lower(t) for t in part[1:]]
    kind = "double precision" if words[:2] == ["double", "precision"] else (words[0] if words else "")
    if kind not in TYPES:
        raise SqlError(
            file, part[0].line,
            f"{table.name}.{name} has type {kind or 'none'}; use one of {', '.join(TYPES)} (a boolean is bigint 0/1).",
        )
    rest = part[3:] if kind == "double precision" else part[2:]
    kept, nullable, at = [], True, 0
    while at < len(rest):
        pair = [lower(t) for t in rest[at : at + 2]]
        if pair == ["not", "null"]:
            nullable, at = False, at + 2
        elif pair == ["primary", "key"]:
            table.primary_key, at = [name], at + 2
        elif pair[0] == "references":
            raise SqlError(file, rest[at].line, "foreign keys are not used here: keys are checked by the rules.")
        else:
            kept.append(rest[at])
            at += 1
    return Column(name, kind, nullable, render(kept), part[0].line)


def parse_index(file, statement):
    tokens = [t for t in statement if t.kind != "comment"]
    words = [lower(t) for t in tokens]
    on = words.index("on")
    depth, close = 0, None
    for place in range(on + 2, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[place].text, 0)
        if depth == 0:
            close = place
            break
    if close is None:
        raise SqlError(file, tokens[0].line, "write `create index name on table (columns) [where …];`.")
    columns = [lower(part[0]) for part in split_commas(tokens[on + 3 : close])]
    return Index(words[on - 1], words[on + 1], columns, "unique" in words[:3], render(tokens), file, tokens[0].line)


# ----------------------------------------------------------------------------------------------------------------- queries


def parse_queries(store, file, text):
    query, target, last = None, None, None
    for token in tokenize(file, text):
        if token.kind != "comment":
            if query is None:
                raise SqlError(file, token.line, "SQL before the first `-- name:`.")
            if token.text == ";" and token.kind == "symbol":
                target = None
                continue
            if target is None:
                raise SqlError(file, token.line, f"{query.name} goes on after its semicolon: begin another query with `-- name:`.")
            target.append(token)
            continue
        note = token.text[2:].strip()
        match = re.match(r"(name|why|returns|param|postgres|citus)\s*:\s*(.*)", note)
        if not match:
            if query is not None and last in ("why", "citus") and not query.tokens:
                setattr(query, last, getattr(query, last) + " " + note)
            continue
        last, value = match.group(1), match.group(2)
        if last == "name":
            if not re.fullmatch(r"[a-z][a-z0-9_]*", value):
                raise SqlError(file, token.line, f"`{value}` is no name for a query: use lower_case words.")
            query = Query(value, file, token.line)
            target = query.tokens
            store.queries.append(query)
        elif query is None:
            raise SqlError(file, token.line, f"`-- {last}:` before the first `-- name:`.")
        elif last in ("why", "citus"):
            setattr(query, last, value)
        elif last == "postgres":
            query.postgres_tokens = target = []
        else:
            declared = query.declared_params if last == "param" else query.declared_results
            for item in value.split(","):
                match = re.fullmatch(r"\s*([a-z_]\w*)\s+(bigint|double precision|text|blob)(\?)?\s*", item)
                if not match:
                    raise SqlError(
                        file, token.line,
                        f"`{item.strip()}` should read `name type` or `name type?` with one of {', '.join(TYPES)}.",
                    )
                declared[match.group(1)] = Field(match.group(1), match.group(2), bool(match.group(3)))


@dataclass
class Source:
    """A table named in a query, under the name it has there."""

    table: Table
    optional: bool  # of an outer join: its columns may be null
    depth: int


def sources_of(tokens, tables):
    """Name in the query -> Source, for every table of the tree that the tokens mention."""
    found, depth, place = {}, 0, 0
    while place < len(tokens):
        token = tokens[place]
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        word = lower(token)
        if token.kind == "word" and word in ("from", "join", "into", "update", "using"):
            before = [lower(t) for t in tokens[max(0, place - 2) : place]]
            optional = word == "join" and ("left" in before or "full" in before)
            place += 1
            while place < len(tokens) and tokens[place].kind == "word" and lower(tokens[place]) not in NOT_AN_ALIAS:
                name = alias = lower(tokens[place])
                place += 1
                if place < len(tokens) and lower(tokens[place]) == "as" and place + 1 < len(tokens) and tokens[place + 1].kind == "word":
                    alias, place = lower(tokens[place + 1]), place + 2
                elif place < len(tokens) and tokens[place].kind == "word" and lower(tokens[place]) not in NOT_AN_ALIAS:
                    alias, place = lower(tokens[place]), place + 1
                if name in tables and (alias not in found or found[alias].depth > depth):
                    found[alias] = Source(tables[name], optional, depth)
                if place < len(tokens) and tokens[place].text == "," and word == "from":
                    place += 1
                else:
                    break
            continue
        place += 1
    return found


def main_statement(tokens):
    """Place and word of the statement proper, after any `with … as (…)`."""
    depth = 0
    for place, token in enumerate(tokens):
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth == 0 and token.kind == "word" and lower(token) in ("select", "insert", "update", "delete", "values"):
            return place, lower(token)
    return None, None


def result_items(tokens):
    start, word = main_statement(tokens)
    if word == "select":
        begin = start + 1
        if lower(tokens[begin]) in ("distinct", "all"):
            begin += 1
        ends = ("from", "where", "union", "except", "intersect", "order", "limit", "group", "having", "window")
    else:
        begin, ends, depth = None, (), 0
        for place in range(start, len(tokens)):
            depth += {"(": 1, ")": -1}.get(tokens[place].text, 0)
            if depth == 0 and lower(tokens[place]) == "returning":
                begin = place + 1
        if begin is None:
            return []
    depth, end = 0, len(tokens)
    for place in range(begin, len(tokens)):
        depth += {"(": 1, ")": -1}.get(tokens[place].text, 0)
        if depth == 0 and tokens[place].kind == "word" and lower(tokens[place]) in ends:
            end = place
            break
    return split_commas(tokens[begin:end])


def resolve(query, tables):
    """Finds types of parameters and results; what cannot be found must be declared."""
    file = query.file
    if not query.tokens:
        raise SqlError(file, query.line, f"{query.name} has no SQL.")
    start, word = main_statement(query.tokens)
    if start is None or word == "values":
        raise SqlError(file, query.line, f"{query.name} is no select, insert, update or delete.")
    query.writes = word != "select"
    sources = sources_of(query.tokens, tables)
    target = None
    if query.writes:
        for token in query.tokens[start:]:
            if token.kind == "word" and lower(token) in tables:
                target = tables[lower(token)]
                break

    names = []
    for token in query.tokens + (query.postgres_tokens or []):
        if token.kind == "param" and token.text[1:] not in names:
            names.append(token.text[1:])
    for name in names:
        query.params.append(query.declared_params.get(name) or find_param(query, name, target, sources))
    for name in query.declared_params:
        if name not in names:
            raise SqlError(file, query.line, f"{query.name} declares the parameter {name} and does not use it.")

    for item in result_items(query.tokens):
        query.results.append(find_result(query, item, sources))
    for name in query.declared_results:
        if name not in [r.name for r in query.results]:
            raise SqlError(file, query.line, f"{query.name} declares the result {name} and does not return it.")
    for kind, fields in (("parameter", query.params), ("result", query.results)):
        seen = set()
        for one in fields:
            if one.name in CPP_RESERVED:
                raise SqlError(
                    file, query.line,
                    f"{query.name}: `{one.name}` cannot name a {kind}, it is a word of C++ or of the generated struct.",
                )
            if one.name in seen:
                raise SqlError(file, query.line, f"{query.name} has two {kind}s {one.name}: name one with `as`.")
            seen.add(one.name)


def find_param(query, name, target, sources):
    # A comparison with null finds nothing, so only what is written takes a null; `-- param:` says otherwise where needed.
    if target and name in target.columns:
        column = target.columns[name]
        return Field(name, column.type, column.nullable)
    types = {s.table.columns[name].type for s in sources.values() if name in s.table.columns}
    if len(types) == 1:
        return Field(name, types.pop(), False)
    reason = "is named like columns of different types" if types else "is named like no column of its tables"
    raise SqlError(query.file, query.line, f"{query.name}: the parameter {name} {reason}: add `-- param: {name} <type>`.")


def find_result(query, item, sources):
    words = [lower(t) for t in item]
    if "*" in words[-1:]:
        raise SqlError(query.file, item[0].line, f"{query.name}: name the columns instead of `*`.")
    name = words[-1] if item[-1].kind == "word" else ""
    plain = item[:-2] if len(words) > 2 and words[-2] == "as" else item
    if name in query.declared_results:
        return query.declared_results[name]
    shown = render(item)
    if len(plain) == 1 and plain[0].kind == "word":
        shallow = min((s.depth for s in sources.values() if words[0] in s.table.columns), default=None)
        found = {
            (s.table.columns[words[0]].type, s.table.columns[words[0]].nullable or s.optional)
            for s in sources.values()
            if words[0] in s.table.columns and s.depth == shallow
        }
        if len(found) == 1:
            return Field(name, *found.pop())
    if len(plain) == 3 and plain[1].text == "." and words[0] in sources and words[2] in sources[words[0]].table.columns:
        source = sources[words[0]]
        column = source.table.columns[words[2]]
        return Field(name, column.type, column.nullable or source.optional)
    if not name or len(plain) == len(item) and len(item) > 3:
        raise SqlError(query.file, item[0].line, f"{query.name}: give `{shown}` a name with `as` and say `-- returns: <name> <type>`.")
    raise SqlError(query.file, item[0].line, f"{query.name}: `{shown}` is no plain column of a table: add `-- returns: {name} <type>`.")


# ---------------------------------------------------------------------------------------------------------------- the tree


def read_tree(sources_root):
    """All stores below the folder, in the order of their paths, those for testing last."""
    root = Path(sources_root)
    folders = sorted({path.parent for path in root.glob("**/store/*.sql")})
    stores = []
    for folder in folders:
        store = Store(folder.relative_to(root))
        for file in sorted(folder.glob("*.sql")):
            store.files.append(file)
            text = file.read_text(encoding="utf-8")
            if re.search(r"^--\s*name\s*:", text, re.M):
                parse_queries(store, file, text)
            else:
                parse_tables(store, file, text)
        stores.append(store)
    stores.sort(key=lambda store: (store.testing, store.folder))

    tables, names = {}, {}
    for store in stores:
        for table in store.tables:
            if table.name in tables:
                raise SqlError(table.file, table.line, f"the table {table.name} stands in {tables[table.name].file} too.")
            tables[table.name] = table
        for index in store.indexes:
            if index.name in names:
                raise SqlError(index.file, index.line, f"the index {index.name} stands in {names[index.name].file} too.")
            names[index.name] = index
    for index in names.values():
        if index.table not in tables:
            raise SqlError(index.file, index.line, f"the index {index.name} is on {index.table}, which is no table of the tree.")
    for store in stores:
        seen = set()
        for query in store.queries:
            if query.name in seen:
                raise SqlError(query.file, query.line, f"two queries are named {query.name}.")
            seen.add(query.name)
            resolve(query, tables)
    return stores, tables
