"""The address of the inspection reports on a care home."""

import pytest

from directory.listing.inspection import inspection_url
from tests.factories import loose_service


@pytest.mark.parametrize(
    ("body", "number", "address"),
    [
        ("CQC", "1-123456789", "https://www.cqc.org.uk/location/1-123456789"),
        ("Care Quality Commission", " 1-10254 ", "https://www.cqc.org.uk/location/1-10254"),
        ("Care Quality Commission", "DEMO-1-2085", "https://www.cqc.org.uk/search/all?query=Steady+Steps"),
        ("Care Quality Commission", "../evil", "https://www.cqc.org.uk/search/all?query=Steady+Steps"),
        ("Ofsted", "1-123456789", ""),
        ("", "1-123456789", ""),
    ],
)
def test_only_what_the_commission_registers_leads_to_its_reports(
    body: str, number: str, address: str
) -> None:
    service = loose_service(registration_body=body, registration_number=number)
    assert inspection_url(service) == address
