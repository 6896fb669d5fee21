"""What can go wrong for somebody at a terminal.

Problem                 the base: its text is the one line that is printed, exit code 1
├── UsageProblem        the command was asked for in a way that cannot work (exit code 2)
├── ApiProblem          the API answered with its error envelope
├── TaskProblem         the task ended without a document
├── StackProblem        the stack on this machine cannot be made, started or reached
└── OperatorProblem     an operator's act was refused
"""

from pathlib import Path


class Problem(Exception):
    """The command did not do what was asked."""

    exit_code = 1


class UsageProblem(Problem):
    """The command cannot be done as it was asked for."""

    exit_code = 2


class ApiProblem(Problem):
    """The API refused: `code` is its error code, `status` the HTTP status."""

    def __init__(self, message: str, *, code: str, status: int) -> None:
        super().__init__(message)
        self.code = code
        self.status = status


class TaskProblem(Problem):
    """The task failed, was cancelled or expired."""


class StackProblem(Problem):
    """The stack on this machine is not usable; `log` is the file that says more."""

    def __init__(self, message: str, *, log: Path | None = None) -> None:
        super().__init__(f"{message} (see {log})" if log else message)
        self.log = log


class OperatorProblem(Problem):
    """The function `operate` refused an act."""
