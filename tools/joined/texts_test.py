"""Tests of which files are joined."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import texts


class Texts(unittest.TestCase):
    def test_files_are_joined_with_those_of_their_concept_or_part_of_the_platform(self):
        paths = ["src/events/order.cpp", "src/platform/http/a.cpp", "app/main.cpp", "src/events/types/call/call.cpp", "src/platform/base/a.cpp"]
        self.assertEqual(
            texts.apart({path: set() for path in paths}),
            [["app/main.cpp"], ["src/events/order.cpp", "src/events/types/call/call.cpp"], ["src/platform/base/a.cpp"], ["src/platform/http/a.cpp"]],
        )

    def test_a_large_folder_is_split_and_nothing_is_lost(self):
        paths = [f"src/events/{i:02}.cpp" for i in range(2 * texts.JOINED_MAX + 1)]
        found = texts.apart({path: set() for path in paths})
        self.assertEqual([len(text) for text in found], [texts.JOINED_MAX, texts.JOINED_MAX, 1])
        self.assertEqual(sum(found, []), paths)

    def test_files_that_define_the_same_name_are_not_joined(self):
        found = texts.apart({"app/a.cpp": {"read", "one"}, "app/b.cpp": {"two"}, "app/c.cpp": {"read"}, "app/d.cpp": {"one", "two"}, "app/e.cpp": set()})
        self.assertEqual(found, [["app/a.cpp", "app/b.cpp", "app/e.cpp"], ["app/c.cpp", "app/d.cpp"]])

    def test_the_names_that_a_file_defines(self):
        for line, names in [
            ("constexpr std::int64_t slice = 100;  // parties", ["slice"]),
            ("constexpr const char* words[] = {", ["words"]),
            ("std::string in_path(std::string_view name) {", ["in_path"]),
            ("Result<std::vector<int>> read(Connection& from) {", ["read"]),
            ("struct Page {", ["Page"]),
            ("Result<std::string> Card::read(int a) {", []),  # of a class
            ("class Visit final : public EventType {", ["Visit"]),
            ("struct Fixture : ::testing::Test {", ["Fixture"]),
            ("  int local = 0;", []),
            ("namespace ganbo {", []),
            ("using Json = nlohmann::json;", []),
            ("// a comment (of words)", []),
        ]:
            with self.subTest(line):
                self.assertEqual(texts.DEFINITION.findall(f"// first\n{line}\n"), names)

    def test_a_file_that_brings_an_enumerations_names_stands_alone(self):
        found = texts.of({"a/1.cpp": "int a;\n", "a/2.cpp": "using enum Kind;\n", "a/3.cpp": "int b;\n  using enum Kind;\n"})
        self.assertEqual(found, [["a/1.cpp", "a/3.cpp"], ["a/2.cpp"]])

    def test_the_command_tells_the_texts_of_more_than_one_file(self):
        with tempfile.TemporaryDirectory() as root:
            for name, content in [("one", "int a;"), ("two", "int a;"), ("three", "int b;")]:
                (Path(root) / f"{name}.cpp").write_text(content, encoding="utf-8")
            done = subprocess.run([sys.executable, "-B", texts.__file__, root, "one.cpp", "two.cpp", "three.cpp"], capture_output=True, text=True, check=True)
        self.assertEqual(done.stdout, "one.cpp three.cpp\n")


if __name__ == "__main__":
    unittest.main()
