"""National postcode files in their several shapes, and the National Grid."""

import gzip
import io
import zipfile
from collections.abc import Callable
from math import degrees
from pathlib import Path

import pytest

from directory.open_referral.problems import ImportProblem
from directory.postcodes import files as postcodes_files
from directory.postcodes.files import Point
from directory.postcodes.grid import grid_to_airy, grid_to_wgs84
from tests.examples import sampled


def points(path: Path, problems: list[ImportProblem] | None = None) -> list[Point]:
    return list(postcodes_files.read(path, problems if problems is not None else []).rows)


def rows(path: Path, problems: list[ImportProblem] | None = None) -> list[tuple[str, int, int]]:
    """The postcodes and their coordinates, without the council."""
    return [point[:3] for point in points(path, problems)]


def written(tmp_path: Path, text: str, name: str = "codes.csv") -> Path:
    path = tmp_path / name
    path.write_text(text)
    return path


def test_the_ordnance_surveys_worked_example() -> None:
    lat, lon = (degrees(each) for each in grid_to_airy(651409.903, 313177.270))
    assert lat == pytest.approx(52 + 39 / 60 + 27.2531 / 3600, abs=1e-7)
    assert lon == pytest.approx(1 + 43 / 60 + 4.5177 / 3600, abs=1e-7)


@pytest.mark.parametrize(
    ("easting", "northing", "lat", "lon"),
    [
        (651409.903, 313177.270, 52.657977, 1.716038),  # the guide's Caister water tower
        (394235, 806529, 57.14960, -2.09691),  # AB10 1AB in Code-Point Open and in NSPL
        (530047, 180422, 51.507800, -0.127600),  # Trafalgar Square
    ],
)
def test_known_points_within_ten_metres(easting: float, northing: float, lat: float, lon: float) -> None:
    found = grid_to_wgs84(easting, northing)
    assert found[0] == pytest.approx(lat, abs=0.0001)
    assert found[1] == pytest.approx(lon, abs=0.00016)


@pytest.mark.parametrize(
    "heading",
    [
        "postcode,lat,lon",
        "pcds,lat,long",
        "PCD,Latitude,Longitude",
        "\ufeffPostcode,latitude,longitude",
        "pcd7,lat,long",
    ],
)
def test_headings_of_several_publishers(tmp_path: Path, heading: str) -> None:
    assert rows(written(tmp_path, f"{heading}\nS73 8CV,53.5225,-1.3960\n")) == [("S738CV", 5352250, -139600)]


def test_terminated_postcodes_are_kept_and_other_columns_do_not_matter(tmp_path: Path) -> None:
    text = (
        "pcd,pcd2,pcds,dointr,doterm,oseast1m,lat,long\n"
        '"S73 8CV","S73  8CV","S73 8CV",198001,199612,440000,53.5,-1.4\n'
    )
    assert rows(written(tmp_path, text)) == [("S738CV", 5350000, -140000)]


@pytest.mark.parametrize("heading", ["laua", "oslaua", "lad23cd", "LAD25CD"])
def test_the_code_of_the_council_is_read(tmp_path: Path, heading: str) -> None:
    text = (
        f"pcds,oscty,{heading},lat,long\n"
        "LS6 2AB,E99999999,E08000035,53.8,-1.5\nLS6 2AD,,,53.8,-1.5\nLS6 2AE,,L99999999,53.8,-1.5\n"
    )
    source = postcodes_files.read(written(tmp_path, text), [])
    assert [(code, council) for code, _, _, council in source.rows] == [
        ("LS62AB", "E08000035"),
        ("LS62AD", ""),
        ("LS62AE", ""),
    ]
    assert source.has_councils


def test_a_file_without_councils_says_so(tmp_path: Path) -> None:
    source = postcodes_files.read(
        written(tmp_path, "postcode,lat,lon,ladder\nLS6 2AB,53.8,-1.5,E08000035\n"), []
    )
    assert [council for _, _, _, council in source.rows] == [""]
    assert not source.has_councils


def test_code_point_open_has_the_district_in_its_ninth_column(tmp_path: Path) -> None:
    text = '"LS62AB",10,427500,435500,"E92000001","","","","E08000035","E05011399"\n' * 2
    assert [council for _, _, _, council in points(written(tmp_path, text))] == ["E08000035"] * 2


def test_code_point_open_has_no_heading_and_a_grid(tmp_path: Path) -> None:
    text = (
        '"AB101AB",10,394235,806529,"S92000003"\n'
        '"AB10 1AF",10,394181,806429,"S92000003"\n'
        '"AB101AX",90,0,0,""\n'
    )
    source = postcodes_files.read(written(tmp_path, text), [])
    found = list(source.rows)
    assert [code for code, _, _, _ in found] == ["AB101AB", "AB101AF"]
    assert found[0][1] == pytest.approx(5714960, abs=10)
    assert source.no_place == 1


def test_compressed_files(tmp_path: Path) -> None:
    text = "postcode,lat,lon\nS738CV,53.5,-1.4\n"
    packed = tmp_path / "codes.csv.gz"
    packed.write_bytes(gzip.compress(text.encode()))
    archive = tmp_path / "nspl.zip"
    with zipfile.ZipFile(archive, "w") as members:
        members.writestr("Data/NSPL.csv", text)
        members.writestr("Data/multi_csv/NSPL_S.csv", text)
        members.writestr("Documents/names.csv", "code,name\n1,x\n")
    assert rows(packed) == rows(archive) == [("S738CV", 5350000, -140000)]


def test_bad_rows_are_counted_and_twenty_are_told(tmp_path: Path) -> None:
    bad = "".join(f"nonsense{number},53.5,-1.4\n" for number in range(30))
    problems: list[ImportProblem] = []
    source = postcodes_files.read(
        written(
            tmp_path, f"postcode,lat,lon\n{bad}S738CV,x,-1.4\nS738CV\nS738CV,99.999999,0\nS738CI,53.5,-1.4\n"
        ),
        problems,
    )
    assert list(source.rows) == [("S738CI", 5350000, -140000, "")]
    assert (source.errors, source.no_place, len(problems)) == (32, 1, 20)
    assert str(problems[0]) == "row 2: “nonsense0” is not a postcode"


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "postcode,name\nS738CV,x\n"])
def test_what_is_no_table_of_postcodes_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(postcodes_files.NotPostcodesError):
        rows(written(tmp_path, text))


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "codes.csv.gz"
    path.write_bytes(gzip.compress(b"postcode,lat,lon\n" + b"S738CV,53.5,-1.4\n" * 5000)[:-20])
    with pytest.raises(postcodes_files.NotPostcodesError, match="damaged"):
        rows(path)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_encodings_are_told_by_the_first_bytes(
    tmp_path: Path, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "codes.csv"
    path.write_bytes(pack("postcode,lat,lon\nS738CV,53.5,-1.4\n".encode(encoding)))
    assert rows(path) == [("S738CV", 5350000, -140000)]


def _zipped(*contents: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as members:
        for number, content in enumerate(contents):
            members.writestr(f"codes{number}.csv", content)
    return held.getvalue()


@pytest.mark.parametrize("pack", sampled([gzip.compress, _zipped], 2))
def test_a_file_that_unpacks_to_many_times_its_size_is_refused(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / ("codes.zip" if pack is _zipped else "codes.csv.gz")
    path.write_bytes(pack(b"postcode,lat,lon\n" + (b"S738CV,53.5,-1.4" + b" " * 10_000 + b"\n") * 1200))
    with pytest.raises(postcodes_files.NotPostcodesError, match="200 times its size"):
        rows(path)


@pytest.mark.parametrize("pack", sampled([bytes, gzip.compress, _zipped], 3))
def test_a_file_beyond_the_greatest_size_is_refused(
    tmp_path: Path, pack: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postcodes_files, "BIGGEST", 2 * 1024 * 1024)
    path = tmp_path / "codes.zip"
    path.write_bytes(pack(b"postcode,lat,lon\n" + b"S738CV,53.5,-1.4\n" * 130_000))
    with pytest.raises(postcodes_files.NotPostcodesError, match="more than 2 MB"):
        rows(path)


def test_a_zip_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "codes.zip"
    path.write_bytes(_zipped(b"postcode,lat,lon\nS738CV,53.5,-1.4\n")[:-30])
    with pytest.raises(postcodes_files.NotPostcodesError, match="damaged"):
        rows(path)


@pytest.mark.slow
def test_the_size_of_all_members_of_a_zip_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postcodes_files, "BIGGEST", 2 * 1024 * 1024)
    path = tmp_path / "codes.zip"
    member = b"postcode,lat,lon\n" + b"S738CV,53.5,-1.4\n" * 70_000
    path.write_bytes(_zipped(member, member))
    with pytest.raises(postcodes_files.NotPostcodesError, match="more than 2 MB"):
        rows(path)
