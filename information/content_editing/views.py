"""The pages on which content editors change needs, words and pages."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from accounts import current
from accounts.notices import done
from accounts.queries import names_of
from core.paging import page_number, pages_of
from core.slugs import slug
from core.web import settings
from directory.search.indexing import is_outdated
from directory.search.jobs import INDEX_JOB
from directory.taxonomy.needs import load as load_needs
from information.content_editing import drafts, queries, services
from information.content_editing.blueprint import blueprint
from information.content_editing.entries import Ref, Value, synonym_key
from information.content_editing.fields import Known
from information.content_editing.forms import EntryForm, FindForm, entry_form, shown_values
from information.content_editing.kinds import BEGUN_BY_NEED, KINDS, Kind
from information.content_editing.merging import differences
from information.content_editing.names import known_names
from information.content_editing.overlay import Entry, fingerprint
from information.content_editing.previews import preview_of, try_search
from information.content_editing.reading_age import AIM
from information.content_editing.services import Change, Refused, StaleEntry

PageResponse = str | Response | tuple[str, int]

PER_PAGE = 50
VERSIONS_PER_PAGE = 20


def _kind(kind_id: str) -> Kind:
    return KINDS.get(kind_id) or abort(404)


def _entry(ref: Ref) -> Entry:
    """Return an entry. One that belongs to a need and is missing can be begun; any other leads to 404."""
    found = queries.entries(settings().content_dir).get(ref)
    if found is None and ref.kind in BEGUN_BY_NEED and ref.key in load_needs(settings().content_dir).by_id:
        return Entry(ref, "", None)
    return found or abort(404)


@blueprint.get("/content")
def home() -> str:
    """Show the kinds of entries, the worklists, and what was changed last."""
    found = queries.entries(settings().content_dir)
    newest = queries.newest_versions(10)
    known = known_names()
    rows = [(one, _name(found, Ref(one.kind, one.key), known)) for one in newest if one.kind in KINDS]
    return render_template(
        "information/content_editing/home.html",
        person=current.signed_in(),
        kinds=KINDS.values(),
        upgraded=sum(entry.is_upgraded for entry in found.values()),
        newest=rows,
        names=names_of([one.author_id for one, _label in rows]),
        indexing=indexing_state(),
        drafts=[
            (
                one,
                _name(found, Ref(one.kind, one.key), known) if one.key != drafts.NEW else KINDS[one.kind].new,
            )
            for one in drafts.drafts_of(current.signed_in().id)
            if one.kind in KINDS
        ],
    )


def _name(found: dict[Ref, Entry], ref: Ref, known: Known) -> str:
    entry = found.get(ref)
    return KINDS[ref.kind].name(ref, entry.value if entry else None, known)


def indexing_state() -> str | None:
    """Return how far the reading of all listings with new words has come; None where it is done."""
    if not is_outdated():
        return None
    return queries.job_detail(INDEX_JOB)


@blueprint.get("/content/<kind_id>")
def listed(kind_id: str) -> str:
    """List the entries of a kind, all or those with some words."""
    kind, known = _kind(kind_id), known_names()
    form = FindForm(request.args)
    form.validate()
    wanted, page = form.words.data[:100].casefold(), page_number(request.args)
    rows = [
        (entry, kind.name(ref, entry.value, known))
        for ref, entry in queries.entries(settings().content_dir).items()
        if ref.kind == kind.id and entry.value is not None
    ]
    found = [row for row in rows if wanted in f"{row[1]} {row[0].value}".casefold()] if wanted else rows
    return render_template(
        "information/content_editing/list.html",
        person=current.signed_in(),
        kind=kind,
        form=form,
        rows=found[(page - 1) * PER_PAGE : page * PER_PAGE],
        total=len(found),
        pagination=pages_of(page, len(found), PER_PAGE, ".listed", kind_id=kind_id, words=wanted or None),
    )


@blueprint.get("/content/upgrades")
def upgrades() -> str:
    """List the entries that an upgrade changed after they were edited here."""
    known = known_names()
    found = [one for one in queries.entries(settings().content_dir).values() if one.is_upgraded]
    rows = [(entry, KINDS[entry.ref.kind].name(entry.ref, entry.value, known)) for entry in found]
    return render_template(
        "information/content_editing/upgrades.html", person=current.signed_in(), rows=rows, kinds=KINDS
    )


@blueprint.get("/content/<kind_id>/edit/<path:key>")
def edit(kind_id: str, key: str) -> str:
    """Show the form of an entry."""
    kind, entry, known = _kind(kind_id), _entry(Ref(kind_id, key)), known_names()
    draft = drafts.draft_of(entry.ref, current.signed_in().id)
    form = entry_form(kind, known)(data=draft.fields) if draft else _filled_form(kind, entry, known)
    return _page(kind, entry, form, known, draft=draft)


def _filled_form(kind: Kind, entry: Entry, known: Known) -> EntryForm:
    value = entry.value
    if value and kind.id == "theme" and (theme := known.tree.theme(entry.ref.key)):
        # With the needs that were moved here since the order was last stored.
        value = {**value, "order": [need.id for need in theme.needs]}
    data = {**shown_values(kind, value, known), "seen": fingerprint(entry.value)}
    return entry_form(kind, known)(data=data)


def _page(kind: Kind, entry: Entry | None, form: EntryForm, known: Known, **more: Any) -> str:
    name = kind.name(entry.ref, entry.value, known) if entry else str(kind.new)
    return render_template(
        "information/content_editing/entry.html",
        **{
            "person": current.signed_in(),
            "kind": kind,
            "entry": entry,
            "name": name,
            "form": form,
            "known": known,
            "upgrade": _upgrade(entry) if entry and entry.is_upgraded else None,
            "key": entry.ref.key if entry else drafts.NEW,
            "indexing": indexing_state() if kind.tried else None,
            "reading_aim": AIM,
            **more,
        },
    )


def _upgrade(entry: Entry) -> dict[str, Any]:
    """Return shipped before, shipped now and ours of an entry that an upgrade changed."""
    base = entry.edit.base if entry.edit else None
    return {
        "shipped": differences(base, entry.shipped),
        "own": differences(base, entry.edit.value if entry.edit else None),
        "conflicts": entry.merged.conflicts,
    }


@blueprint.post("/content/<kind_id>/edit/<path:key>")
def save(kind_id: str, key: str) -> PageResponse:
    """Publish an entry, or show what it would look like."""
    kind, entry, known = _kind(kind_id), _entry(Ref(kind_id, key)), known_names()
    form = entry_form(kind, known)(request.form)
    drafts.keep(entry.ref, current.signed_in().id, form)
    value = form.read(entry.value)
    if value is None:
        return _page(kind, entry, form, known), 422
    change = Change(entry.ref, value, form.seen.data)
    if request.form.get("do") == "preview":
        return _previewed(kind, entry, form, known, change)
    return _published(kind, entry, form, known, change)


def _previewed(
    kind: Kind, entry: Entry | None, form: EntryForm, known: Known, change: Change
) -> PageResponse:
    assert change.value is not None
    words = form["try_words"].data if kind.tried else ""
    try:
        overlay = services.checked_overlay(settings(), [change])
    except Refused as error:
        return _refused(kind, entry, form, known, error)
    return _page(
        kind,
        entry,
        form,
        known,
        preview=preview_of(kind.id, change.value, settings()),
        tried=try_search(settings(), words, overlay) if words else None,
        changed=differences(entry.value if entry else None, change.value),
    )


def _refused(kind: Kind, entry: Entry | None, form: EntryForm, known: Known, error: Refused) -> PageResponse:
    field = error.field if error.field in form else kind.fields[0].name
    form[field].errors = [error.reason]
    return _page(kind, entry, form, known), 422


def _published(
    kind: Kind, entry: Entry | None, form: EntryForm, known: Known, change: Change
) -> PageResponse:
    try:
        services.publish(settings(), [change], actor=current.signed_in().id)
    except StaleEntry as error:
        form.form_errors.append(
            _(
                "Somebody changed this after you opened it. Your text is below. If you publish now, yours counts"
            )
        )
        form.seen.data = fingerprint(error.value)
        return _page(
            kind,
            entry,
            form,
            known,
            changed=differences(change.value, error.value),
            theirs=shown_values(kind, error.value, known),
            stale=True,
        ), 422
    except Refused as error:
        return _refused(kind, entry, form, known, error)
    drafts.drop(entry.ref if entry else Ref(kind.id, drafts.NEW), current.signed_in().id)
    return done("published", ".edit", kind_id=kind.id, key=change.ref.key)


@blueprint.get("/content/<kind_id>/new")
def new(kind_id: str) -> str:
    """Show the form for a new entry."""
    kind, known = _kind(kind_id), known_names()
    if not kind.new:
        abort(404)
    draft = drafts.draft_of(Ref(kind_id, drafts.NEW), current.signed_in().id)
    form = entry_form(kind, known)(data=draft.fields if draft else {"seen": fingerprint(None)})
    return _page(kind, None, form, known, draft=draft)


@blueprint.post("/content/<kind_id>/new")
def add(kind_id: str) -> PageResponse:
    """Publish a new entry, or show what it would look like."""
    kind, known = _kind(kind_id), known_names()
    if not kind.new:
        abort(404)
    form = entry_form(kind, known)(request.form)
    drafts.keep(Ref(kind_id, drafts.NEW), current.signed_in().id, form)
    value = form.read(None)
    if value is None:
        return _page(kind, None, form, known), 422
    ref = Ref(kind.id, _new_key(kind, value))
    current_entry = queries.entries(settings().content_dir).get(ref)
    if current_entry is not None and current_entry.value not in (None, value):
        form[kind.fields[0].name].errors = [
            _("There is one with this name already. Change that one, or choose another name")
        ]
        return _page(kind, None, form, known), 422
    change = Change(ref, value, form.seen.data or fingerprint(None))
    if request.form.get("do") == "preview":
        return _previewed(kind, None, form, known, change)
    return _published(kind, None, form, known, change)


def _new_key(kind: Kind, value: Value) -> str:
    if kind.id == "synonym":
        return synonym_key(value)
    # Ids of needs have letters alone: they stand in addresses, and one letter means a danger.
    text = slug(str(value[kind.title]))
    letters = "-".join(part for part in text.split("-") if part.isalpha()) if kind.id == "need" else text
    return letters if len(letters) > 1 else f"{kind.id}-{letters or 'new'}"


@blueprint.get("/content/<kind_id>/history/<path:key>")
def history(kind_id: str, key: str) -> str:
    """List the versions of an entry with what changed in each."""
    kind, known = _kind(kind_id), known_names()
    entry, page = _entry(Ref(kind_id, key)), page_number(request.args)
    found, total = queries.versions(entry.ref, page=page, per_page=VERSIONS_PER_PAGE)
    return render_template(
        "information/content_editing/history.html",
        person=current.signed_in(),
        kind=kind,
        entry=entry,
        name=kind.name(entry.ref, entry.value, known),
        rows=[(one, differences(one.before, one.after)) for one in found],
        labels=kind.labels,
        names=names_of([one.author_id for one in found]),
        pagination=pages_of(page, total, VERSIONS_PER_PAGE, ".history", kind_id=kind_id, key=key),
    )


@blueprint.post("/content/<kind_id>/undo/<path:key>")
def undo(kind_id: str, key: str) -> PageResponse:
    """Go back to an earlier version of an entry, or to the shipped one."""
    kind, entry = _kind(kind_id), _entry(Ref(kind_id, key))
    number = request.form.get("number", "")
    actor = current.signed_in().id
    try:
        if number == "shipped":
            services.back_to_shipped(settings(), entry.ref, actor=actor)
        elif number == "keep":
            services.keep_own(settings(), entry.ref, actor=actor)
        elif not (number.isascii() and number.isdigit()) or not services.back_to_version(
            settings(), entry.ref, int(number[:9]), actor=actor
        ):
            abort(400)
    except Refused as error:
        known = known_names()
        form = _filled_form(kind, entry, known)
        return _refused(kind, entry, form, known, error)
    if queries.entries(settings().content_dir).get(entry.ref) is None:
        return done("undone", ".listed", kind_id=kind_id)
    return done("undone", ".history", kind_id=kind_id, key=key)


@blueprint.post("/content/<kind_id>/remove/<path:key>")
def remove(kind_id: str, key: str) -> PageResponse:
    """Take an entry away. Its versions stay, so that it can come back."""
    kind, entry = _kind(kind_id), _entry(Ref(kind_id, key))
    if not kind.removes:
        abort(400)
    services.publish(settings(), [Change(entry.ref, None)], actor=current.signed_in().id)
    return redirect(url_for(".listed", kind_id=kind_id, done="removed"), 303)
