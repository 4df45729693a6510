"""The worklist of searches: what found nothing, and adding the words that were missing."""

from collections.abc import Mapping
from datetime import timedelta

from flask import abort, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from accounts import current
from accounts.notices import done
from core import clock
from core.forms import Choice
from core.paging import page_number, pages_of
from core.web import settings
from directory.search import outcome_queries
from directory.search.miss_log import countable_words
from directory.search.outcome_log import CORRECTED, NEAREST, NOTHING
from directory.search.outcome_queries import UNOPENED
from directory.search.outcome_services import decide as store_decision
from directory.taxonomy.needs import load as load_needs
from information.content_editing import queries, services
from information.content_editing.blueprint import blueprint
from information.content_editing.entries import Ref, Value, synonym_key
from information.content_editing.fields import Phrases, Unreadable
from information.content_editing.forms import DecideForm, WordsForm
from information.content_editing.names import known_names
from information.content_editing.overlay import Entry
from information.content_editing.previews import try_search
from information.content_editing.services import Change, Refused

PageResponse = str | Response | tuple[str, int]

PER_PAGE = 50
_LOOK_BACK = timedelta(days=90)
FEW = 5
"""Below this many times, only "fewer than 5" is shown: a rare search may tell of one person."""

LISTS = {
    NOTHING: _l("Nothing found"),
    NEAREST: _l("Nothing that fits"),
    CORRECTED: _l("Spelling mended"),
    UNOPENED: _l("Nothing opened"),
}


@blueprint.get("/content/searches")
def searches() -> str:
    """List the searches that ended in a way, the most frequent first."""
    kind = request.args.get("list", NOTHING)
    kind = kind if kind in LISTS else NOTHING
    decided, page = request.args.get("done_with") == "1", page_number(request.args)
    since = clock.today() - _LOOK_BACK
    rows, total = outcome_queries.page_of_searches(kind, since, decided=decided, page=page, per_page=PER_PAGE)
    values = {"list": kind, "done_with": "1" if decided else None}
    return render_template(
        "information/content_editing/searches.html",
        person=current.signed_in(),
        lists=LISTS,
        chosen=kind,
        decided=decided,
        rows=rows,
        total=total,
        few=FEW,
        reasons=_reasons(),
        pagination=pages_of(page, total, PER_PAGE, ".searches", **values),
    )


def _reasons() -> dict[str, str]:
    return {choice.value: str(choice.text) for choice in DecideForm().reason.choices if choice.value}


def _words(code: str) -> str:
    return outcome_queries.words_of_code(code) or abort(404)


def _form(*, posted: bool = False) -> WordsForm:
    """Return the form with all needs of the public; what was posted is read after they are known."""
    form = WordsForm()
    tree = load_needs(settings().content_dir)
    form.need.choices += [Choice(need.id, need.label) for need in tree.needs if not need.professional_only]
    if posted:
        form.process(request.form)
    return form


def _page(
    code: str, words: str, form: WordsForm, decide: DecideForm, change: list[Change] | None = None
) -> str:
    overlay = services.checked_overlay(settings(), change) if change else None
    return render_template(
        "information/content_editing/search.html",
        person=current.signed_in(),
        code=code,
        words=words,
        form=form,
        decide=decide,
        reason=_reasons().get(outcome_queries.decision_on(words), ""),
        tree=load_needs(settings().content_dir),
        tried=try_search(settings(), words, overlay),
    )


@blueprint.get("/content/searches/<search>")
def search_words(search: str) -> str:
    """Show what a search finds now, and the forms to add words or to mark it."""
    return _page(search, _words(search), _form(), DecideForm())


@blueprint.post("/content/searches/<search>")
def add_words(search: str) -> PageResponse:
    """Add the words of a search to a need or to a group of synonyms, or show what that would do."""
    words, form = _words(search), _form(posted=True)
    if not form.is_whole():
        return _page(search, words, form, DecideForm()), 422
    try:
        changes = _changes(words, form)
        if request.form.get("do") == "preview":
            return _page(search, words, form, DecideForm(), changes)
        services.publish(settings(), changes, actor=current.signed_in().id)
    except (Refused, Unreadable) as error:
        (form.need if form.need.data else form.same).errors = [str(error)]
        return _page(search, words, form, DecideForm()), 422
    return done("words-added", ".search_words", search=search)


def _changes(words: str, form: WordsForm) -> list[Change]:
    """Return the edits that add words of a search. Raises Unreadable.

    Words that mean the same as others become synonyms of them, which counts when all listings have been read
    again. So that searches find something at once, they become words for the need of these others too.
    """
    found = queries.entries(settings().content_dir)
    phrases = Phrases("asks", "").read(words, known_names())
    if not phrases:
        raise Unreadable(_("These words cannot be added"))
    if form.need.data:
        return [_for_need(found, form.need.data, phrases)]
    same = countable_words(form.same.data)
    needs = try_search(settings(), same).now.needs[:1] if same else ()
    if not needs:
        raise Unreadable(_("These other words find nothing either. Choose a need"))
    return [_same_as(found, same, phrases), *(_for_need(found, need, phrases) for need in needs)]


def _for_need(found: Mapping[Ref, Entry], need: str, phrases: list[str]) -> Change:
    entry = found.get(Ref("need-words", need))
    value = dict((entry.value if entry else None) or {})
    value["asks"] = list(dict.fromkeys([*value.get("asks", ()), *phrases]))
    return Change(Ref("need-words", need), value)


def _same_as(found: Mapping[Ref, Entry], same: str, phrases: list[str]) -> Change:
    """Return the edit of the group of synonyms that has the other words, or of a new one."""
    for ref, entry in found.items():
        value = entry.value
        if ref.kind == "synonym" and value and same in value["words"] and not value["from"]:
            return Change(ref, {**value, "words": list(dict.fromkeys([*value["words"], *phrases]))})
    group: Value = {"from": [], "words": list(dict.fromkeys([same, *phrases]))}
    key = synonym_key(group)
    while Ref("synonym", key) in found:
        key += "-2"
    return Change(Ref("synonym", key), group)


@blueprint.post("/content/searches/<search>/decide")
def decide(search: str) -> PageResponse:
    """Mark a search: nothing is to be done; or put it back on the list."""
    words = _words(search)
    if request.form.get("again") == "yes":
        store_decision(settings(), words, "", actor=current.signed_in().id)
        return done("decided", ".search_words", search=search)
    form = DecideForm(request.form)
    if not form.validate():
        return _page(search, words, _form(), form), 422
    store_decision(settings(), words, form.reason.data, actor=current.signed_in().id)
    return done("decided", ".searches")
