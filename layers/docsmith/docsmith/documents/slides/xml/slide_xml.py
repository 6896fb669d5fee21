"""One slide as its part, and the parts that hang on it, in the order of its relationships."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from docsmith.documents.ooxml.text import attribute, escaped
from docsmith.documents.slides.elements import (
    ChartFrame,
    Element,
    Holder,
    Mark,
    Picture,
    Placed,
    TableFrame,
    TextBox,
)
from docsmith.documents.slides.grid import Rect
from docsmith.documents.slides.template.spec import LayoutSpec
from docsmith.documents.slides.template.tiles import decorative
from docsmith.documents.slides.theme import Theme
from docsmith.documents.slides.xml.drawing import (
    NO_LOOK,
    body_properties,
    line_xml,
    paragraphs,
    solid,
    xfrm,
)
from docsmith.documents.slides.xml.names import ROOT, XML
from docsmith.documents.slides.xml.table_xml import table_xml

TREE = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>'
    '<a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/>'
    '<a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"


@dataclass(frozen=True, slots=True)
class Foot:
    """Footer and page number of a slide; empty ones are left out."""

    footer: str | None = None
    number: int | None = None


@dataclass(slots=True)
class SlideWriter:
    """Writes the shapes of one slide. `relate` names a chart or an image and answers its rId."""

    theme: Theme
    language: str
    spec: LayoutSpec | None
    relate: Callable[[ChartFrame | Picture], str]
    holders: Mapping[Holder, str] = field(default_factory=dict[Holder, str])
    next_id: int = 2

    def slide(self, placed: Placed, foot: Foot) -> str:
        """The whole part."""
        shapes = "".join(self.shape(element) for element in placed.elements)
        return (
            f"{XML}<p:sld {ROOT}><p:cSld><p:spTree>{TREE}{shapes}{self._foot(foot)}</p:spTree>"
            "</p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
        )

    def shape(self, element: Element) -> str:
        match element:
            case TextBox():
                return self._text(element)
            case Mark():
                return self._mark(element)
            case Picture():
                return self._picture(element)
            case ChartFrame():
                return self._chart(element)
            case TableFrame():
                return self._table(element)

    def _id(self) -> int:
        self.next_id += 1
        return self.next_id - 1

    def _known(self, holder: Holder | None) -> Holder | None:
        """The placeholder, when the layout has it."""
        return holder if holder and self.spec and self.spec.spec(holder) else None

    def _text(self, box: TextBox) -> str:
        holder = self._known(box.holder)
        spec = self.spec.spec(holder) if self.spec and holder else None
        look = spec.look if spec else NO_LOOK
        if holder and spec:
            kind = '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
            place = "" if spec.rect == box.rect else xfrm(box.rect)
            properties = f"<p:spPr>{place}</p:spPr>"
            body = "<a:bodyPr><a:normAutofit/></a:bodyPr>"
        else:
            kind = '<p:cNvSpPr txBox="1"/>' if box.fill is None else "<p:cNvSpPr/>"
            properties = f"<p:spPr>{xfrm(box.rect)}{self._geometry(box)}</p:spPr>"
            body = body_properties(box.anchor, box.inset)
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{self._id()}" name="{attribute(box.name)}"/>{kind}'
            f"<p:nvPr>{_ph(holder)}</p:nvPr></p:nvSpPr>{properties}<p:txBody>{body}<a:lstStyle/>"
            f"{paragraphs(box.paras, self.theme, self.language, look)}</p:txBody></p:sp>"
        )

    def _geometry(self, box: TextBox) -> str:
        guides = f'<a:gd name="adj" fmla="val {box.adjust}"/>' if box.adjust is not None else ""
        return (
            f'<a:prstGeom prst="{box.shape}"><a:avLst>{guides}</a:avLst></a:prstGeom>'
            f"{solid(box.fill, self.theme)}{line_xml(box.line, self.theme)}"
        )

    def _mark(self, mark: Mark) -> str:
        return (
            f'<p:sp><p:nvSpPr><p:cNvPr id="{self._id()}" name="{attribute(mark.name)}">'
            f"{decorative()}</p:cNvPr><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{xfrm(mark.rect)}"
            f'<a:prstGeom prst="{mark.shape}"><a:avLst/></a:prstGeom>'
            f"{solid(mark.fill, self.theme)}{line_xml(mark.line, self.theme, 2.0)}</p:spPr>"
            '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-US"/></a:p></p:txBody>'
            "</p:sp>"
        )

    def _picture(self, picture: Picture) -> str:
        sides = zip("ltrb", picture.crop, strict=True)
        crop = "".join(f' {side}="{round(cut * 100_000)}"' for side, cut in sides if cut)
        return (
            f'<p:pic><p:nvPicPr><p:cNvPr id="{self._id()}" name="{attribute(picture.name)}" '
            f'descr="{attribute(picture.alt)}"/><p:cNvPicPr><a:picLocks noChangeAspect="1"/>'
            f"</p:cNvPicPr><p:nvPr>{_ph(self._known(picture.holder))}</p:nvPr></p:nvPicPr>"
            f'<p:blipFill><a:blip r:embed="{self.relate(picture)}"/><a:srcRect{crop}/>'
            f"<a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>{xfrm(picture.rect)}"
            f'<a:prstGeom prst="{picture.shape}"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
        )

    def _chart(self, chart: ChartFrame) -> str:
        relation = self.relate(chart)
        inner = (
            f'<a:graphicData uri="{_CHART}"><c:chart xmlns:c="{_CHART}" r:id="{relation}"/>'
            "</a:graphicData>"
        )
        return self._frame(chart.name, chart.alt, chart.holder, chart.rect, inner)

    def _table(self, table: TableFrame) -> str:
        inner = (
            f'<a:graphicData uri="{_TABLE}">{table_xml(table, self.theme, self.language)}'
            "</a:graphicData>"
        )
        return self._frame(table.name, table.alt, table.holder, table.rect, inner)

    def _frame(self, name: str, alt: str, holder: Holder | None, rect: Rect, inner: str) -> str:
        return (
            f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{self._id()}" '
            f'name="{attribute(name)}" descr="{attribute(alt)}"/><p:cNvGraphicFramePr>'
            '<a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr>'
            f"<p:nvPr>{_ph(self._known(holder))}</p:nvPr></p:nvGraphicFramePr>"
            f"{xfrm(rect, 'p:xfrm')}<a:graphic>{inner}</a:graphic></p:graphicFrame>"
        )

    def _foot(self, foot: Foot) -> str:
        if self.spec is None or self.spec.dark:
            return ""
        language = "de-DE" if self.language == "de" else "en-US"
        out = ""
        if foot.footer:
            look = f'<a:rPr lang="{language}" sz="1100"/>'
            run = f"<a:r>{look}<a:t>{escaped(foot.footer)}</a:t></a:r>"
            out += _foot_shape(self._id(), "Footer", "ftr", 31, run)
        if foot.number is not None and self.spec.foot is None:
            field_ = (
                '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
                f'<a:rPr lang="{language}"/><a:t>{foot.number}</a:t></a:fld>'
            )
            out += _foot_shape(self._id(), "Slide number", "sldNum", 32, field_)
        return out


def _ph(holder: Holder | None) -> str:
    if holder is None:
        return ""
    index = f' idx="{holder.index}"' if holder.index is not None else ""
    return f'<p:ph type="{holder.type}"{index}/>'


def _foot_shape(shape_id: int, name: str, kind: str, index: int, run: str) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{shape_id}" name="{name}"/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
        f'<p:ph type="{kind}" sz="quarter" idx="{index}"/></p:nvPr></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/><a:lstStyle/><a:p>{run}</a:p></p:txBody></p:sp>"
    )
