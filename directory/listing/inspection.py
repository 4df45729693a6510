"""Where the reports of the inspections of a service can be read: the website of the Care Quality Commission (CQC).

The CQC registers and inspects care homes and home care in England (Health and Social Care Act 2008, part 1).
"""

import re
from urllib.parse import urlencode

from directory.models.services import Service

_CQC = re.compile(r"\b(cqc|care quality commission)\b", re.IGNORECASE)
_LOCATION = re.compile(r"1-\d{5,12}")
"""The number of a registered location, such as 1-123456789."""

_SITE = "https://www.cqc.org.uk"


def inspection_url(service: Service) -> str:
    """Return the address of the reports on a service; empty for a service that the CQC does not register.

    Where the number is not that of a location, the address is a search of the CQC's website for the name.
    """
    if not _CQC.search(service.registration_body):
        return ""
    number = service.registration_number.strip()
    if _LOCATION.fullmatch(number):
        return f"{_SITE}/location/{number}"
    return f"{_SITE}/search/all?{urlencode({'query': service.name})}"
