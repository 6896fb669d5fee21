"""Text without blanks between words: it is broken anywhere and measured at full width."""

from typing import Any

import pytest
from tests.unit.documents.slides.building import built, empty, opened, slide, tried

from docsmith.documents.interface import check
from docsmith.documents.slides import metrics
from docsmith.documents.slides.scripts import language_tag, pieces

SENTENCE = (
    "新入社員向け情報セキュリティ研修では、パスワードの管理と不審なメールの見分け方を学びます。"
)


def test_a_wide_character_is_an_em_wide() -> None:
    assert metrics.width("情報", "Calibri", False) == 2.0
    plain = metrics.width("IT", "Calibri", False)
    assert metrics.width("IT研修", "Calibri", False) == pytest.approx(plain + 2)


def test_a_line_breaks_between_characters_but_not_before_a_closing_mark() -> None:
    assert metrics.line_count(SENTENCE, "Calibri", 20, False, 20 * 12) == 4
    assert metrics.widest_word(SENTENCE, "Calibri", 20, False) == 40
    assert pieces("学びます。") == ["学", "び", "ま", "す。"]
    assert pieces("「安全」です") == ["「安", "全」", "で", "す"]
    assert pieces("plain") == ["plain"]


@pytest.mark.parametrize(
    ("text", "language", "tag"),
    [
        ("plain", "en", "en-US"),
        ("schlicht", "de", "de-DE"),
        ("カタカナ", "en", "ja-JP"),
        ("보안 교육", "en", "ko-KR"),
        ("信息安全", "en", "zh-CN"),
    ],
)
def test_a_run_says_the_language_of_its_script(text: str, language: str, tag: str) -> None:
    assert language_tag(text, language) == tag


SLIDES: tuple[dict[str, Any], ...] = (
    slide("title", title="情報セキュリティ研修", subtitle="新入社員の皆さんへ"),
    slide("bullets", title="パスワードの三つの規則", points=[SENTENCE, SENTENCE, SENTENCE]),
    slide(
        "process",
        title="不審なメールを受け取ったら",
        steps=[
            {"title": "開かない", "detail": SENTENCE},
            {"title": "報告する", "detail": SENTENCE},
            {"title": "削除する", "detail": SENTENCE},
        ],
    ),
    slide(
        "two_columns",
        title="してよいこと、いけないこと",
        left={"heading": "よい", "points": [SENTENCE]},
        right={"heading": "いけない", "points": [SENTENCE]},
    ),
    slide(
        "table",
        title="連絡先の一覧",
        table={
            "header": ["部署", "内線"],
            "rows": [["情報システム部", "1200"], ["総務部", "1300"]],
        },
    ),
)


def test_japanese_slides_stand_without_a_finding() -> None:
    document = built(*SLIDES)
    assert check(document) == ()
    run = opened(document).slides[1].shapes.title.text_frame.paragraphs[0].runs[0]
    assert run._r.rPr.get("lang") == "ja-JP"


def test_a_japanese_text_that_is_too_long_is_refused_with_what_fits() -> None:
    applied = tried(empty(), slide("bullets", title="規則", points=[SENTENCE * 12] * 7))
    assert "fit" in applied.errors[0].reason
