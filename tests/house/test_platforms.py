"""What platforms are called is known to the adapters, the words and the settings: no listener asks which one it is."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.source import modules, name_of, nodes

NAMED = re.compile(r"genesys|cxone|purecloud|incontact", re.IGNORECASE)
BLIND = [*modules("handlers"), *modules("bot/use_cases"), *modules("bot/ports")]


def prose(path: Path) -> set[int]:
    """Find the texts that are for readers of the code alone, by where they stand."""
    bodies = (
        node.body
        for node in nodes(path)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    )
    firsts = (body[0] for body in bodies if body and isinstance(body[0], ast.Expr))
    return {one.value.lineno for one in firsts if isinstance(one.value, ast.Constant)}


def named(path: Path) -> list[str]:
    """List where a module names a platform: in a text, an import or a name."""
    told = prose(path)
    found = []
    for node in nodes(path):
        words = ""
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.lineno not in told:
            words = node.value
        elif isinstance(node, ast.Name):
            words = node.id
        elif isinstance(node, ast.Attribute):
            words = node.attr
        elif isinstance(node, ast.ImportFrom):
            words = " ".join([node.module or "", *(one.name for one in node.names)])
        if NAMED.search(words):
            found.append(f"{name_of(path)}:{getattr(node, 'lineno', 0)}: {words[:80]}")
    return found


@pytest.mark.parametrize("path", BLIND, ids=name_of)
def test_no_listener_and_no_use_case_names_a_platform(path: Path):
    assert named(path) == []


def test_a_module_that_names_one_would_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("tests.house.source.ROOT", tmp_path)
    odd = tmp_path / "odd.py"
    odd.write_text(
        '"""Genesys and CXone in prose."""\n\n\ndef f(org):\n    if org.platform == "genesys":\n        return CXONE\n'
    )
    assert [line.partition(": ")[2] for line in named(odd)] == ["genesys", "CXONE"]
