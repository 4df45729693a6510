"""Fields that several forms of accounts share."""

from typing import Any

from core.forms import TextField


class OneTimeCodeField(TextField):
    """A code from an e-mail, an app or a sheet of recovery codes, which browsers offer to fill in."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        defaults = {
            "autocomplete": "one-time-code",
            "spellcheck": False,
            "label_size": "s",
            "width": 10,
        }
        super().__init__(*arguments, **{**defaults, **options})
