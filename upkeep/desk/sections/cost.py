"""The section about what a service costs."""

from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l

from core.clock import new_id
from core.field_values import money
from core.forms import Choice, Form, MaxLength, MoneyField, SelectField, TextAreaField, TextField, YesField
from core.forms.form import form_class
from directory.open_referral.schema.parts import CostOption
from directory.open_referral.schema.services import Service
from directory.vocabulary import COST
from upkeep.desk.sections.rows import Rows, row_field
from upkeep.desk.sections.section import Section, Surroundings, Values

ROWS = Rows("cost", ("kind", "amount", "amount_description", "option"), spare=1)
_PLAIN = ("fees", "direct_payment")


def _form_kind(record: Service, _around: Surroundings) -> type[Form]:
    fields: dict[str, Any] = {}
    for row_id in ROWS.ids(record.cost_options):
        fields |= {
            row_field("cost", row_id, "kind"): SelectField(
                _l("What kind of price?"),
                choices=[Choice("", _l("No price in this line")), *map(Choice, COST, COST.values())],
                label_size="s",
            ),
            row_field("cost", row_id, "amount"): MoneyField(_l("How much?"), width=5, label_size="s"),
            row_field("cost", row_id, "amount_description"): TextField(
                _l("For what?"),
                [MaxLength(200)],
                hint=_l("Such as: a session, a week, a meal."),
                label_size="s",
                width=20,
            ),
            row_field("cost", row_id, "option"): TextField(
                _l("For whom, if not for all? (optional)"),
                [MaxLength(200)],
                hint=_l("Such as: children, members."),
                label_size="s",
                width=20,
            ),
        }
    fields["fees"] = TextAreaField(
        _l("Anything else about the cost? (optional)"),
        [MaxLength(1000)],
        hint=_l("For example: The first visit is free. Ask us if money is tight."),
        rows=3,
        label_size="s",
    )
    fields["direct_payment"] = YesField(_l("People can pay with a direct payment from the council"))
    return form_class(fields)


def _values(record: Service, _around: Surroundings) -> Values:
    rows = ROWS.values(record.cost_options, _row_values)
    return rows | {name: getattr(record, name) for name in _PLAIN}


def _row_values(cost: CostOption) -> Values:
    return {
        "kind": cost.kind,
        "amount": "" if cost.amount is None else _amount_text(cost.amount),
        "amount_description": cost.amount_description,
        "option": cost.option,
    }


def _amount_text(amount: Decimal) -> str:
    return f"{amount:.2f}" if amount == amount.quantize(Decimal("0.01")) else f"{amount:f}"


def _applied(record: Service, changed: Values, _around: Surroundings) -> Service:
    update: Values = {name: changed[name] for name in _PLAIN if name in changed}
    costs = ROWS.applied(record.cost_options, changed, _with_values, _new_row)
    return record.model_copy(update=update | {"cost_options": costs})


def _with_values(cost: CostOption, changed: Values) -> CostOption | None:
    update = dict(changed)
    if "amount" in update:
        update["amount"] = money(update["amount"])
    made = cost.model_copy(update=update)
    if not made.kind and made.amount is None:
        return None
    if "kind" not in changed and "amount" not in changed:
        return made
    kind = made.kind or ("fixed" if made.amount else "free")
    return made.model_copy(update={"kind": kind})


def _new_row() -> CostOption:
    return CostOption.model_construct(id=new_id())


COST_SECTION = Section("cost", _l("What it costs"), _form_kind, _values, _applied)
