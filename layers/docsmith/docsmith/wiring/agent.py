"""The agent's steps, with the model that the deployment chose."""

import time

from docsmith.agent.decide import Limits
from docsmith.agent.model import Model
from docsmith.agent.offline.model import OfflineModel
from docsmith.agent.preflight import OfflineValidator
from docsmith.domain.credits import OFFLINE
from docsmith.usecases.model_choice import Models
from docsmith.usecases.preflight import Judge, Preflight
from docsmith.usecases.take_turn import AgentSteps
from docsmith.usecases.validate_request import ModelValidator
from docsmith.wiring.settings import AgentSettings
from docsmith.wiring.stores import clock, objects_of, records_of


def steps_of(settings: AgentSettings, model: Model) -> AgentSteps:
    """RestoreState, AgentTurn, CompactContext."""
    return AgentSteps(
        records=records_of(settings),
        objects=objects_of(settings.bucket),
        models=models_of(settings, model),
        limits=Limits(max_turns=settings.max_turns),
        clock=clock,
    )


def preflight_of(settings: AgentSettings, model: Model) -> Preflight:
    name = models_of(settings, model).small_name
    return Preflight(records=records_of(settings), judge=judge_of(settings, model), model=name)


def judge_of(settings: AgentSettings, model: Model) -> Judge:
    """With the provider `offline`, rules judge everybody's requests."""
    offline = OfflineValidator()
    name = models_of(settings, model).small_name
    asked = ModelValidator(model=model, name=name, seconds=time.monotonic)
    return Judge(validator=offline if name == OFFLINE else asked, offline=offline)


def models_of(settings: AgentSettings, live: Model) -> Models:
    """Who answers whom. With the provider `offline` nobody needs a model's name."""
    name = settings.author
    return Models(
        live=live,
        offline=OfflineModel(),
        name=name,
        small_name=OFFLINE if name == OFFLINE else settings.small_model,
    )


def model_of(settings: AgentSettings) -> Model:
    """The one model of a function's environment, and with it its connections.

    Raises `ValueError` for a provider that there is no adapter for.
    """
    if settings.model_provider == OFFLINE:
        return OfflineModel()
    from docsmith.wiring import model  # the SDK is imported only where a model is used

    makers = {"anthropic": model.anthropic_model_of, "bedrock": model.bedrock_model_of}
    if settings.model_provider not in makers:
        raise ValueError(f"There is no model provider {settings.model_provider}.")
    return makers[settings.model_provider](settings)
