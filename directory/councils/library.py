"""The councils of England and the three other nations, and large towns, read from content/. Pure.

Facts of content/councils.csv: mySociety's UK local authorities data (MIT licence), see content/councils-licence.txt.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.content import content_loader, read_text

_GOV_UK = "https://www.gov.uk/find-local-council"


@dataclass(frozen=True, slots=True)
class Council:
    """A council, or one of the three other nations of the United Kingdom.

    `social_care`: it has the duties of the Care Act 2014. `note`: for a nation, who is responsible there.
    """

    code: str
    """The GSS code of the Office for National Statistics, such as E08000035."""
    name: str
    official_name: str
    social_care: bool = True
    county_code: str = ""
    """For a district: the code of its county, which has the duties."""
    slug: str = ""
    """The end of the address of its page on GOV.UK; empty where that is not known."""
    note: str = ""
    own_website: str = ""
    """Where its numbers are, where GOV.UK does not lead there."""

    @property
    def is_nation(self) -> bool:
        """True for Wales, Scotland and Northern Ireland, where the Care Act 2014 does not apply."""
        return bool(self.note)

    @property
    def website(self) -> str:
        """Return where its number can be found: its page on GOV.UK, or the page there that finds councils."""
        if self.own_website:
            return self.own_website
        return f"{_GOV_UK}/{self.slug}" if self.slug else _GOV_UK


@dataclass(frozen=True)
class Councils:
    """All councils, towns and postcode areas of the content.

    `nations`: the nation of each postcode area that lies wholly, or almost wholly, outside England.
    """

    by_code: Mapping[str, Council]
    """By GSS code; older and newer codes of the same council lead to it too."""
    towns: Mapping[str, tuple[str, str]]
    """The name of each large town and the code of its council, by the folded name."""
    nations: Mapping[str, Council]

    def responsible(self, code: str) -> Council | None:
        """Return the council with duties of social care for the area of a council; None where it is unknown.

        A district leads to its county, a council of another nation to that nation.
        """
        found = self.by_code.get(code) or self._nation_of(code)
        if found is None or found.social_care or found.is_nation:
            return found
        return self.by_code.get(found.county_code)

    def _nation_of(self, code: str) -> Council | None:
        letters = {"W": "W92000004", "S": "S92000003", "N": "N92000002"}
        return self.by_code.get(letters.get(code[:1], ""))


def folded(name: str) -> str:
    """Return the name of a town as it is compared: small letters, without dots, apostrophes and dashes."""
    plain = name.casefold().replace("’", "").replace("'", "").replace(".", "").replace("-", " ")
    return " ".join(plain.split())


@content_loader
def load_councils(content_dir: Path) -> Councils:
    """Return the councils of content/councils.csv and the towns of content/towns.csv.

    Raises KeyError for a missing column.
    """
    by_code: dict[str, Council] = {}
    nations: dict[str, Council] = {}
    for row in csv.DictReader(read_text(content_dir / "councils.csv").splitlines()):
        council = Council(
            row["gss_code"],
            row["name"],
            row["official_name"],
            social_care=row["social_care"] == "yes",
            county_code=row["county_code"],
            slug=row["gov_uk_slug"],
            note=row["note"],
            own_website=row["website"],
        )
        by_code |= dict.fromkeys((council.code, *row["other_codes"].split()), council)
        nations |= dict.fromkeys(row["postcode_areas"].split(), council)
    towns = {
        folded(row["town"]): (row["town"], row["gss_code"])
        for row in csv.DictReader(read_text(content_dir / "towns.csv").splitlines())
    }
    return Councils(by_code, towns, nations)
