"""What a data source is, told by the document itself: its size, and its columns one a row."""

import hashlib
import re

import pytest
from tests.unit.documents.word.building import texts_of

from docsmith.documents.interface import apply, fold
from docsmith.documents.model import Document, Format, Input
from docsmith.documents.operations.formats import operations_of
from docsmith.documents.word.data.profile import profile_of, size_of
from docsmith.documents.word.data.remarks import remark_in
from docsmith.documents.word.language import Language

SALES = "Day,Region,Amount\n2025-01-02,North,5\n2025-01-03,,7.5\n2025-01-04,South,n/a\n"
TABLE = {"op": "table", "profile": "sales", "caption": "Columns"}


def inputs(text: str = SALES) -> dict[str, Input]:
    data = text.encode()
    return {"sales": Input("csv", "sales.csv", data, hashlib.sha256(data).hexdigest())}


def refused(*ops: dict[str, object]) -> list[tuple[str, str]]:
    union = operations_of("word")
    document = Document(Format.WORD, inputs=inputs())
    applied = apply(document, tuple(union.validate_python(op) for op in ops))
    return [(error.path, error.reason) for error in applied.errors]


def test_columns_are_listed_with_what_fills_them() -> None:
    header, *rows = profile_of(inputs(), "sales", Language("en-GB"))
    assert header == ("Column", "Kind", "Filled", "Blank", "Remark")
    assert [row[:4] for row in rows] == [
        ("Day", "date", "3", "0"),
        ("Region", "text", "2", "1"),
        ("Amount", "amount", "2", "1"),
    ]


def test_labels_are_in_the_language_of_the_document_or_in_english() -> None:
    assert profile_of(inputs(), "sales", Language("de-DE"))[1][1] == "Datum"
    assert profile_of(inputs(), "sales", Language("ja-JP"))[1][1] == "日付"
    assert profile_of(inputs(), "sales", Language("it-IT"))[1][1] == "date"
    assert size_of(inputs(), "sales", Language("de-DE")) == "3 Zeilen, 3 Spalten"


ODD = "Day,Amount\n" + "2025-01-02,7\n" * 12 + "soon,n/a\nthen,-\n2025-01-03,two\n"
ENGLISH = frozenset(
    re.findall(
        r"[a-z]+", "cell cells that there lines above header rows shorter file named their called"
    )
)
SHORT = "Title of the file\nDay,Amount,Amount\n2025-01-02,7,8\n2025-01-03,5\n"


@pytest.mark.parametrize("code", ["de-DE", "fr-FR", "ja-JP", "ar-SA"])
@pytest.mark.parametrize("text", [ODD, SHORT, "1,2\n3,4\n"])
def test_remarks_are_in_the_language_of_the_document(code: str, text: str) -> None:
    english = [row[4] for row in profile_of(inputs(text), "sales", Language("en-GB"))[1:]]
    told = [row[4] for row in profile_of(inputs(text), "sales", Language(code))[1:]]
    assert any(english)
    assert [bool(remark) for remark in told] == [bool(remark) for remark in english]
    assert not ENGLISH & set(re.findall(r"[a-z]+", " ".join(told)))


def test_a_remark_without_a_translation_stays_as_it_is() -> None:
    assert remark_in(Language("de-DE"), "odd") == "odd"


def test_what_is_odd_in_the_file_stands_last_and_signs_stay_signs() -> None:
    without_header = profile_of(inputs("1,2\n3,4\n"), "sales", Language("en-GB"))
    assert without_header[-1][0] == "The whole file"
    starred = profile_of(inputs("A*B,C\n1,x\n2,y\n"), "sales", Language("en-GB"))
    assert starred[1][0] == "A\\*B"


def test_the_same_operations_tell_of_whatever_data_stand_behind_them() -> None:
    union = operations_of("word")
    source = {"op": "source", "key": "s", "title": "Sales", "slot": "sales"}
    cited = {"op": "paragraph", "text": "As measured [@s]."}
    ops = tuple(union.validate_python(op) for op in (source, cited, TABLE, {"op": "references"}))
    told = [
        "".join(texts_of(fold(None, ops, inputs(text), Format.WORD)))
        for text in (SALES, SALES + "2025-02-01,East,9\n")
    ]
    assert "3 rows, 3 columns" in told[0]
    assert "4 rows, 3 columns" in told[1]


@pytest.mark.parametrize(
    ("op", "expected"),
    [
        (TABLE | {"profile": "costs"}, ("ops[0].profile", "there is no data source 'costs'")),
        (
            TABLE | {"header": ["a"], "rows": [["b"]]},
            ("ops[0].rows", "give one: a query, a profile, or header and rows"),
        ),
        (
            {"op": "source", "key": "s", "title": "S", "slot": "costs"},
            ("ops[0].slot", "there is no data source 'costs'"),
        ),
    ],
)
def test_what_cannot_be_told_is_refused(op: dict[str, object], expected: tuple[str, str]) -> None:
    assert refused(op) == [expected]


def test_cells_of_a_profile_are_not_typed_over() -> None:
    edit = {"op": "set_text", "block": "b1", "row": 2, "column": 1, "text": "x"}
    assert refused(TABLE, edit) == [("ops[1].block", "its cells are computed from a source")]
