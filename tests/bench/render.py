"""One hundred documents from one run's plan, each over data of its own, through every step.

The steps run in this process on stores in memory, so that what is timed is our work: admission,
reading, fitting the plan to the data, computing, checks, the file and the editor's view. The
baseline is a bare script that writes the same workbook with openpyxl: rows, formulas, looks and
charts, nothing read, computed or checked.
"""

import io
import random
import time
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.worksheet.table import Table
from tests.bench.measure import Figure, Verdict, judged, ratios
from tests.fakes.machine import Machine
from tests.fakes.world import World, a_request

from docsmith.agent.offline.model import OfflineModel
from docsmith.domain.files import Purpose
from docsmith.domain.rendering import RenderRequest
from docsmith.domain.task import Kind, Status, Task
from docsmith.usecases.keep_files import NewFile

DOCUMENTS = 100
ROWS = 1_000
_BAR = 3.0
_REGIONS = ("North", "South", "East", "West")
_PRODUCTS = tuple(f"Product {n}" for n in range(1, 9))


def figures(documents: int = DOCUMENTS) -> list[Figure]:
    branches = Branches(documents)
    seconds = {kind: branches.seconds(kind) for kind in (Kind.EXCEL, Kind.WORD, Kind.SLIDES)}
    told = ", ".join(f"{documents / s:.1f} {kind}" for kind, s in seconds.items())
    book = branches.workbook()
    against = ratios(lambda: branches.seconds(Kind.EXCEL, 5) / 5, lambda: written(book))
    return [
        Figure(
            what=f"{documents} documents rendered from one run, {ROWS:,} rows each",
            bar="",
            measured=f"{told} documents a second",
            baseline="",
            verdict=Verdict.INFORMATIVE,
        ),
        Figure(
            what=f"a workbook rendered from a run, {ROWS:,} rows, through every step",
            bar=f"≤ {_BAR:g} ×",
            measured=f"{against.text()} ×",
            baseline="openpyxl writing the same cells, looks and charts",
            verdict=judged(against, _BAR),
        ),
    ]


class Branches:
    """A run of each kind over the head office's sales, and the sales of every branch."""

    def __init__(self, count: int) -> None:
        self._world = World()
        self._caller = self._world.caller(test=True)
        self._machine = Machine(self._world, model=OfflineModel())
        self._files = [self._file(number) for number in range(count)]
        self._runs: dict[Kind, Task] = {}

    def seconds(self, kind: Kind, count: int | None = None) -> float:
        """To render so many branches, all of them without a number."""
        source = self._designed(kind)
        began = time.perf_counter()
        for file_id in self._files[:count]:
            self._rendered(source, file_id)
        return time.perf_counter() - began

    def workbook(self) -> bytes:
        """One rendered workbook."""
        task = self._rendered(self._designed(Kind.EXCEL), self._files[0])
        return self._world.objects.get(task.pointers.document or "")

    def _designed(self, kind: Kind) -> Task:
        if kind not in self._runs:
            data = [{"file_id": self._file(-1), "kind": "csv"}]
            request = a_request("Sales report by region and product", data_sources=data)
            task = self._machine.run(self._world.submit(request, kind, self._caller).task)
            assert task.status is Status.COMPLETED, task.failure
            self._runs[kind] = task
        return self._runs[kind]

    def _rendered(self, source: Task, file_id: str) -> Task:
        data = [{"file_id": file_id, "kind": "csv"}]
        request = RenderRequest.model_validate({"data_sources": data})
        made = self._world.render(source.run_id, request, self._caller)
        task = self._machine.run(made.task)
        assert task.status is Status.COMPLETED, task.failure
        return task

    def _file(self, number: int) -> str:
        content = sales(number)
        new = NewFile(f"branch {number}.csv", "text/csv", Purpose.CONTEXT, len(content))
        return self._world.files.store(new, content, self._caller).file_id


def sales(number: int) -> bytes:
    """A year of sales of one branch."""
    drawn = random.Random(number)
    lines = ["Date,Region,Product,Units,Revenue"]
    lines += [
        f"2025-{drawn.randint(1, 12):02d}-{drawn.randint(1, 28):02d},{drawn.choice(_REGIONS)},"
        f"{drawn.choice(_PRODUCTS)},{drawn.randint(1, 50)},{drawn.uniform(5, 500):.2f}"
        for _ in range(ROWS)
    ]
    return "\n".join(lines).encode()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet holds: cells with their looks, tables by name, where its charts stand."""

    title: str
    cells: Sequence[tuple[str, Any, Any, Any, Any, Any]]
    tables: Sequence[tuple[str, str]]
    charts: Sequence[tuple[str, str]]


_READ: dict[bytes, list[Sheet]] = {}


def written(content: bytes) -> float:
    """Seconds to write the workbook with openpyxl; reading it is not counted."""
    if content not in _READ:
        _READ[content] = [_sheet(one) for one in openpyxl.load_workbook(io.BytesIO(content))]
    began = time.perf_counter()
    book = openpyxl.Workbook()
    for sheet in _READ[content]:
        _write(book, sheet)
    book.save(io.BytesIO())
    return time.perf_counter() - began


def _sheet(one: Any) -> Sheet:
    cells = [
        (c.coordinate, c.value, copy(c.font), copy(c.fill), c.number_format, copy(c.alignment))
        for row in one.iter_rows()
        for c in row
        if c.value is not None
    ]
    anchors = [chart.anchor._from for chart in one._charts]
    places = [f"{openpyxl.utils.get_column_letter(a.col + 1)}{a.row + 1}" for a in anchors]
    return Sheet(one.title, cells, one.tables.items(), [(place, "A16:B27") for place in places])


def _write(book: Any, sheet: Sheet) -> None:
    made = book.create_sheet(sheet.title)
    for place, value, font, fill, form, alignment in sheet.cells:
        cell = made[place]
        cell.value, cell.font, cell.fill = value, font, fill
        cell.number_format, cell.alignment = form, alignment
    for name, area in sheet.tables:
        made.add_table(Table(displayName=name, ref=area))
    for place, area in sheet.charts:
        chart = BarChart()
        labels, values = area.replace("B27", "A27"), area.replace("A16", "B16")
        chart.add_data(Reference(made, range_string=f"'{sheet.title}'!{values}"))
        chart.set_categories(Reference(made, range_string=f"'{sheet.title}'!{labels}"))
        made.add_chart(chart, place)
