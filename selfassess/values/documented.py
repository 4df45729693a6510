"""How values become documented JSON: the docstrings of fields are descriptions in the schema."""

from pydantic import ConfigDict

DOCUMENTED = ConfigDict(use_attribute_docstrings=True)
