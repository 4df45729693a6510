"""YAML files as plain data with lines."""

from pathlib import Path

import pytest

from selfassess.loading.problems import AssessmentError
from selfassess.loading.yaml_file import YamlFile, read_with_lines

TEXT = """# A comment
version: 2
answers: [yes, no]
sections:
  - id: start
    questions: &first
      - {id: who, kind: one}
  - id: end
    questions: *first
"""


def read(folder: Path, text: str) -> YamlFile:
    (folder / "flow.yaml").write_text(text, encoding="utf-8")
    return read_with_lines(folder / "flow.yaml")


def test_every_scalar_is_text(tmp_path: Path) -> None:
    data = read(tmp_path, TEXT).data
    assert (data["version"], data["answers"]) == ("2", ["yes", "no"])
    assert data["sections"][1] == {"id": "end", "questions": [{"id": "who", "kind": "one"}]}


def test_every_place_has_its_line(tmp_path: Path) -> None:
    file = read(tmp_path, TEXT)
    assert file.line(("answers", 1)) == 3
    assert file.line(("sections", 1, "id")) == 8
    # What a reference repeats has the line where it was written.
    assert file.line(("sections", 1, "questions", 0, "kind")) == 7


def test_a_place_that_is_not_there_has_the_line_of_what_lacks_it(tmp_path: Path) -> None:
    file = read(tmp_path, TEXT)
    assert file.line(("sections", 1, "title")) == 8
    assert file.line(("nothing",)) == 2
    # Names of a union's members, which pydantic puts into its places, are passed over.
    assert file.line(("sections", 0, "questions", 0, "choice", "id")) == 7


def test_a_name_that_is_written_twice_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(AssessmentError, match=r"flow.yaml, line 2: id is written twice; keep one of them"):
        read(tmp_path, "id: one\nid: two\n")


def test_an_empty_file_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(AssessmentError, match="this file is empty"):
        read(tmp_path, "# nothing\n")
