"""The files of the tree that people wrote, for the checks beside this file."""

import os
from pathlib import Path

# Made by builds and runs, or installed: .gitignore has the same list.
NOT_OURS = {".git", "build", "data", "node_modules", "dist", "output", "__pycache__"}


def files(root, *folders):
    """All files below the given folders of the tree (all of it, where none is given), as paths relative to the root."""
    root = Path(root)
    for start in folders or (".",):
        for folder, below, names in os.walk(root / start):
            below[:] = sorted(set(below) - NOT_OURS)
            for name in sorted(set(names) - NOT_OURS):
                path = Path(folder, name)
                if path.is_file():
                    yield path.relative_to(root)


def text_of(root, path):
    """The file's text, or None where it is no text."""
    try:
        return (Path(root) / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def report(findings):
    print("\n".join(findings))
    return 1 if findings else 0
