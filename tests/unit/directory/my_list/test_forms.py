"""The form that asks where to send a list."""

from directory.my_list.forms import SendForm


def test_sending_needs_an_address() -> None:
    form = SendForm({})
    assert not form.validate()
    assert form.messages() == {"email": "Enter an email address"}


def test_an_address_that_is_none_is_kept_and_said() -> None:
    form = SendForm({"email": " not one "})
    assert not form.validate()
    assert (form.email.data, form.messages()) == (
        "not one",
        {"email": "Enter an email address like name@example.com"},
    )


def test_notes_are_sent_only_where_the_box_is_ticked() -> None:
    assert SendForm({"email": "a@example.org", "notes": "yes"}).notes.data is True
    assert SendForm({"email": "a@example.org", "notes": "perhaps"}).notes.data is False
