"""What every test may rely on: seeded searches of a modest size, and no account within reach."""

import os

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
