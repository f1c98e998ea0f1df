"""The kernel stands on little, so that any domain may stand on it."""

import ast
import sys
from pathlib import Path

import pytest

from support.project_tree import files

ALLOWED = sys.stdlib_module_names | {"kernel", "stdnum", "holidays"}


@pytest.mark.parametrize("module", files("services/kernel/kernel/*.py"), ids=lambda module: module.stem)
def test_the_kernel_imports_nothing_that_a_domain_may_not(module: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").partition(".")[0])
    assert imported - ALLOWED == set()
