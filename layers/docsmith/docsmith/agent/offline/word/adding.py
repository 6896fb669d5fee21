"""What a follow-up adds: sections by name, with the prompt's own text or from data."""

import re
from collections.abc import Iterator

from docsmith.agent.offline.wish import Wish
from docsmith.agent.offline.word import ops
from docsmith.agent.offline.word.additions import (
    Asked,
    asked_by,
    asked_in,
    caption_of,
    data_section,
    new_sources,
)
from docsmith.agent.offline.word.asked import known_of, ordered_ops
from docsmith.agent.offline.word.orders import SectionOrder, orders_in
from docsmith.agent.offline.word.phrases import phrase
from docsmith.agent.offline.word.segments import segments_of
from docsmith.agent.offline.word.standing import Standing
from docsmith.agent.offline.word.statements import Said
from docsmith.agent.turns import Json

Change = tuple[str, tuple[Json, ...]]
"""What is said of it in the summary, and its operations."""
_COMMAND = re.compile(
    r"^(?:please\s+|bitte\s+|also\s+|then\s+|and\s+|und\s+)*(?:add|append|replace|change|rename|remove|delete|drop|"
    r"move|make|use|number|set|shorten|ergänze|füge|ersetze|ändere|benenne|lösche|entferne|streiche|verschiebe|mache?|"
    r"nutze|verwende|nummeriere|setze|kürze)\b",
    re.I,
)  # fmt: skip
NOTHING = Said(subject="", topic="", instruction="")


def added(wish: Wish, standing: Standing) -> Iterator[Change]:
    """Every section that the prompt orders, then what else it wants to see of the data."""
    told: set[tuple[str, str]] = set()
    language, prompt = wish.brief.language, wish.brief.prompt
    orders = sections_in(prompt)
    for order in orders:
        asked = asked_by(order.name, wish, standing, named=True) if not order.text else []
        for one in asked[:1]:
            told.add((one.facts.key, one.column.name))
            yield _computed(one, standing, wish, order.name)
        if not asked:
            made = ordered_ops(order, NOTHING, standing.language)
            name = order.name or phrase(language, "paragraph_added")
            yield phrase(language, "added_section", name=name), placed(standing, list(made))
            if order.name and len(known_of(order, NOTHING)) < (order.points or 1):
                yield phrase(language, "left_open", name=order.name), ()
    rest = [] if orders else asked_in(wish, standing)
    for one in rest:
        told.add((one.facts.key, one.column.name))
        yield _computed(one, standing, wish, "")
    if not told and not orders:
        for name, before, made in new_sources(wish, standing):
            ops_ = (*before, *placed(standing, list(made)))
            yield phrase(language, "added_section", name=name), ops_


def sections_in(prompt: str) -> list[SectionOrder]:
    """The sections that are ordered. What follows one, and is no other command, is its text."""
    found: list[SectionOrder] = []
    for segment in segments_of(prompt):
        orders, _ = orders_in(segment)
        if orders.sections:
            found += orders.sections
        elif found and found[-1].text and not _COMMAND.match(segment):
            text = f"{found[-1].text.rstrip('.')}. {segment}"
            found[-1] = found[-1].model_copy(update={"text": text})
    return found


def placed(standing: Standing, made: list[Json], before: str = "") -> tuple[Json, ...]:
    """The blocks after the text proper, before references and signatures; or before the section
    of that title, where there is one.
    """
    after = standing.before(before) or standing.end
    if after is None:
        return tuple(made)
    return (ops.op("insert_after", block=after, blocks=made),)


def _computed(asked: Asked, standing: Standing, wish: Wish, heading: str) -> Change:
    """A heading in another language than the document's gives way to what the section shows."""
    if heading and wish.brief.language != standing.language:
        heading = caption_of(asked)
    figures, made = data_section(asked, wish.brief.prompt, ops.plain(heading))
    name = heading or caption_of(asked)
    said = phrase(wish.brief.language, "added_section", name=name)
    about = phrase(standing.language, "about_data")
    return said, (figures, *placed(standing, list(made), about))
