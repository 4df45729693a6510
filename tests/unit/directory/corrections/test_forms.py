"""The form on which people say what is wrong in a listing."""

from directory.corrections.forms import ProblemForm


def errors_of(**typed: str) -> dict[str, str]:
    form = ProblemForm(typed)
    form.validate()
    return form.messages()


def test_a_report_needs_only_what_is_wrong() -> None:
    assert errors_of(what="phone") == {}
    assert errors_of() == {"what": "Choose what is wrong"}
    assert errors_of(what="other") == {"message": "Tell us what is wrong, in a few words"}
    assert errors_of(what="safety") == {"message": "Tell us what is wrong, in a few words"}
    assert set(errors_of(what="made-up")) == {"what"}


def test_nothing_typed_is_lost() -> None:
    form = ProblemForm({"what": "other", "message": "x" * 3000, "reply_to": "not an address"})
    assert not form.validate()
    assert (len(form.message.data), form.reply_to.data) == (3000, "not an address")
    assert form.messages() == {
        "message": "What you write must be 2,000 characters or fewer",
        "reply_to": "Enter an email address like name@example.com, or leave it empty",
    }
