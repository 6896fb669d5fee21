"""What a deployment is made of."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docsmith_cli.problems import StackProblem
from docsmith_cli.stack.inputs import architecture, fingerprint, parameters


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("functions/api/app.py", "layers/core/requirements.txt", "statemachines/a.json"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "template.yaml").write_text("Resources: {}")
    return tmp_path


def test_nothing_changed_nothing_to_do(root: Path) -> None:
    assert fingerprint(root, {"a": "1"}, "tool") == fingerprint(root, {"a": "1"}, "tool")


@pytest.mark.parametrize(
    "name",
    [
        "template.yaml",
        "functions/api/app.py",
        "layers/core/requirements.txt",
        "statemachines/a.json",
    ],
)
def test_a_changed_file_is_noticed(root: Path, name: str) -> None:
    before = fingerprint(root, {})
    (root / name).write_text("changed")
    assert fingerprint(root, {}) != before


def test_a_new_file_is_noticed(root: Path) -> None:
    before = fingerprint(root, {})
    (root / "functions" / "new").touch()
    assert fingerprint(root, {}) != before


def test_a_file_that_moved_is_noticed(root: Path) -> None:
    before = fingerprint(root, {})
    (root / "functions" / "api" / "app.py").rename(root / "functions" / "api" / "main.py")
    assert fingerprint(root, {}) != before


def test_byte_code_and_other_folders_are_not_looked_at(root: Path) -> None:
    before = fingerprint(root, {})
    (root / "functions" / "api" / "__pycache__").mkdir()
    (root / "functions" / "api" / "__pycache__" / "app.pyc").touch()
    (root / "README.md").write_text("new")
    assert fingerprint(root, {}) == before


def test_parameters_and_tools_count(root: Path) -> None:
    assert (
        len(
            {
                fingerprint(root, {"Port": "1"}, "a"),
                fingerprint(root, {"Port": "2"}, "a"),
                fingerprint(root, {"Port": "1"}, "b"),
            }
        )
        == 3
    )


@given(st.integers(1, 65535))
def test_the_public_url_leaves_the_api_and_the_stage_open(port: int) -> None:
    filled = parameters(port)["PublicUrl"].format(api_id="abc", stage="live")
    assert filled == f"http://127.0.0.1:{port}/_aws/execute-api/abc/live"


def test_machines_have_lambdas_names() -> None:
    assert (architecture("AMD64"), architecture("aarch64")) == ("x86_64", "arm64")
    with pytest.raises(StackProblem, match="riscv64"):
        architecture("riscv64")


def test_further_parameters_of_the_template_go_beside_those_of_this_machine() -> None:
    chosen = parameters(4600, "PoolSize=8, Transport=stream,")
    assert chosen == {**parameters(4600), "PoolSize": "8", "Transport": "stream"}


@pytest.mark.parametrize("text", ["PoolSize", "=8", "Pool Size=8", "PoolSize=8,x"])
def test_what_is_no_parameter_is_refused(text: str) -> None:
    with pytest.raises(StackProblem, match="Name=value"):
        parameters(4600, text)
