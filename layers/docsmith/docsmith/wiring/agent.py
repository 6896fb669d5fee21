"""The agent's steps, with the model that the deployment chose."""

from docsmith.agent.decide import Limits
from docsmith.agent.model import Model
from docsmith.agent.offline.model import OfflineModel
from docsmith.agent.preflight import OfflineValidator
from docsmith.usecases.preflight import Preflight
from docsmith.usecases.take_turn import AgentSteps
from docsmith.wiring.settings import AgentSettings
from docsmith.wiring.stores import objects_of, records_of


def steps_of(settings: AgentSettings) -> AgentSteps:
    """RestoreState, AgentTurn, CompactContext."""
    return AgentSteps(
        records=records_of(settings),
        objects=objects_of(settings.bucket),
        model=model_of(settings),
        model_id=settings.model,
        offline=OfflineModel(),
        limits=Limits(max_turns=settings.max_turns),
    )


def preflight_of(settings: AgentSettings) -> Preflight:
    return Preflight(validator=OfflineValidator(), offline=OfflineValidator())


def model_of(settings: AgentSettings) -> Model:
    """Raises `ValueError` for a provider that there is no adapter for."""
    if settings.model_provider == "offline":
        return OfflineModel()
    raise ValueError(f"There is no model provider {settings.model_provider}.")
