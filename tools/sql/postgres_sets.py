"""The PostgreSQL form of a query for many keys at once: one statement over arrays, one array per parameter.

    select …      select k.key, q.* from unnest($1, $2) with ordinality k(p1, p2, key) cross join lateral (select …) q
    insert …      insert into t (…) select k.p1, k.p2 from unnest($1, $2) k(p1, p2) on conflict …
    update …      update t set … from unnest($1, $2) k(p1, p2) where …
    delete …      delete from t using unnest($1, $2) k(p1, p2) where …

Each means what running the query key after key means, as long as no two keys write the same row: `row_params` says which parameters
name the row, and the driver keeps such keys apart. A query that has no form that is surely the same gets none; the driver then sends
its keys one by one, in one pipeline.

Citus cuts tables into shards by a column. There the arrays of a set would go to every shard, limits and sums of a `lateral` are refused,
and an `insert … select` counts the rows it was given, not those it wrote. So there (decision 0014):

    select, update, delete    the same forms with `<column> = any($1) and` in the condition: Citus sends the statement to the shards of
                              those values alone, and the driver gives it the keys of one shard at a time
    insert                    `values ($1, $2), ($3, $4), …`, which the driver writes out; Citus cuts it up itself

A query that does not name the column has none, and its keys go one by one.
"""

from dataclasses import dataclass, field

from sql_files import Token, lower, main_statement, render, sources_of, split_commas

ARRAYS = {"bigint": "bigint[]", "double precision": "double precision[]", "text": "text[]", "blob": "bytea[]"}


@dataclass
class SetForm:
    text: str = ""
    row_params: list = field(default_factory=list)  # places among the parameters, from 0


@dataclass
class CitusForm:
    table: str = ""  # by whose shards the keys are grouped
    key: int = -1  # the parameter that is its distribution column
    text: str = ""
    insert: tuple = ()  # what stands before and after the rows of `values`, and the parameters of a row


def keys_source(query):
    arrays = ", ".join(f"${place}::{ARRAYS[param.type]}" for place, param in enumerate(query.params, 1))
    return f"unnest({arrays})"


def key_columns(query):
    return [f"p{place}" for place in range(1, len(query.params) + 1)]


def of_key(query):
    places = {param.name: place for place, param in enumerate(query.params, 1)}
    return lambda name: f"k.p{places[name]}"


def place_of(query, name):
    return [param.name for param in query.params].index(name)


def find_top(tokens, *words, start=0):
    """Place of the first of the words outside parentheses; None when there is none."""
    depth = 0
    for place, token in enumerate(tokens):
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth == 0 and place >= start and token.kind == "word" and lower(token) in words:
            return place
    return None


def equalities(tokens):
    """Column -> parameter, of a condition that is `column = :parameter and …` and nothing else; None otherwise."""
    found, part = {}, []
    for token in [*tokens, None]:
        if token is not None and lower(token) != "and":
            part.append(token)
            continue
        if len(part) != 3 or part[0].kind != "word" or part[1].text != "=" or part[2].kind != "param":
            return None
        found[lower(part[0])] = part[2].text[1:]
        part = []
    return found


def set_form(query, tables):
    tokens = [token for token in query.postgres_tokens or query.tokens if token.kind != "comment"]
    if not query.params:
        return SetForm()
    start, word = main_statement(tokens)
    if start != 0:
        return SetForm()  # begins with `with`
    return {"select": of_select, "insert": of_insert, "update": of_update, "delete": of_delete}[word](query, tokens, tables)


def citus_form(query, tables):
    tokens = [token for token in query.postgres_tokens or query.tokens if token.kind != "comment"]
    start, word = main_statement(tokens)
    if not query.params or start != 0:
        return CitusForm()
    if word == "insert":
        return citus_insert(query, tokens)
    spread = [source.table for source in sources_of(tokens, tables).values() if source.table.distributed_by not in ("", "reference")]
    key = routing_param(query, tokens, spread)
    if key is None:
        # Reference tables are on every node: the form over arrays is as good as elsewhere.
        return CitusForm() if spread else CitusForm(text=set_form(query, tables).text)
    where = find_top(tokens, "where")
    column = Token("word", spread[0].distributed_by, tokens[where].line)
    pruned = [*tokens[: where + 1], column, Token("symbol", f"= any(${key + 1}::{ARRAYS[query.params[key].type]})", 0), Token("word", "and", 0)]
    made = {"select": of_select, "update": of_update, "delete": of_delete}[word](query, tokens, tables)
    if not made.text:
        return CitusForm()
    return CitusForm(spread[0].name, key, splice(made.text, render(tokens[where:], of_key(query)), render([*pruned[where:], *tokens[where + 1 :]], of_key(query))))


def splice(text, old, new):
    assert text.count(old) == 1, text
    return text.replace(old, new)


def routing_param(query, tokens, spread):
    """Place of the parameter that the one distributed table's column is equal to; None when the statement is not routed by one."""
    where = find_top(tokens, "where")
    if len(spread) != 1 or where is None:
        return None
    end = find_top(tokens, "group", "order", "limit", "returning", start=where) or len(tokens)
    condition = tokens[where + 1 : end]
    if find_top(condition, "or") is not None:
        return None
    for part in split_words(condition, "and"):
        words = [lower(token) for token in part]
        if words[1:2] == ["."]:
            words = words[2:]
        if len(words) == 3 and words[:2] == [spread[0].distributed_by, "="] and part[-1].kind == "param":
            return place_of(query, part[-1].text[1:])
    return None


def split_words(tokens, word):
    """Splits at the word outside parentheses."""
    parts, depth = [[]], 0
    for token in tokens:
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth == 0 and lower(token) == word:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def citus_insert(query, tokens):
    values = find_top(tokens, "values")
    if values is None or find_top(tokens, "returning") is not None:
        return CitusForm()
    after = find_top(tokens, "on", start=values) or len(tokens)
    written = split_commas(tokens[values + 2 : after - 1])
    if any(len(part) != 1 or part[0].kind != "param" for part in written) or any(token.kind == "param" for token in tokens[after:]):
        return CitusForm()
    places = [place_of(query, part[0].text[1:]) for part in written]
    return CitusForm(insert=(render(tokens[: values + 1]), render(tokens[after:]), places))


def of_select(query, tokens, _):
    columns = ", ".join([*key_columns(query), "key"])
    inner = render(tokens, of_key(query))
    return SetForm(f"select k.key, q.* from {keys_source(query)} with ordinality k({columns}) cross join lateral ({inner}) q")


def of_insert(query, tokens, tables):
    values = find_top(tokens, "values")
    if values is None or find_top(tokens, "returning") is not None:
        return SetForm()
    conflict = find_top(tokens, "on", start=values)
    written = split_commas(tokens[values + 2 : (conflict or len(tokens)) - 1])
    if any(len(part) != 1 or part[0].kind != "param" for part in written):
        return SetForm()
    columns = [lower(part[0]) for part in split_commas(tokens[4 : values - 1])]
    rest = tokens[conflict:] if conflict else []
    if any(token.kind == "param" for token in rest):
        return SetForm()
    row_params = []
    if "update" in [lower(token) for token in rest]:
        target = [lower(part[0]) for part in split_commas(rest[3 : [token.text for token in rest].index(")")])]
        if any(name not in columns for name in target):
            return SetForm()
        row_params = [place_of(query, written[columns.index(name)][0].text[1:]) for name in target]
    chosen = ", ".join(render(part, of_key(query)) for part in written)
    text = f"{render(tokens[:values])} select {chosen} from {keys_source(query)} k({', '.join(key_columns(query))})"
    return SetForm(f"{text} {render(rest)}".strip(), row_params)


def of_update(query, tokens, tables):
    where = find_top(tokens, "where")
    if where is None or find_top(tokens, "from", "returning") is not None:
        return SetForm()
    named = equalities(tokens[where + 1 :])
    key = tables[lower(tokens[1])].primary_key
    if named is None or any(column not in named for column in key):
        return SetForm()  # one key might write several rows
    row_params = [place_of(query, named[column]) for column in key]
    of = of_key(query)
    target = lower(tokens[1])
    # On the right of `set` and in the condition both sources are seen; those of the keys are named p1, p2 …, so a bare name is the table's.
    return SetForm(
        f"update {target} {render(tokens[2:where], of)} from {keys_source(query)} k({', '.join(key_columns(query))}) "
        f"{render(tokens[where:], of)}",
        row_params,
    )


def of_delete(query, tokens, _):
    where = find_top(tokens, "where")
    if where is None or find_top(tokens, "using", "returning") is not None:
        return SetForm()
    return SetForm(
        f"{render(tokens[:where])} using {keys_source(query)} k({', '.join(key_columns(query))}) {render(tokens[where:], of_key(query))}"
    )
