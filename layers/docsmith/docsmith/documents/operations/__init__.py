"""Operations: the one language in which a document is changed, by the agent, the editor and
re-rendering.

`Operation` is a discriminated union on `op`; one file a family; later families only add members.
"""

from docsmith.documents.operations.base import SCHEMA_VERSION, OperationBase
from docsmith.documents.operations.excel import WorkbookOperation

Operation = WorkbookOperation

__all__ = ["SCHEMA_VERSION", "Operation", "OperationBase", "WorkbookOperation"]
