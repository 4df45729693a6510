"""Values and records of a source that an import could not use."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ImportProblem:
    """One value or record of a source that could not be used, in words for the person who runs the import.

    row: position of the record in the source, from 1; 0 for the source as a whole.
    field: name of the value. record: name of the service.
    left_out: True when the whole record could not be used.
    """

    row: int
    field: str
    what: str
    record: str = ""
    left_out: bool = False

    def __str__(self) -> str:
        where = f"row {self.row}" if self.row else ""
        named = f"“{self.record}”" if self.record else ""
        place = ", ".join(part for part in (where, named, self.field) if part)
        return f"{place}: {self.what}" if place else self.what
