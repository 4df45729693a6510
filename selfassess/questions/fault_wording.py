"""The words for answers that cannot be taken, by the codes of the engine."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

from core.i18n import whole_number
from selfassess.engine.validation import AnswerFault, FaultCode

_WORDS: Mapping[FaultCode, Callable[[Mapping[str, Any]], str]] = {
    FaultCode.CHOOSE_ONE: lambda values: _("Choose an answer. You can choose “not sure”"),
    FaultCode.CHOOSE_SOME: lambda values: _("Choose at least one answer. You can choose “not sure”"),
    FaultCode.WRITE_SOMETHING: lambda values: _("Write an answer"),
    FaultCode.NOT_ON_PAGE: lambda values: _("Choose from the answers on this page"),
    FaultCode.ONE_ONLY: lambda values: _("Choose one answer only"),
    FaultCode.NOT_TOGETHER: lambda values: _(
        "You chose “%(option)s” and something else too. Choose one or the other", **values
    ),
    FaultCode.TOO_MANY_LINES: lambda values: _("Write %(most)s things or fewer", **values),
    FaultCode.NO_AMOUNT: lambda values: _("Write an amount in pounds, such as 250 or 250.50"),
    FaultCode.TOO_LONG: lambda values: _(
        "Use %(most)s letters or fewer. You have used %(length)s",
        most=whole_number(values["most"]),
        length=whole_number(values["length"]),
    ),
    FaultCode.NO_DAY: lambda values: _(
        "Write a day, such as Friday or 3 December. If nobody has said yet, choose “I don’t know yet”"
    ),
    FaultCode.NO_NUMBER: lambda values: _("Write a whole number from %(least)s to %(most)s", **values),
}


def fault_message(fault: AnswerFault) -> str:
    """Return what is wrong with an answer and what to do, in the visitor's language."""
    return _WORDS[fault.code](fault.values)
