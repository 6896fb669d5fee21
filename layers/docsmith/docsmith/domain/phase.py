"""Where a running task is, and how far that is."""

from enum import StrEnum


class Phase(StrEnum):
    """Where a running task is, in the order of the specification."""

    PREFLIGHT = "preflight"
    ACQUIRING_POOL = "acquiring_pool"
    LOADING_DOC = "loading_doc"
    RESTORING_STATE = "restoring_state"
    AGENT_TURN = "agent_turn"
    EXECUTING_PLAN = "executing_plan"
    COMPACTING_CONTEXT = "compacting_context"
    SAVING_DOC = "saving_doc"
    UPLOADING_RESULT = "uploading_result"
    DISPATCHING_WEBHOOK = "dispatching_webhook"


_FLOOR = {
    Phase.PREFLIGHT: 2,
    Phase.ACQUIRING_POOL: 4,
    Phase.LOADING_DOC: 6,
    Phase.RESTORING_STATE: 9,
    Phase.AGENT_TURN: 12,
    Phase.EXECUTING_PLAN: 14,
    Phase.COMPACTING_CONTEXT: 14,
    Phase.SAVING_DOC: 88,
    Phase.UPLOADING_RESULT: 94,
    Phase.DISPATCHING_WEBHOOK: 98,
}


def progress_of(phase: Phase, turn_index: int) -> int:
    """0..99: turns approach 85 without reaching it, since nobody knows how many will come."""
    floor = _FLOOR[phase]
    if phase not in (Phase.AGENT_TURN, Phase.EXECUTING_PLAN, Phase.COMPACTING_CONTEXT):
        return floor
    return floor + round((85 - floor) * (1 - 0.8**turn_index))
