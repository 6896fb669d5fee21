"""The environment of a function as one frozen type: read once, late, by that function's `app.py`.

Field names in capitals are the variables of `template.yaml`; a test holds the two together.
"""

from collections.abc import Mapping
from typing import Self

from pydantic import BaseModel, ConfigDict

from docsmith.domain.credits import OFFLINE


class Settings(BaseModel):
    """What every function knows."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", protected_namespaces=(), defer_build=True
    )

    stack: str
    table: str = ""

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """From variables named like the fields, in capitals. Raises `ValidationError`."""
        return cls.model_validate({name.lower(): value for name, value in environment.items()})


class PoolSettings(Settings):
    """Functions that admit and end tasks."""

    machine_arn: str
    deliveries_url: str
    pool_size: int
    test_pool_size: int
    sync_permits: int


class MachineSettings(PoolSettings):
    """Functions that know both machines, and where everything lies."""

    bucket: str
    batch_machine_arn: str
    batch_concurrency: int


class ModelSettings(Settings):
    """Functions that know who writes."""

    model_provider: str
    model: str

    @property
    def author(self) -> str:
        """The model that writes for live keys: the provider `offline` names none."""
        return OFFLINE if self.model_provider == OFFLINE else self.model


class SubmitSettings(MachineSettings, ModelSettings):
    """Functions that accept what is to be made."""

    daily_cap_usd: float
    daily_organisation_cap_usd: float
    allowed_webhook_hosts: str = ""
    public_url: str = ""


class WebSettings(SubmitSettings):
    """`api` and `generate`."""

    signing_secret: str
    sealing_key: str
    agent_function: str
    document_function: str
    allowed_origins: str = ""
    sync_ceiling_seconds: int
    transport: str


class LifecycleSettings(MachineSettings, ModelSettings):
    daily_cap_usd: float


class BatchSettings(SubmitSettings):
    """`batch`. `api_url` is the gateway's own address, which `public_url` may take the place of."""

    api_id: str
    api_url: str

    @property
    def base_url(self) -> str:
        """Where clients reach us: nobody called, so there is no address to take it from."""
        public = self.public_url.replace("{api_id}", self.api_id).replace("{stage}", "live")
        return f"{public or self.api_url}/api/v1"


class AgentSettings(ModelSettings):
    bucket: str
    small_model: str
    model_secret: str
    model_url: str = ""
    max_turns: int


class DocumentSettings(Settings):
    bucket: str
    max_rows: int


class DeliverySettings(Settings):
    """`deliver_webhook`. `webhook_schedule_scale` is 1 in production."""

    deliveries_url: str
    deliveries_arn: str
    signing_secret: str
    sealing_key: str
    event_bus: str
    schedule_group: str
    scheduler_role: str
    signature_prefix: str
    webhook_schedule_scale: float
    webhook_places: int
    allowed_webhook_hosts: str = ""


class FetchSettings(Settings):
    bucket: str
    allowed_webhook_hosts: str = ""


class OperateSettings(Settings):
    sealing_key: str
    model_secret: str


def words(text: str) -> tuple[str, ...]:
    """A comma-separated parameter as its parts."""
    return tuple(part.strip() for part in text.split(",") if part.strip())
