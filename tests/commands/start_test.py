"""Tests of ./start as its user sees it, on the built binary; and of what it does on machines that lack something."""

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
GANBO = ROOT / "build/release/ganbo"
POSTGRES = Path("/usr/lib/postgresql/15/bin")
SECOND_START_SECONDS_MAX = 15  # on a busy machine; 3 s are promised of an idle one
WITH_POSTGRES_SECONDS_MAX = 15  # PostgreSQL starts first, in its own time


def free_port():
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return opened.getsockname()[1]


class Fakes:
    """A PATH that holds stand-ins which note how they were called, and links to the real programs that a script may use."""

    REAL = ["bash", "env", "sed", "tr", "tail", "cat", "sort", "head", "find", "sha256sum", "cut", "mkdir", "grep", "rm", "flock", "dirname"]

    def __init__(self, folder):
        self.folder = Path(folder)
        self.calls = self.folder / "calls"
        self.calls.touch()
        for name in self.REAL:
            (self.folder / name).symlink_to(shutil.which(name))

    def add(self, name, body="exit 0"):
        path = self.folder / name
        path.write_text(f'#!/bin/sh\necho "{name} $*" >>"{self.calls}"\n{body}\n')
        path.chmod(0o755)

    def called(self):
        return self.calls.read_text().splitlines()


class WrongUse(unittest.TestCase):
    def test_a_flag_it_does_not_know_and_a_port_that_is_none_are_refused_with_a_sentence(self):
        for arguments, sentence in [
            (["--prot", "80"], "I do not know “--prot”"),
            (["--port"], "--port needs a value"),
            (["--port", "0"], "a port is a number from 1 to 65535"),
            (["--port", "65536"], "a port is a number from 1 to 65535"),
            (["--port", "http"], "a port is a number from 1 to 65535"),
            (["--data"], "--data needs a value"),
            (["--data", ""], "--data needs a value"),
        ]:
            done = subprocess.run([ROOT / "start", *arguments], capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, done.stdout), (2, ""), arguments)
            self.assertIn(sentence, done.stderr)

    def test_help_names_every_flag(self):
        done = subprocess.run([ROOT / "start", "--help"], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        for flag in re.findall(r"^    (--[a-z-]+)", (ROOT / "start").read_text(), re.M):
            self.assertIn(flag.rstrip("="), done.stdout)


class SecondStart(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="ganbo-start-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def start(self, *flags):
        """Starts, waits for the two lines, and returns (process, seconds until it served, address, sign-in link)."""
        port = free_port()
        began = time.monotonic()
        process = subprocess.Popen([ROOT / "start", "--port", str(port), *flags], cwd=self.folder, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        said, seconds = [], None
        for line in process.stdout:
            said.append(line)
            if line.startswith("ganbo is serving "):
                seconds = time.monotonic() - began
                self.assertEqual(line.strip(), f"ganbo is serving http://127.0.0.1:{port}")
            if found := re.match(r"Sign in: (http://127\.0\.0\.1:\d+/\S+)$", line):
                return process, seconds, f"http://127.0.0.1:{port}", found[1]
        self.fail("./start ended: " + "".join(said))

    def stop(self, process):
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=20), 0)

    def test_serves_at_once_with_a_fresh_link_and_keeps_the_data(self):
        process, _, address, first_link = self.start("--data", "kept", "--empty")
        self.assertTrue(first_link.startswith(address + "/"))
        with urllib.request.urlopen(address + "/", timeout=10) as page:
            self.assertIn(b"<script", page.read())
        self.stop(process)
        self.assertTrue((self.folder / "kept").is_dir(), "--data is relative to where ./start is called")
        (self.folder / "kept/ours.txt").write_text("ours")
        process, seconds, address, second_link = self.start("--data", "kept", "--empty")
        self.assertLess(seconds, SECOND_START_SECONDS_MAX)
        self.assertNotEqual(second_link.partition("token=")[2], first_link.partition("token=")[2])
        self.assertEqual((self.folder / "kept/ours.txt").read_text(), "ours")
        self.stop(process)

    @unittest.skipUnless(POSTGRES.exists(), "PostgreSQL 15 is not installed (apt-get install postgresql-15)")
    def test_on_a_postgresql_of_its_own_that_ends_with_it(self):
        self.folder.chmod(0o755)  # as root, PostgreSQL runs as another user, who must get there
        process, _, address, _ = self.start("--data", "kept", "--empty", "--postgres")
        cluster = self.folder / "kept/postgres"
        self.assertFalse((self.folder / "kept/ganbo.db").exists())
        record = f"postgresql://ganbo@/postgres?host={cluster}"
        said = subprocess.run([POSTGRES / "psql", "-X", "-A", "-t", record, "-c",
                               "select current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes')"],
                              capture_output=True, text=True, check=True)
        self.assertEqual(said.stdout, "on|on|on\n")
        subprocess.run([GANBO, "settings", "business.name=Quán Bó", "--data", self.folder / "kept"], check=True, stdout=subprocess.DEVNULL)
        self.stop(process)
        self.assertFalse((cluster / "cluster/postmaster.pid").exists(), "PostgreSQL ended, and in order")

        process, seconds, address, _ = self.start("--data", "kept", "--empty", "--postgres")
        self.assertLess(seconds, WITH_POSTGRES_SECONDS_MAX)
        shown = subprocess.run([GANBO, "settings", "--data", self.folder / "kept"], check=True, capture_output=True, text=True)
        self.assertIn("Quán Bó", shown.stdout)
        process.kill()  # as nobody should: what it started ends all the same
        process.wait()
        for _ in range(200):
            if not (cluster / "cluster/postmaster.pid").exists():
                break
            time.sleep(0.1)
        self.assertFalse((cluster / "cluster/postmaster.pid").exists())

    @unittest.skipUnless(POSTGRES.exists(), "PostgreSQL 15 is not installed (apt-get install postgresql-15)")
    def test_a_folder_of_somebody_elses_is_no_place_for_postgresql(self):
        (self.folder / "taken").mkdir()
        (self.folder / "taken/postgres").write_text("theirs")
        done = subprocess.run([ROOT / "start", "--data", self.folder / "taken", "--empty", "--postgres"], stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual((done.returncode, done.stdout), (1, ""), done)
        self.assertRegex(done.stderr, "^start: .*/taken/postgres cannot be made, or belongs to somebody else\\. Name another directory with --data.*\n$")
        self.assertEqual((self.folder / "taken/postgres").read_text(), "theirs")

    def test_nothing_is_installed_configured_or_built_again(self):
        fakes = Fakes(tempfile.mkdtemp(dir=self.folder))
        for name in ("apt-get", "sudo", "npm", "cmake", "ninja", "c++", "g++"):
            fakes.add(name, "exit 1")
        done = subprocess.run([ROOT / "start", "--build-only"], env={**os.environ, "PATH": f"{fakes.folder}:{os.environ['PATH']}"},
                              capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr, fakes.called()), (0, "", []))
        self.assertEqual(done.stdout, "start: built: build/release/ganbo. ./start serves it.\n")


class Packages(unittest.TestCase):
    """install_packages of tools/setup/steps.sh, with stand-ins for dpkg, apt, sudo, id and node."""

    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="ganbo-packages-"))
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / "tools").symlink_to(ROOT / "tools")
        (self.folder / "build").mkdir()
        (self.folder / "bin").mkdir()
        self.fakes = Fakes(self.folder / "bin")
        self.fakes.add("apt-get")
        self.fakes.add("node", "echo v18.20.4")
        self.fakes.add("npm")
        self.user(0)
        listed = [line.split() for line in (ROOT / "tools/setup/packages.txt").read_text().splitlines() if line.strip() and line[0] != "#"]
        self.packages = {purpose: [line[1] for line in listed if line[0] == purpose] for purpose in ("build", "test", "deep", "postgres")}
        self.assertEqual(sum(map(len, self.packages.values())), len(listed))

    def user(self, number):
        self.fakes.add("id", f"echo {number}")

    def installed(self, packages):
        lines = "".join(f"{name}/install ok installed\\n" for name in packages) + "g++-removed/deinstall ok config-files\\n"
        self.fakes.add("dpkg-query", f"printf '{lines}'")

    def install(self, *purposes):
        return subprocess.run(
            ["bash", "-c", 'set -euo pipefail; self=start; . tools/setup/steps.sh; install_packages "$@"', "bash", *purposes],
            cwd=self.folder, env={"PATH": str(self.fakes.folder)}, capture_output=True, text=True, check=False)

    def of_apt(self):
        return [call for call in self.fakes.called() if call.startswith(("apt-get", "sudo"))]

    def test_nothing_missing_says_and_does_nothing(self):
        self.installed(self.packages["build"])
        done = self.install("build")
        self.assertEqual((done.returncode, done.stdout, done.stderr, self.of_apt()), (0, "", "", []))

    def test_root_installs_what_is_missing_and_says_why(self):
        self.installed(set(self.packages["build"]) - {"ninja-build", "brotli"})
        done = self.install("build")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("installing 2 Debian packages:\n  ninja-build: runs it on all cores", done.stdout)
        self.assertEqual(self.of_apt(), ["apt-get -q update", "apt-get -q -y --no-install-recommends install ninja-build brotli"])

    def test_each_purpose_brings_its_own(self):
        self.installed(self.packages["build"])
        self.assertEqual(self.install("build", "test").returncode, 0)
        self.assertEqual(self.of_apt()[-1].split(" install ")[1].split(), self.packages["test"])

    def test_postgresql_comes_for_who_asks_for_it(self):
        self.installed(self.packages["build"])
        self.assertEqual(self.install("build", "postgres").returncode, 0)
        self.assertEqual(self.of_apt()[-1].split(" install ")[1].split(), ["postgresql-15"])

    def test_a_user_goes_through_sudo(self):
        self.user(1000)
        self.fakes.add("sudo", '"$@"')
        self.installed(set(self.packages["build"]) - {"brotli"})
        self.assertEqual(self.install("build").returncode, 0)
        self.assertEqual(self.of_apt(), [
            "sudo env DEBIAN_FRONTEND=noninteractive apt-get -q update", "apt-get -q update",
            "sudo env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends install brotli",
            "apt-get -q -y --no-install-recommends install brotli"])

    def test_a_user_without_sudo_is_told_what_to_ask_for(self):
        self.user(1000)
        self.installed(set(self.packages["build"]) - {"brotli"})
        done = self.install("build")
        self.assertEqual((done.returncode, self.of_apt()), (1, []))
        self.assertIn("As root: apt-get install --no-install-recommends brotli", done.stderr)

    def test_a_source_that_does_not_answer_stops_nothing_and_a_package_that_is_not_there_does(self):
        self.installed(set(self.packages["build"]) - {"brotli"})
        self.fakes.add("apt-get", 'case "$*" in *update*) exit 100 ;; esac')
        self.assertEqual(self.install("build").returncode, 0)
        self.fakes.add("apt-get", 'case "$*" in *install*) echo "E: no such package"; exit 100 ;; esac')
        done = self.install("build")
        self.assertEqual(done.returncode, 1)
        self.assertIn("E: no such package", done.stderr)
        self.assertIn("build/packages.log", done.stderr)

    def test_a_node_that_is_new_enough_is_used(self):
        self.installed(set(self.packages["build"]) - {"nodejs", "npm"})
        for version, asks in [("v18.13.0", False), ("v20.11.1", False), ("v100.0.0", False), ("v18.12.1", True), ("v9.11.2", True)]:
            self.fakes.add("node", f"echo {version}")
            self.fakes.calls.write_text("")
            self.assertEqual(self.install("build").returncode, 0)
            self.assertEqual(bool(self.of_apt()), asks, version)
        (self.fakes.folder / "node").unlink()
        self.install("build")
        self.assertTrue(self.of_apt()[-1].endswith("install nodejs npm"))


class Configuring(unittest.TestCase):
    def test_cmake_runs_only_when_the_options_are_new(self):
        with tempfile.TemporaryDirectory(prefix="ganbo-configure-") as name:
            folder = Path(name)
            (folder / "tools").symlink_to(ROOT / "tools")
            (folder / "build/release").mkdir(parents=True)
            (folder / "bin").mkdir()
            fakes = Fakes(folder / "bin")
            fakes.add("cmake", ": >build/release/build.ninja")

            def configure(cache, *options):
                (folder / "build/release/CMakeCache.txt").write_text(cache)
                fakes.calls.write_text("")
                done = subprocess.run(["bash", "-c", 'set -euo pipefail; self=start; . tools/setup/steps.sh; configure build/release "$@"', "bash", *options],
                                      cwd=folder, env={"PATH": str(fakes.folder)}, capture_output=True, text=True, check=False)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                return fakes.called()

            asked = ["-DCMAKE_BUILD_TYPE=Release", "-DGANBO_TESTS=ON"]
            self.assertEqual(configure("", *asked), ["cmake -S . -B build/release -G Ninja " + " ".join(asked)])
            same = "CMAKE_BUILD_TYPE:STRING=Release\nGANBO_TESTS:BOOL=ON\nGANBO_BENCH:BOOL=OFF\n"
            self.assertEqual(configure(same, *asked), [])
            self.assertEqual(len(configure(same, *asked, "-DGANBO_BENCH=ON")), 1)
            (folder / "build/release/build.ninja").unlink()
            self.assertEqual(len(configure(same, *asked)), 1, "a configuration that was cut off is done again")


if __name__ == "__main__":
    unittest.main()
