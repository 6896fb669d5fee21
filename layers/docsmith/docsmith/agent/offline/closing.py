"""The closing words: what was made, its main figures, assumptions, and that no model was used."""

from docsmith.agent.offline.plan import Headline, Plan
from docsmith.agent.offline.words import Language, spoken, spoken_share, word
from docsmith.agent.turns import Json

MAX_FIGURES = 5
MAX_LENGTH = 1_500


def closing_words(plan: Plan, computed: Json, dropped: tuple[str, ...] = ()) -> str:
    """Two to six sentences. Figures come from computed values only."""
    language = plan.language
    said = [f"{plan.title}: {', '.join(plan.sheets)}." if plan.sheets else f"{plan.title}."]
    figures = _figures(plan, computed, language)
    if figures:
        said.append(f"{figures}.")
    said += plan.remarks
    if dropped:
        said.append(word(language, "left_out", things="; ".join(dropped[:3])))
    said.append(word(language, "no_model"))
    return " ".join(said)[:MAX_LENGTH]


def _figures(plan: Plan, computed: Json, language: Language) -> str:
    told = [
        f"{line.label}: {_told(line, computed[line.place], language)}"
        for line in plan.headlines
        if computed.get(line.place) is not None
    ]
    return "; ".join(told[:MAX_FIGURES])


def _told(line: Headline, value: object, language: Language) -> str:
    return spoken_share(value, language) if line.percent else spoken(value, language)
