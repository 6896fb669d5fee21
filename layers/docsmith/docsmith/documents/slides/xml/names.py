"""Namespaces, relationship types and content types of a presentation."""

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
ROOT = f'xmlns:a="{A}" xmlns:r="{R}" xmlns:p="{P}"'

_ML = "application/vnd.openxmlformats-officedocument.presentationml"
_DML = "application/vnd.openxmlformats-officedocument.drawingml"
CONTENT = {
    "presentation": f"{_ML}.presentation.main+xml",
    "slide": f"{_ML}.slide+xml",
    "slideMaster": f"{_ML}.slideMaster+xml",
    "slideLayout": f"{_ML}.slideLayout+xml",
    "notesMaster": f"{_ML}.notesMaster+xml",
    "notesSlide": f"{_ML}.notesSlide+xml",
    "presProps": f"{_ML}.presProps+xml",
    "viewProps": f"{_ML}.viewProps+xml",
    "tableStyles": f"{_ML}.tableStyles+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
    "chart": f"{_DML}.chart+xml",
    "core-properties": "application/vnd.openxmlformats-package.core-properties+xml",
    "extended-properties": (
        "application/vnd.openxmlformats-officedocument.extended-properties+xml"
    ),
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "xml": "application/xml",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
}


def relation_type(kind: str) -> str:
    """The full type of a relationship: `slideLayout`, `image`, `core-properties`."""
    if kind == "core-properties":
        return (
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
        )
    return f"{R}/{kind}"
