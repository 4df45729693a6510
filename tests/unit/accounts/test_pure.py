"""The pure parts of accounts: codes, recovery codes, names of devices, and what a strong password is."""

import pyotp
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from accounts.passwords.strength import LEAST, Weakness, common_words, weakness
from accounts.second_factors import recovery, totp
from accounts.sessions.device import device_name
from core.settings import ROOT
from tests.conftest import NOW

COMMON = common_words(ROOT / "content")
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The secret of the test values in RFC 6238, appendix B, in base32."""


def test_codes_are_those_of_the_standard() -> None:
    assert pyotp.TOTP(RFC_SECRET, digits=8).at(59) == "94287082"
    assert len(totp.new_secret()) == 32
    assert totp.new_secret() != totp.new_secret()


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_of_this_step_and_its_neighbours_counts_once(steps: int) -> None:
    at = int(NOW.timestamp()) + steps * totp.STEP_SECONDS
    code = pyotp.TOTP(RFC_SECRET).at(at)
    step = totp.step_of_code(RFC_SECRET, code)
    assert step == at // totp.STEP_SECONDS
    assert totp.step_of_code(RFC_SECRET, code, after=step) is None


@pytest.mark.parametrize("steps", [-2, 2, 100])
def test_an_older_or_newer_code_does_not_count(steps: int) -> None:
    code = pyotp.TOTP(RFC_SECRET).at(int(NOW.timestamp()) + steps * totp.STEP_SECONDS)
    assert totp.step_of_code(RFC_SECRET, code) is None


def test_the_address_of_the_app_names_site_and_account() -> None:
    address = totp.app_address(RFC_SECRET, account="jo@example.org", site="Dearne Valley Council")
    assert address.startswith("otpauth://totp/Dearne%20Valley%20Council:jo%40example.org?")
    assert totp.qr_picture(address).startswith("data:image/svg+xml;base64,")
    assert totp.spaced("ABCDEFGH") == "ABCD EFGH"


def test_recovery_codes_are_read_as_people_write_them() -> None:
    codes = recovery.new_codes()
    assert len(set(codes)) == recovery.CODES
    for code in codes:
        for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
            assert recovery.read_code(typed) == code
    assert recovery.read_code("K7M4-RT2") == ""
    assert recovery.read_code("AEIO-UAEI") == ""


@given(st.text(max_size=40))
def test_any_text_is_a_recovery_code_or_none(typed: str) -> None:
    found = recovery.read_code(typed)
    assert found == "" or recovery.read_code(found) == found


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile Safari/604.1",
            "Safari, iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131 Safari/537.36 Edg/131",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/131 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox, Linux"),
        ("", ""),
        ("<script>", ""),
    ],
)
def test_a_device_has_a_name_from_our_own_words(header: str, name: str) -> None:
    assert device_name(header) == name


@pytest.mark.parametrize("good", ["quarry lantern biscuit", "zk83 vorpal plinth", "mangelwurzel-otter9"])
def test_good_passwords_are_taken(good: str) -> None:
    assert weakness(good, COMMON, ("Jo Bell", "jo@example.org")) is None


@example("zxcvbn", "maggie", 0)
@given(st.sampled_from(sorted(COMMON)), st.sampled_from(sorted(COMMON)), st.integers(0, 999_999))
def test_two_common_words_and_a_number_are_never_enough(one: str, other: str, number: int) -> None:
    password = f"{one}{other}{number}"
    expected = Weakness.SHORT if len(password) < LEAST else Weakness.COMMON
    assert weakness(password, COMMON) is expected
    assert weakness(password.capitalize() + "!", COMMON) in (Weakness.SHORT, Weakness.COMMON)
