"""A file is sent to a server that is killed meanwhile, and imported by one that is killed meanwhile: nothing is lost or doubled.

    import_upload_test.py BINARY [--record postgres] [unittest's arguments]
"""

import csv
import http.client
import io
import json
import pathlib
import sys
import time
import unittest
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from ganbo_server import Server, run_with_binary  # noqa: E402

PART = 64 * 1024


def file_of(rows, every_bad=1000):
    """Customers with an order each; every so many has a day that never was."""
    lines = ["Số hoá đơn,Ngày,Mã khách,Tên khách,Điện thoại,Tên hàng,Số lượng,Đơn giá"]
    for n in range(1, rows + 1):
        day = "31/02/2026" if n % every_bad == 0 else f"{1 + n % 28:02}/01/2026"
        lines.append(f"HD{n},{day},KH{n % 6999},Nguyễn Văn Đạt {n % 6999},09{10_000_000 + n % 6999},Cà phê,1,{1000 + n}")
    return ("\n".join(lines) + "\n").encode()


class Client:
    """As the page does it: parts where the server says it is, and asking until it is done."""

    def __init__(self, server):
        self.server = server
        server.start()
        self.key = server.make_key("admin")

    def request(self, method, path, body=b"", kind="application/json"):
        return self.server.request(method, path, body if isinstance(body, bytes) else json.dumps(body),
                                   {"Authorization": f"Bearer {self.key}", "Content-Type": kind})

    def get(self, path):
        return self.request("GET", path).json

    def begin(self, name, data):
        made = self.request("POST", "/v1/uploads", {"file": name, "bytes": len(data)})
        assert made.status == 201, made
        return made.json["upload_id"]

    def send(self, upload, data, parts_max=None):
        """As many parts as said; answers how far it is."""
        received = self.get(f"/v1/uploads/{upload}")["received"]
        sent = 0
        while received < len(data) and (parts_max is None or sent < parts_max):
            part = self.request("PUT", f"/v1/uploads/{upload}?offset={received}", data[received:received + PART], "application/octet-stream")
            assert part.status == 200, part
            received = part.json["received"]
            sent += 1
        return received

    def settled(self, upload, seconds_max=120):
        end = time.monotonic() + seconds_max
        while True:
            shown = self.get(f"/v1/uploads/{upload}")
            if shown["task"] and shown["task"]["state"] in ("done", "failed"):
                return shown["task"]
            assert time.monotonic() < end, shown
            time.sleep(0.05)

    def again(self, stop=False):
        self.server.stop() if stop else self.server.kill()
        self.server.start()


class ImportUpload(unittest.TestCase):
    def test_a_server_that_is_killed_while_it_receives_goes_on_where_it_was(self):
        with Server(self.binary) as server:
            it = Client(server)
            data = file_of(6000)
            upload = it.begin("bán hàng.csv", data)
            for _ in range(3):
                it.send(upload, data, parts_max=1)
                it.again()
                self.assertEqual(it.get(f"/v1/uploads/{upload}")["received"] % PART, 0)
            half = it.get(f"/v1/uploads/{upload}")
            self.assertEqual((half["file"], half["bytes"], half["received"]), ("bán hàng.csv", len(data), 3 * PART))
            self.assertEqual(it.send(upload, data), len(data))
            self.assertEqual(it.request("POST", f"/v1/uploads/{upload}/check", {}).status, 202)
            check = it.settled(upload)["check"]
            self.assertEqual((check["kind"], check["rows"], check["ready"], check["refused"]), ("orders", 6000, 5994, 6))

    def test_a_server_that_ends_while_it_imports_goes_on_by_itself_and_every_row_is_told_once(self):
        with Server(self.binary) as server:
            it = Client(server)
            data = file_of(60_000)
            upload = it.begin("till.csv", data)
            it.send(upload, data)
            self.assertEqual(it.request("POST", f"/v1/uploads/{upload}/import", {}).status, 202)
            for kill in range(3):
                end = time.monotonic() + 60
                while time.monotonic() < end:
                    listed = it.get("/v1/imports")["data"]
                    task = it.get(f"/v1/uploads/{upload}")["task"]
                    if task["state"] == "done" or (listed and listed[0]["rows"] >= 15_000 * (kill + 1)) or task["rows_done"] >= 15_000 * (kill + 1):
                        break
                    time.sleep(0.01)
                it.again(stop=kill == 1)
                if it.request("GET", f"/v1/uploads/{upload}").status == 404:
                    break  # it had just been finished
            if it.request("GET", f"/v1/uploads/{upload}").status == 200:
                self.assertEqual(it.settled(upload)["state"], "done")
            imports = it.get("/v1/imports")["data"]
            self.assertEqual(len(imports), 1, "the same import went on")
            done = imports[0]
            self.assertEqual((done["state"], done["rows"], done["refused"]), ("finished", 60_000, 60))
            self.assertEqual(done["applied"] + done["repeated"], 59_940)
            errors = it.request("GET", f"/v1/imports/{done['import_id']}/errors").body.decode("utf-8-sig")
            rows = [int(row["row"]) for row in csv.DictReader(io.StringIO(errors))]
            self.assertEqual(sorted(rows), [n for n in range(1000, 60_001, 1000)], "each once, although rows were told again")
            server.settle()
            with server.record() as record:
                self.assertEqual(int(record.execute("select count(*) from orders").fetchall()[0][0]), 59_940)
                self.assertEqual(int(record.execute("select count(*) from parties where kind <> 'employee'").fetchall()[0][0]), 6999)
            code, report = server.rebuild()
            self.assertEqual(code, 0, report)
            # A number that is part of no other, so that it stands on the first page; search may still be filled after the start.
            end = time.monotonic() + 30
            while True:
                found = it.get("/v1/parties?search=" + urllib.parse.quote("nguyen van dat 4321"))
                if any(party["name"] == "Nguyễn Văn Đạt 4321" for party in found["data"]):
                    break
                self.assertLess(time.monotonic(), end, found)
                time.sleep(0.1)
            self.assertEqual(list((pathlib.Path(server.directory) / "uploads").glob("[0-9a-f]*")), [], "nothing is left of the file")
            # Taken back as any other.
            self.assertEqual(it.request("POST", f"/v1/imports/{done['import_id']}/undo", {}).status, 202)
            end = time.monotonic() + 120
            while it.get(f"/v1/imports/{done['import_id']}")["state"] != "undone":
                self.assertLess(time.monotonic(), end)
                time.sleep(0.1)
            with server.record() as record:
                self.assertEqual(int(record.execute("select count(*) from orders").fetchall()[0][0]), 0)

    def test_whoever_was_known_before_is_updated_or_left_as_they_are_as_is_chosen(self):
        with Server(self.binary) as server:
            it = Client(server)

            def imported(name, data, **said):
                upload = it.begin(name, data)
                it.send(upload, data)
                self.assertEqual(it.request("POST", f"/v1/uploads/{upload}/import", {"kind": "parties", "source": "till", **said}).status, 202)
                report = it.settled(upload)["report"]
                return report["applied"], report["repeated"], report["refused"]

            def cards():
                found = [it.get(f"/v1/parties/by/phone/{urllib.parse.quote(f'+8491200000{n}')}") for n in (1, 2, 3)]
                return [(card["name"], len(card["key_dates"])) for card in found]

            self.assertEqual(imported("cũ.csv", "customer_id,name,phone\nKH1,Lan,0912000001\nKH2,Minh,0912000002\n".encode()), (2, 0, 0))
            # One by their number, one by their phone, one who is new and stands there twice.
            new = "customer_id,name,phone,birthday\nKH1,Lan Anh,0912000001,\n,Minh Anh,0912000002,--08-15\nKH3,Hoa,0912000003,\nKH3,Hoa,0912000003,--10-20\n".encode()
            upload = it.begin("mới.csv", new)
            it.send(upload, new)
            self.assertEqual(it.request("POST", f"/v1/uploads/{upload}/check", {"known": "perhaps"}).json["field"], "known")
            self.assertEqual(imported("mới.csv", new, known="keep"), (1, 3, 0))
            self.assertEqual(cards(), [("Lan", 0), ("Minh", 0), ("Hoa", 1)])
            # The same file again, with the other choice.
            self.assertEqual(imported("mới.csv", new), (2, 2, 0))
            self.assertEqual(cards(), [("Lan Anh", 0), ("Minh Anh", 1), ("Hoa", 1)])

    def test_only_who_may_import_may_send_files(self):
        with Server(self.binary) as server:
            it = Client(server)
            upload = it.begin("a.csv", b"customer_id,name\n1,a\n")
            for scope in ("read", "write", "events"):
                key = server.make_key(scope)
                for method, path in (("GET", "/v1/uploads"), ("POST", "/v1/uploads"), ("GET", f"/v1/uploads/{upload}"),
                                     ("PUT", f"/v1/uploads/{upload}?offset=0"), ("DELETE", f"/v1/uploads/{upload}"),
                                     ("POST", f"/v1/uploads/{upload}/check"), ("POST", f"/v1/uploads/{upload}/import"), ("GET", "/v1/imports/1/errors")):
                    answer = server.request(method, path, "{}" if method in ("POST", "PUT") else None, {"Authorization": f"Bearer {key}"})
                    self.assertEqual(answer.status, 403, (scope, method, path))
                    self.assertEqual(server.request(method, path).status, 401)
            self.assertEqual(it.get(f"/v1/uploads/{upload}")["received"], 0)
            # Over the limit is said before a byte of it is read.
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
            connection.putrequest("PUT", f"/v1/uploads/{upload}?offset=0")
            connection.putheader("Authorization", f"Bearer {it.key}")
            connection.putheader("Content-Length", str(8 * 1024 * 1024 + 1))
            connection.endheaders()
            self.assertEqual(connection.getresponse().status, 413)
            connection.close()


if __name__ == "__main__":
    run_with_binary(ImportUpload)
