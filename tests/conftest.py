"""What every test may rely on: seeded searches of a modest size, and no account within reach. And
which of them coverage is measured over.
"""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "docsmith",
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("docsmith")

# boto3 must find something to sign with, and it must be worthless.
os.environ["AWS_ACCESS_KEY_ID"] = "testing"
os.environ["AWS_SECRET_ACCESS_KEY"] = "testing"
os.environ["AWS_DEFAULT_REGION"] = "eu-central-1"
os.environ.pop("AWS_PROFILE", None)

UNIT = Path(__file__).parent / "unit"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Coverage is what unit tests cover. The tracer doubles what a test costs: others run without
    it, and so do unit tests marked `no_cover`, which send many inputs along ways that others prove.
    """
    for item in items:
        if UNIT not in item.path.parents:
            item.add_marker(pytest.mark.no_cover)
