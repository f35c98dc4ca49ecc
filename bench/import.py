#!/usr/bin/env python3
"""Import of files with identity resolution, beside `sqlite3 .import` of the same file into one plain table.

usage: import.py [--rows N] [--full] [--memory] [--keep FILE]

Two files: the invoice lines of Online Retail (542 thousand, where the public data sets stand in GANBO_SHARED or ../shared), and N
generated lines of orders (100 thousand; --full: a million) whose customers have a number, a name, an e-mail and a phone. Both sides
begin with an empty record of their own and end when it is on disk. The generated file is imported twice: the second time all is known.
--memory imports a file of ten times as many lines besides, and compares the most memory that either took.
"""
import argparse
import gzip
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools/bench"))
from figures import GANBO, ROOT, give_up, print_figure, say  # noqa: E402

TIMES_OF_BARE_MAX = 4  # the design allows no more
FULL_ROWS = 1_000_000
FULL_SECONDS_MAX = 60  # for them; likewise
MEMORY_TIMES_MAX = 1.5  # flat: the record's page cache and the reader's limit may fill up meanwhile, and nothing else


def write_orders(path, rows):
    """Lines of orders, 1 to 7 an order; one customer for five orders, some of them twice a day; a hundred products."""
    chance = random.Random(20260101)
    families, given = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Smith", "Garcia"), ("An", "Bình", "Chi", "Dũng", "Hoa", "John", "Maria")
    written, order = 0, 0
    customers = max(1, rows // 20)
    with path.open("w", encoding="utf-8") as file:
        file.write("order_id,date,customer_id,customer_name,email,phone,product_id,product_name,quantity,unit_price\n")
        while written < rows:
            order += 1
            customer = chance.randrange(customers)
            name = f"{families[customer % 7]} {given[customer // 7 % 7]}"
            at = f"2025-{order * 12 // (rows // 4 + 1) % 12 + 1:02}-{chance.randrange(1, 29):02} {chance.randrange(8, 22):02}:{chance.randrange(60):02}"
            head = f"{order},{at},K{customer},{name},k{customer}@example.com,09{10_000_000 + customer},"
            for _ in range(min(rows - written, chance.randrange(1, 8))):
                product = chance.randrange(100)
                file.write(f"{head}P{product},Product {product},{chance.randrange(1, 5)},{(product + 1) * 1000}\n")
                written += 1


def measured(command):
    """Runs it to its end; (wall s, processor s of it, most memory it took in MB, its output)."""
    from_s = time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
    output = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - from_s
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        give_up(f"{command[0]} ended with status {process.returncode}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, output


def ganbo_import(file, directory):
    """Wall and processor seconds of the import, its memory, and its report."""
    wall, cpu, memory, output = measured([GANBO, "import", str(file), "--data", str(directory), "--source", "bench", "--json"])
    return wall, cpu, memory, json.loads(output)


def bare_import(file, database):
    wall, cpu, _, _ = measured(["sqlite3", str(database), "-cmd", ".mode csv", f".import {file} plain"])
    rows = int(subprocess.run(["sqlite3", str(database), "select count(*) from plain"], capture_output=True, text=True, check=True).stdout)
    return wall, cpu, rows


def measure(name, file, folder, again):
    say(f"{name}: {file.stat().st_size >> 20} MB")
    bare_wall, bare_cpu, bare_rows = bare_import(file, folder / f"{name}.sqlite")
    wall, cpu, memory, report = ganbo_import(file, folder / name)
    rows = report["rows"]
    if rows != bare_rows or report["applied"] != rows:
        give_up(f"{name}: {bare_rows} rows went into the plain table, of {rows} came in {report['applied']}")
    conditions = {"rows": rows, "file_mb": round(file.stat().st_size / 1e6, 1)}
    print_figure(f"rows_per_s_{name}", rows / wall, "1/s", conditions, bare=rows / bare_wall, ratio=bare_wall / wall, at_least=1 / TIMES_OF_BARE_MAX)
    print_figure(f"cpu_us_per_row_{name}", cpu / rows * 1e6, "us", conditions, bare=bare_cpu / rows * 1e6, ratio=bare_cpu / cpu)
    print_figure(f"memory_mb_{name}", memory, "MB", conditions)
    if rows == FULL_ROWS:
        print_figure(f"seconds_{name}", wall, "s", conditions, at_most=FULL_SECONDS_MAX)
    if again:
        wall, _, _, report = ganbo_import(file, folder / name)
        if report["repeated"] != rows:
            give_up(f"{name}: of {rows} rows only {report['repeated']} were known the second time")
        print_figure(f"rows_per_s_{name}_again", rows / wall, "1/s", conditions)
    return memory


def measure_memory(rows, memory, folder):
    """Ten times as many lines: what they need is told as a multiple of what the first file needed."""
    file = folder / "tenfold.csv"
    write_orders(file, 10 * rows)
    say(f"tenfold: {file.stat().st_size >> 20} MB")
    wall, _, tenfold, report = ganbo_import(file, folder / "tenfold")
    if report["applied"] != 10 * rows:
        give_up(f"of {10 * rows} rows came in {report['applied']}")
    conditions = {"rows": 10 * rows, "file_mb": round(file.stat().st_size / 1e6, 1)}
    print_figure("memory_of_tenfold_rows", tenfold / memory, "times", {**conditions, "memory_mb": round(tenfold)}, at_most=MEMORY_TIMES_MAX)
    print_figure("rows_per_s_tenfold", 10 * rows / wall, "1/s", conditions)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=100_000, help="lines of the generated file")
    parser.add_argument("--full", action="store_true", help="a million generated lines")
    parser.add_argument("--memory", action="store_true", help="ten times as many lines besides")
    parser.add_argument("--keep", type=Path, help="copies the generated file there")
    asked, _ = parser.parse_known_args()  # bench/run hands all benchmarks the same flags
    if shutil.which("sqlite3") is None:
        give_up("the sqlite3 shell is missing (Debian package sqlite3); without it there is nothing to compare with")
    rows = FULL_ROWS if asked.full else asked.rows
    with tempfile.TemporaryDirectory(prefix="ganbo-bench-") as temporary:
        folder = Path(temporary)
        shared = Path(os.environ.get("GANBO_SHARED", ROOT / ".." / "shared"))
        public = shared / "data/online_retail/online_retail.csv.gz"
        if public.exists():
            plain = folder / "online_retail.csv"
            with gzip.open(public) as packed, plain.open("wb") as file:
                shutil.copyfileobj(packed, file)
            measure("online_retail", plain, folder, again=False)
        else:
            say(f"{public} is not there; without it only the generated file is measured")
        generated = folder / "generated.csv"
        write_orders(generated, rows)
        if asked.keep:
            shutil.copy(generated, asked.keep)
        memory = measure("generated", generated, folder, again=True)
        if asked.memory:
            generated.unlink()
            measure_memory(rows, memory, folder)


if __name__ == "__main__":
    main()
