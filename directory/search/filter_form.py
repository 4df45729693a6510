"""The form of filters beside the results: a GET form with one field for each facet, and the order of the
results.

`SearchRequest.from_args` parses the query string; the search counts what each value would give. The form is
made from both: its choices are the values that lead somewhere, and a value in the query string that is no
choice is dropped.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from core.forms import CheckboxesField, Choice, Form, HiddenField, SelectField, form_class
from directory.search.request import SORTS
from directory.search.results import Facet, FacetValue, SearchResults

_SHOWN_VALUES = 6
_OPEN_FACETS = ("need", "cost", "distance")
_ONE_ONLY = ("distance",)
_ALONE_WITHOUT_LEGEND = ("open", "payment")
_CARRIED = ("q", "help", "where", "exact", "meant", "off", "view")


@dataclass(frozen=True)
class FacetChoice(Choice):
    """A value of a facet with the number of results that it would give."""

    count: int = 0

    @classmethod
    def of(cls, value: FacetValue) -> "FacetChoice":
        """Return the choice of a facet's value."""
        return cls(value.id, value.label, count=value.count)


class FacetField(CheckboxesField):
    """One facet as a group of boxes. A long one shows six values, and folds the others behind "Show more"."""

    def __init__(self, facet: Facet, **options: Any) -> None:
        """`facet`: with all its values, chosen ones among them."""
        super().__init__(facet.label, choices=map(FacetChoice.of, facet.values), **options)

    @property
    def kind(self) -> str:
        """Return 'radios' where one value at most is chosen, 'single' for a box without a legend, else
        'checkboxes'."""
        if self.name in _ONE_ONLY:
            return "radios"
        is_alone = len(self.choices) == 1 and self.name in _ALONE_WITHOUT_LEGEND
        return "single" if is_alone else "checkboxes"

    @property
    def shown(self) -> list[Choice]:
        """The choices that are always shown. One choice too many is not worth folding."""
        is_short = len(self.choices) <= _SHOWN_VALUES + 1
        return self.choices if is_short else self.choices[:_SHOWN_VALUES]

    @property
    def folded(self) -> list[Choice]:
        """The choices behind "Show more"."""
        return self.choices[len(self.shown) :]

    @property
    def chosen(self) -> int:
        """The number of chosen values."""
        return len(self.data)

    @property
    def is_open(self) -> bool:
        """True when the group is unfolded as the page opens."""
        return bool(self.data) or self.name in _OPEN_FACETS

    @property
    def more_is_open(self) -> bool:
        """True when "Show more" hides a chosen value, and must therefore be open."""
        return any(self.is_chosen(choice) for choice in self.folded)


class FilterForm(Form):
    """The base of the form: the fields differ with the search."""

    @property
    def groups(self) -> list[FacetField]:
        """The facets, in the order of the page."""
        return [field for field in self if isinstance(field, FacetField)]

    @property
    def carried(self) -> list[HiddenField]:
        """The hidden fields with what the form leaves as it is: the words, the place, the spelling and the
        view."""
        return [field for field in self if isinstance(field, HiddenField) and field.data]


def filter_form(results: SearchResults, view: str = "") -> FilterForm:
    """Return the form for a search's results. `view`: what the address says of the view, or empty.

    Where the results are only the nearest things, there is nothing to filter or sort: the form carries the
    search alone.
    """
    fields: dict[str, Any] = {name: HiddenField() for name in _CARRIED}
    facets = () if results.fallback else results.facets
    fields |= {facet.id: FacetField(facet) for facet in facets}
    fields["sort"] = SelectField(_("Sort"), choices=_sort_choices(results), default="best")
    query: MultiDict[str, str] = MultiDict(results.request.to_args())
    query["view"] = view
    form: FilterForm = form_class(fields, FilterForm)(query)
    return form


def _sort_choices(results: SearchResults) -> list[Choice]:
    """Return the orders that the results can have: "Nearest first" needs a place."""
    if results.fallback:
        return []
    names = [name for name in SORTS if name != "near" or results.place]
    return [Choice(name, _(SORTS[name])) for name in names]
