"""What every operation is: a frozen pydantic value with a literal `op`, forbidding unknown
fields.
"""

from pydantic import BaseModel, ConfigDict


class OperationBase(BaseModel):
    """One typed change to a document. Unknown fields are refused, so that a model learns its
    typo.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)
