"""A plan with other inputs: the same operations, what they took from the data before renewed.

    rebound(document, inputs) -> Rebound     the document that results, and what does not fit
    misfit_in(document, finding) -> Misfit   what the gate found, by the operation that wrote it

Operations name data by slot, so most of a plan follows by itself. The rest is looked for here:
names of files in texts, looks of the brand, labels that a workbook's formulas select by (each
renewed), columns that are gone or of another kind, and figures that were typed in (each told with
the operation it stands in).
"""

from docsmith.documents.rebinding.findings import misfit_in
from docsmith.documents.rebinding.misfit import Misfit
from docsmith.documents.rebinding.rebind import Rebound, rebound

__all__ = ["Misfit", "Rebound", "misfit_in", "rebound"]
