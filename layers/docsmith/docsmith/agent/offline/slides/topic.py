"""What a talk is about, in the prompt's own words: for its title, and for sentences on its slides.

`A deck of 8 slides on the advantages of remote work` has the title `Advantages of remote work`;
its slides speak of `remote work`; the story is that of advantages.
"""

import re

from docsmith.agent.offline.slides.asked_words import without_wishes
from docsmith.agent.offline.words import Language
from docsmith.agent.turns import Value

_MOST = 80
_IN_SENTENCES = 44
"""Characters of a topic that still fit into the title of a slide."""
_DECK = (
    r"(?:(?:slide\s*)?decks?|presentation|talk|slides|slideshow|power\s?point|pptx?|keynote|"
    r"präsentation|foliensatz|foliendeck|folien|vortrag)"
)
_PLAIN = (
    r"(?:short|quick|nice|good|great|modern|brief|simple|professional|new|clean|complete|small|"
    r"kurze[nrs]?|kleine[nrs]?|schöne[nrs]?|moderne[nrs]?|gute[nrs]?|neue[nrs]?|einfache[nrs]?|"
    r"professionelle[nrs]?|slide|powerpoint)"
)
_ABOUT = (
    r"(?:(?:that|which)\s+(?:explains?|shows?|presents?)|explaining|presenting|comparing|"
    r"zum thema|on|about|for|of|regarding|titled|zum?|zur|über|für|"
    r",\s*(?:die|der)\s+(?:erklärt|zeigt)[:,]?|[:,–-])"
)
_LED = re.compile(
    rf"^(?:{_PLAIN}\s+)*{_DECK}\b\s*(?P<how>{_ABOUT}(?:\s+|$))?"
    r"(?:comparing\s+|the topic of\s+|das thema\s+)?",
    re.I,
)
_TRAILED = re.compile(rf"^(?P<what>(?:[\w&-]+\s+){{1,6}}){_DECK}\b", re.I)
_HEARERS = re.compile(r"^(?:[\w&-]+\s+){1,4}(?:on|about|über)\s+", re.I)
"""`for my team about`: whom it is for comes before what it is about."""
_AFTER = re.compile(
    rf"^(?:[\w&-]+\s+){{0,4}}?{_DECK}\s*(?::|\s(?:on|about|for|zum?|zur|über|für)\b)\s*", re.I
)
_TAIL = re.compile(
    r"[.,!?](?!\d)|[;:\n(]|\s[-–—]\s|\b(?:including|covering|showing|based on|inklusive|anhand)\b",
    re.I,
)
_WITH = re.compile(r"(?<=\w)\s+(?:with|mit|from|aus|using)\s", re.I)
_ARTICLE = re.compile(r"^(?:an?|the|eine?[nmrs]?|die|das|der|des|dem|den)\s+", re.I)
_MASCULINE = re.compile(r"^(?P<what>den|unseren|einen|meinen)\s+(?P<how>\w+)en\s+(?=[A-ZÄÖÜ])")
_NOMINATIVE = {"den": "der", "unseren": "unser", "einen": "ein", "meinen": "mein"}
_OWN = re.compile(r"^(?P<what>unser|mein)(?:en|em)\s+(?=[A-ZÄÖÜ])")
_OWN_GENITIVE = re.compile(r"^(unsere|meine)r\s+(?=[A-ZÄÖÜ])")
_AIM = re.compile(
    r"^(?:we|i|wir|ich)\s+(?:want|need|would like|have|wollen|müssen|möchten?|will)\s+(?:to\s+)?"
    r"(?:tell|show|convince|persuade|explain|inform)?[^.,;\n]{0,40}?\b(?=why|how|that\s|warum|wie\s)"
    r"(?:that\s+)?",
    re.I,
)
"""Whom somebody wants to tell of it."""
_FOR_OURS = re.compile(r"(?<=\w{3})\s(?:for|für)\s(?:my|our|meine\w*)\s.+$")
_SENTENCE_CASE = re.compile(r"^[A-Z][a-z]+(?=\s(?!in\b|of\b|for\b|and\b|as\b|at\b)[a-z])")
_DATIVE = re.compile(r"^((?:\w+ und )?(?:Vorteile|Nachteile))n\b")
_DETERMINED = re.compile(r"^(?:an?|the|our|my|your|their|this)\s", re.I)
_AROUND = re.compile(
    r"^(?:on|about|from|of|über|aus|comparing)\s+|\s+(?:pls|plz|thx|thanks)$", re.I
)
_POINTING = re.compile(
    r"^(?:(?:these|this|the|attached|my|our|diese[nr]?|die|meine[nr]?)\s+)*"
    r"(?:data|file|csv|table|numbers|spreadsheet|daten|datei|tabelle|zahlen)$",
    re.I,
)
"""What points at the data and says nothing of what they are about."""
_CLAUSE = re.compile(
    r"^(?:why|how|what|when|who|whether|should|can|do|does|is|are|warum|wie|was|weshalb|wieso|"
    r"wann|wer|ob|sollen|sollten|können)\b",
    re.I,
)
_ACT = re.compile(
    r"^(?:(?:why|how|should|whether|when|can)\s+(?:(?:we|i|you|our company|the company)\s+)?"
    r"(?:(?:should|could|must|need to|have to|can|will|to)\s+)?)(?=[a-z]+\s)",
    re.I,
)
STORIES = {
    "advantages": r"advantages?|benefits?|strengths|vorteile?|nutzen|chancen",
    "risks": r"risks?|dangers?|challenges?|disadvantages?|threats?|risiken|gefahren|nachteile|"
    r"herausforderungen",
    "history": r"history|story|evolution|development|origins?|geschichte|entwicklung|entstehung",
    "sides": r"pros and cons|advantages and disadvantages|vor- und nachteile|"
    r"vorteile und nachteile|chancen und risiken",
}
_ASPECT = re.compile(
    rf"^(?:(?:main|key|many|big|wichtigsten|größten)\s+)?"
    rf"(?:{'|'.join(f'(?P<{name}>{words})' for name, words in reversed(STORIES.items()))})"
    r"\s+(?:of|in|for|with|von|vom|bei|beim|im|des|der)\s+(?P<core>.+)$",
    re.I,
)
_VENTURE = re.compile(
    r"(?:service|start-?up|business|company|shop|store|app|platform|caf[eé]|restaurant|bakery|"
    r"agency|product|brand|marketplace|\w*(?:dienst|verleih|laden|firma|plattform|portal|bäckerei|"
    r"agentur|produkt|gründung))$",
    re.I,
)
_EVENT = re.compile(
    r"(?:evening|event|party|conference|trip|excursion|fair|festival|hackathon|anniversary|"
    r"\w*(?:tagung|feier|fest|ausflug|abend|messe|konferenz|veranstaltung|jubiläum))$",
    re.I,
)
_PROPOSED = re.compile(
    r"^(?:an?\s+new|the\s+new|new|our|my|unser\w*|ein\w*\s+neue\w*|neue\w*|mein\w*|"
    r"(?:opening|building|hiring|buying|selling|raising|starting|launching|using|adopting|"
    r"outsourcing|closing)\b)",
    re.I,
)
_DECIDED = re.compile(
    r"\b(?:board|management|leadership|propos\w+|recommend\w*|decisions?|decide|convince|should|"
    r"strategy|vorstand|geschäftsführung|vorschlag\w*|entscheid\w+|sollten?|überzeugen|strategie)\b",
    re.I,
)
"""Words of talks that end with a decision."""
_CHANGE = re.compile(
    r"^(?:(?:our|the|unser|unsere)\s+)?(?:\w+\s+)?(?:moving|move|switch\w*|introduc\w+|migrat\w+|"
    r"rollout|roll-out|changing|reorgani[sz]\w+|restructur\w+|relocat\w+|umzug|einführung|umstellung|"
    r"wechsel|migration|umbau|neuordnung)\b",
    re.I,
)


class Topic(Value):
    """`core` stands in the titles of slides; where it is None these do without. `clause` says that
    it is no noun: it can stand before a colon only.
    """

    title: str
    core: str | None
    clause: bool = False
    story: str = "propose"


def topic_in(prompt: str, language: Language) -> Topic | None:
    """What the prompt says that the deck is about; None where it says nothing of it."""
    said = _said(prompt)
    if said is None:
        return None
    if _CLAUSE.match(said):
        return _clause(said, prompt, language)
    bare = plain(said)
    aspect = _ASPECT.match(bare)
    about = aspect["core"] if aspect else said
    core = _SENTENCE_CASE.sub(lambda m: m.group(0).lower(), _determined(about, plain(about)))
    story = next(name for name in STORIES if aspect[name]) if aspect else _story(said, prompt)
    if story in ("venture", "event") and language == "en" and core[0].islower():
        core = core if _DETERMINED.match(core) else f"the {core}"
    core = _shortened(core)
    fits = len(core) <= _IN_SENTENCES
    dative = bare.casefold().startswith(("zum ", "zur "))
    title = _FOR_OURS.sub("", bare)
    return Topic(title=upper(title), core=core if fits else None, clause=dative, story=story)


def _said(prompt: str) -> str | None:
    """The words of the topic as they stand in the prompt."""
    rest = _AIM.sub("", without_wishes(prompt.strip().split("\n\n")[0]))
    led, after = _LED.match(rest), _AFTER.match(rest)
    if led:
        contracted = (led["how"] or "").strip().casefold() in ("zum", "zur")
        inflected = re.match(r"\w+en\s+[A-ZÄÖÜ]", rest[led.end() :])
        rest = rest[led.start("how") if contracted and inflected else led.end() :]
        heard = _HEARERS.match(rest) if led["how"] else None
        rest = rest[heard.end() :] if heard else rest
    elif after:
        rest = rest[after.end() :]
    elif trailed := _TRAILED.match(rest):
        rest = trailed["what"]
    words = _TAIL.split(rest.strip(), maxsplit=1)[0]
    cut = _WITH.search(words)
    if cut and len(words[: cut.start()].split()) >= 2:
        words = words[: cut.start()]
    words = re.sub(r"\s+", " ", words).strip(" \"'“”„=+@-")
    words = re.sub(
        r"^(?:on|about|from|of|über|aus|comparing)\s+|\s+(?:pls|plz|thx|thanks)$",
        "",
        words,
        flags=re.I,
    )
    says = 3 <= len(words) <= _MOST and re.search(r"[^\W\d]{2}", words)
    return words if says and not _POINTING.match(words) else None


def _clause(said: str, prompt: str, language: Language) -> Topic:
    """`Why we should switch to vans`: its slides speak of `switch to vans`, before a colon."""
    asked = f"{said}?" in prompt
    act = _ACT.sub("", said) if language == "en" else said
    core = act if act != said and len(act) <= _IN_SENTENCES else None
    return Topic(title=upper(said) + ("?" if asked else ""), core=core, clause=True)


def _story(said: str, prompt: str) -> str:
    """What sort of talk it is, by the thing it is about; what is known to all is explained."""
    bare = plain(said)
    head = re.split(r"\s(?:in|for|at|on|für|am|im|an)\s", bare)[0]
    if _CHANGE.match(bare):
        return "change"
    if _VENTURE.search(head):
        return "venture"
    if _EVENT.search(head):
        return "event"
    return "propose" if _PROPOSED.match(said) or _DECIDED.search(prompt) else "explain"


def _shortened(core: str) -> str:
    """Without what a sentence can do without: for whom, and where where it is long."""
    places = (
        r"\s(?:in|at|for|für|im|an|bei)\s" if len(core) > _IN_SENTENCES else r"\sfor (?:my|our)\s"
    )
    cut = re.search(places, core)
    return core[: cut.start()] if cut and cut.start() > 2 else core


def plain(said: str) -> str:
    """Without an article, in the nominative where the words tell of it."""
    if found := _MASCULINE.match(said):
        ending = "e" if found["what"] == "den" else "er"
        return f"{_NOMINATIVE[found['what']]} {found['how']}{ending} {said[found.end() :]}"
    if found := _OWN.match(said):
        return f"{found['what']} {said[found.end() :]}"
    said = _OWN_GENITIVE.sub(r"\1 ", said)
    return _DATIVE.sub(r"\1", _ARTICLE.sub("", said, count=1), count=1)


def _determined(said: str, bare: str) -> str:
    """Within a sentence an English article stays."""
    return said if re.match(r"(?:an?|the)\s", said, re.I) else bare


def upper(words: str) -> str:
    return words[0].upper() + words[1:]
