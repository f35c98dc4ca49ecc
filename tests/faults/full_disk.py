"""A disk that gets full below a server: what it is filled with, and what must hold then. For storage_test.py and postgres_disk_test.py."""

import contextlib
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import unittest


def batch(number, items=50, padding=2000):
    """Orders of their own names, large enough to fill a small disk soon."""
    return [{"type": "track", "event": "Order Completed", "userId": f"u{number}-{n}", "messageId": f"m{number}-{n}",
             "properties": {"order_id": f"O{number}-{n}", "total": 1000, "coupon": "x" * 200,
                            "products": [{"product_id": f"P{n}", "name": "n" * (padding // 10), "price": 100, "quantity": 1} for _ in range(10)]}} for n in range(items)]


@contextlib.contextmanager
def small_disk(size):
    """A file system of its own, or a skipped test."""
    with tempfile.TemporaryDirectory(prefix="ganbo-disk-") as folder:
        mounted = os.geteuid() == 0 and subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], stderr=subprocess.DEVNULL, check=False).returncode == 0
        if not mounted:
            raise unittest.SkipTest("A file system of a fixed size needs root and mount.")
        try:
            yield pathlib.Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=False)


def leave_room(folder, size):
    """A file of somebody else's that leaves so many bytes of the disk; `unlink` makes the room again."""
    file = folder / "somebody-elses"
    with open(file, "wb") as taken:
        os.posix_fallocate(taken.fileno(), 0, shutil.disk_usage(folder).free - size)
    return file


def remount(folder, options):
    subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True)


class FullDisk(unittest.TestCase):
    def is_unavailable(self, answer):
        self.assertEqual(answer.status, 503, answer)
        self.assertEqual(answer.headers["content-type"], "application/problem+json")
        self.assertGreater(len(answer.json["detail"]), 30, "A sentence says what is wrong.")
        self.assertIn("send it again", answer.json["detail"].lower())
        self.assertGreaterEqual(int(answer.headers["retry-after"]), 1)

    def is_refused_and_not_ready(self, server, key, number, pattern="[Ff]ree space"):
        """What is small may still find room, and then it is ready until more comes."""
        end = time.monotonic() + 20
        while True:
            self.is_unavailable(server.post("/v1/batch", key, {"batch": batch(number)}))
            ready = server.request("GET", "/readyz")
            if ready.status == 503:
                self.assertRegex(ready.json["detail"], pattern)
                return
            self.assertLess(time.monotonic(), end, ready)

    def holds(self, server, acknowledged):
        """Every acknowledged event once, and only those. Each batch has 50."""
        with server.record() as record:
            names = {row[0] for row in record.execute("select order_id from orders")}
            events = record.execute("select count(*) from events").fetchone()[0]
        self.assertEqual(events, len(acknowledged))
        self.assertEqual(names, acknowledged)
        code, report = server.rebuild()
        self.assertEqual((code, report["differences"]), (0, 0), report)

    def fill_until_refused(self, server, key, limit=400):
        """Sends batches until one is not taken, however often it comes again (a checkpoint may make room in the log once or twice);
        returns the orders that were acknowledged, the number of the batch and the answer that said no."""
        acknowledged = set()
        for number in range(limit):
            items = batch(number)
            for _ in range(5):
                answer = server.post("/v1/batch", key, {"batch": items})
                if answer.status == 200:
                    break
                self.is_unavailable(answer)
                time.sleep(0.2)
            else:
                return acknowledged, number, answer
            # Repeated: what a lane of the writer saved while another found no room; on SQLite there is one lane.
            self.assertEqual(answer.json["applied"] + (answer.json["repeated"] if server.record_address else 0), len(items), answer)
            acknowledged |= {item["properties"]["order_id"] for item in items}
        self.fail("The disk did not get full.")

    def deliver(self, server, key, number, seconds_max=30):
        end = time.monotonic() + seconds_max
        while True:
            answer = server.post("/v1/batch", key, {"batch": batch(number)})
            if answer.status == 200:
                self.assertEqual(answer.json["refused"], 0, answer)
                return {item["properties"]["order_id"] for item in batch(number)}
            self.is_unavailable(answer)
            self.assertLess(time.monotonic(), end, "It does not write again although it could.")
            time.sleep(0.2)
