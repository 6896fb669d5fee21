"""Answers in words: POST /text/humanize, /text/rewrite, /text/new-content, /excel/analyze, and
/slides/outline. Sync or async, as documents are.
"""

from fastapi import APIRouter

from docsmith.domain.task import Kind
from docsmith.domain.text_request import (
    AnalyzeRequest,
    HumanizeRequest,
    NewContentRequest,
    OutlineRequest,
    RewriteRequest,
)
from docsmith.web.routers.generation import add_generation

router = APIRouter(tags=["text"])


for _path, _kind, _body, _summary in (
    ("/text/humanize", Kind.HUMANIZE, HumanizeRequest, "Make a text read as a person writes"),
    ("/text/rewrite", Kind.REWRITE, RewriteRequest, "Change a text as asked"),
    ("/text/new-content", Kind.NEW_CONTENT, NewContentRequest, "Write a short text"),
    ("/excel/analyze", Kind.ANALYZE, AnalyzeRequest, "Ask about a workbook"),
    ("/slides/outline", Kind.OUTLINE, OutlineRequest, "Outline a deck, to edit before it is made"),
):
    add_generation(router, _path, _kind, summary=_summary, name=_kind.value, body_type=_body)
