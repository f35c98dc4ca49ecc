"""Tests of the collection of variants."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent


class Generate(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.variant("customer_pages/pages", "survey")
        self.variant("events/types", "call")
        self.variant("exports/formats", "table")
        self.variant("imports/formats", "sheet")
        self.variant("imports/presets", "till")

    def variant(self, family, name, header=None):
        folder = self.root / "src" / family / name
        folder.mkdir(parents=True)
        if header is None:
            header = f"Thing make_{name}();"
        if header:
            (folder / f"{name}.hpp").write_text(header, encoding="utf-8")

    def generate(self):
        return subprocess.run([sys.executable, "-B", HERE / "generate.py", self.root, self.root / "out"], capture_output=True, text=True, check=False)

    def test_every_folder_of_a_family_is_registered_in_the_order_of_names(self):
        self.variant("imports/presets", "app")
        self.assertEqual(self.generate().returncode, 0)
        text = (self.root / "out/imports/presets/register_all.cpp").read_text(encoding="utf-8")
        self.assertIn('#include "imports/presets/app/app.hpp"', text)
        self.assertIn("void register_all(Presets& all) {\n  all.add(presets::make_app());\n  all.add(presets::make_till());\n}", text)
        self.assertNotIn("call", text)
        self.assertIn("all.add(types::make_call());", (self.root / "out/events/types/register_all.cpp").read_text(encoding="utf-8"))

    def test_a_folder_without_its_maker_stops_the_build_and_says_which(self):
        for name, header in (("Loud", ""), ("nothing", ""), ("other", "Thing make_another();")):
            self.variant("events/types", name, header)
            done = self.generate()
            self.assertEqual(done.returncode, 1)
            self.assertIn(name, done.stderr)
            folder = self.root / "src/events/types" / name
            for file in folder.iterdir():
                file.unlink()
            folder.rmdir()


if __name__ == "__main__":
    unittest.main()
