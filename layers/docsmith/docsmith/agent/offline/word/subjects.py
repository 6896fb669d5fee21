"""What a text is about: its title, and the words for it inside a sentence. English and German."""
# ruff: noqa: E501 - patterns read better whole than cut in two

import re

from docsmith.agent.offline.brief import Brief
from docsmith.agent.offline.word.quotes import QUOTED, quoted_in, unquoted
from docsmith.agent.offline.word.segments import capital

LONGEST = 70
"""Characters of a title that is made of a statement."""
KINDS = (
    r"(?:memo(?:randum)?|letter|report|paper|proposal|offer|quote|quotation|minutes|note|document|protocol|summary|"
    r"mitteilung|brief|schreiben|bericht|angebot|protokoll|notiz|dokument|aktennotiz|rundschreiben|kurzbericht)"
)
INSTRUCTION = re.compile(
    r"^\W*(?:(?:hi|hello|hey|hallo|moin)\b\W*)?(?:(?:please|bitte|can (?:you|u)|could (?:you|u)|would you|kannst du|können sie|könntest du|i need|we need|i want|"
    r"ich brauche|wir brauchen|ich möchte|write|create|make|draft|prepare|generate|produce|schreib\w*|"
    r"erstell\w*|mach\w*|verfass\w*|bereite)\b\s*)+(?:(?:me|us|mir|uns|bitte|please)\s+)*",
    re.I,
)
_TITLED = re.compile(
    rf"\b(?:titled|entitled|called|named|headed|title|titel|namens|betitelt|überschrift|betreff|subject)\W{{0,3}}\s*(?P<title>{QUOTED})",
    re.I,
)
_TITLED_BARE = re.compile(
    r"\b(?:titled|entitled|with the title|mit dem titel)\s*:?\s+(?P<title>[A-ZÄÖÜ][^.,:;\n]+)"
)
_ABOUT = re.compile(
    r"\b(?P<lead>about|regarding|concerning|announcing|on the subject of|on|über|zum thema|zum|zur|zu|wegen|bezüglich|"
    r"betreffend)\s+(?P<subject>(?!\d)[^.:;\n]+)",
    re.I,
)
_TAIL = re.compile(
    r",?\s+(?:covering|including|inklusive|showing|based on|using|auf basis)\b|"
    r",\s*(?:with|mit|in \d|from|von|for|für|signed|to)\b|\s+(?:signed by|unterschrieben von)\b",
    re.I,
)
_READER = re.compile(
    r"\s+(?:for|to|für|an)\s+(?:the|our|my|den|die|das|unser\w*)\s+(?:\w+\s){0,2}(?:team|board|staff|management|department|"
    r"vorstand|abteilung|belegschaft|geschäftsführung)\b.*$",
    re.I,
)
_ARTICLES = r"^(?:the|our|my|an?)\s+"
_GERMAN = re.compile(
    r"^(?P<article>den|die|das|dem|der|des|unsere[nmrs]?|einen?|eine[mrs])\s+(?P<adjective>[a-zäöüß]+?e[nmrs]?\s+)?(?P<noun>[A-ZÄÖÜ].*)$"
)
_CLOSED = {"die": "e", "das": "es", "der": "e", "unsere": "e", "unserer": "e", "eine": "e"}
"""The ending of an adjective without its article, where the article tells it."""
_WISHES = re.compile(
    r"^(?:(?:we|i)(?:'d| would|’d)? (?:like|want|wish|plan|need|have|propose|offer|intend)(?:ed)? to|we will|we'll|wir (?:möchten|wollen|werden|bieten)|"
    r"please|bitte)\s+",
    re.I,
)
_REST = re.compile(
    r"[,;:]\s|\s[-–—]\s|\s\(|\s+(?:because|since|due to|so that|which|who|during|while|by|until|from|weil|da|damit|während|wegen|bis|ab)\s",
    re.I,
)
_CALENDAR = re.compile(
    r"\b(?:january|february|april|june|july|august|september|october|november|december|monday|tuesday|"
    r"wednesday|thursday|friday|saturday|sunday)\b|(?<=\d )(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|march)\b|"
    r"\b(?:march|may)(?= \d)"
)
_CANCELS = re.compile(
    r"\b(?:cancel|terminate|kündig\w+)\s+(?:hiermit\s+)?(?:our|my|the|unsere[nmrs]?|meine[nmrs]?|den|die|das)\s+"
    r"(?P<what>.+?)(?=\s+(?:fristgerecht|zum|mit|per|with|as of|effective|from|on|by|ordentlich|außerordentlich)\b|[,;]|\.\s+[A-ZÄÖÜ]|\.?$)",
    re.I,
)


def titled_in(text: str) -> str | None:
    """The title that the text gives, in quotation marks or after `with the title`."""
    match = _TITLED.search(text) or _TITLED_BARE.search(text)
    return unquoted(match.group("title")) if match else None


def subject_of(brief: Brief, instruction: str, statements: tuple[str, ...] = ()) -> str:
    """The title: the one given, else what the instruction is about, else the first statement."""
    title = titled_in(instruction)
    if title:
        return title[:160]
    topic = topic_of(brief, instruction)
    if brief.language == "de":
        text = _german_title(instruction, topic)
    else:
        text = re.sub(_ARTICLES, "", topic, flags=re.I)
    if len(text) < 3 and statements:
        text = headline(statements[0])
    return in_calendar_case(capital(text)[:160], brief)


def topic_of(brief: Brief, instruction: str) -> str:
    """What it is about, in the prompt's words: `our new address`."""
    bare = _TITLED_BARE.sub("", _TITLED.sub("", instruction))
    match = _ABOUT.search(bare)
    quoted = quoted_in(bare)
    if match:
        text = match.group("subject")
    elif quoted:
        return quoted[0]
    else:
        text = _object(bare)
    text = _TAIL.split(text)[0]
    if brief.audience:
        audience = rf"\s+(?:for|für)\s+\w+\s+{re.escape(brief.audience)}"
        text = re.split(audience, text, flags=re.I)[0]
    return _READER.sub("", text).strip(" ,.?!") or titled_in(instruction) or ""


def headline(statement: str) -> str:
    """A statement short enough for a title: its first clause, without wishes around it."""
    cancelled = _CANCELS.search(statement)
    if cancelled:
        german = cancelled.group().casefold().startswith("kündig")
        return f"{'Kündigung' if german else 'Cancellation'}: {cancelled.group('what')}"
    text = _WISHES.sub("", statement.strip(" .!?"))
    first = _REST.split(text)[0].strip()
    text = first if len(first.split()) > 1 else text
    if len(text) <= LONGEST:
        return capital(text)
    return capital(text[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:"))


def is_wish(statement: str) -> bool:
    """Whether it says what somebody wants to do: `we would like to paint the hall`."""
    return _WISHES.match(statement) is not None


def in_calendar_case(text: str, brief: Brief) -> str:
    """Months and days of an English text with their capital."""
    if brief.language != "en":
        return text
    return _CALENDAR.sub(lambda match: match.group().capitalize(), text)


def _german_title(instruction: str, topic: str) -> str:
    """Without an article, its adjective as it stands alone: `die neuen Zeiten` is `Neue Zeiten`.

    Where the case hides the ending, the preposition stays: `Zum neuen System`.
    """
    match = _GERMAN.match(topic)
    lead = _ABOUT.search(instruction)
    preposition = lead.group("lead") if lead else ""
    if match is None:
        hidden = re.match(r"(?P<stem>[a-zäöüß]+?)en\s+(?P<noun>[A-ZÄÖÜ].*)", topic)
        if hidden and preposition.casefold() == "zur":
            return f"{hidden.group('stem')}e {hidden.group('noun')}"
        return f"{preposition} {topic}" if hidden and preposition.casefold() == "zum" else topic
    adjective, noun = match.group("adjective"), match.group("noun")
    article = match.group("article")
    if article == "des" or (
        article in {"den", "dem"} and preposition.casefold() in {"zu", "wegen"}
    ):
        return f"{preposition} {topic}"
    if adjective is None:
        return noun
    stem = re.sub(r"e[nmrs]?\s*$", "", adjective)
    if article in _CLOSED:
        return f"{stem}{_CLOSED[article]} {noun}"
    return f"{stem}er {noun}" if article in {"den", "einen", "unseren"} else topic


def _object(instruction: str) -> str:
    """What is left of an instruction without its verb, the word for the kind and its reader."""
    text = INSTRUCTION.sub("", instruction, count=1)
    text = re.sub(
        rf"^\W*(?:an? |the |our |eine?n? |das |den |unser\w* )?(?:[\w-]+ ){{0,2}}?{KINDS}\b\W*",
        "",
        text.strip(),
        flags=re.I,
    )
    reader = r"(?:to|an)\s+[^,:;]+(?:,\s*[A-ZÄÖÜ\d][^,:;]*)*|(?:for|für)\s+(?:all|alle|everyone|the \w+ team)\b[^,:;]*"
    text = re.sub(rf"^(?:{reader})", "", text.strip(), flags=re.I)
    text = re.sub(r"^(?:for|from|of|für|von|der|des)\s+(?:the |our )?", "", text, flags=re.I)
    return text.strip(" .,:?!")
