"""What the applications of one test process share, so that a new application for each test is cheap.

An application of production is created once, so that these costs do not count there. Each cache here holds
the result of a pure function under all that the function reads; tests see the same application as without.
"""

import gc
from collections.abc import Mapping
from copy import copy
from functools import cache, lru_cache
from types import CodeType, SimpleNamespace
from typing import Any
from wsgiref.headers import Headers

import flask_babel
from flask import Flask
from flask.globals import _cv_app
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from symspellpy import SymSpell
from werkzeug.routing import Map, Rule, RuleFactory
from werkzeug.routing.matcher import StateMachineMatcher
from whitenoise import WhiteNoise

from core import assets
from core.db import db
from directory.search import spelling


class _CompiledTemplates(BytecodeCache):
    """Compiled templates by name and source. Without it each application compiles each template that it
    shows, about 50 ms a page."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code:
            self._codes[bucket.key, bucket.checksum] = bucket.code


class _StaticFiles(WhiteNoise):
    """The files of static/ with their headers, by folder and headers. Without it each application reads the
    state of every file, about 15 ms."""

    _found: dict[tuple[Any, ...], dict[str, Any]] = {}

    def update_files_dictionary(self, root: str, prefix: str) -> None:
        headers = Headers([])
        self.add_headers_function(headers, "", "")
        key = root, prefix, self.max_age, tuple(headers.items())
        if key not in self._found:
            super().update_files_dictionary(root, prefix)
            self._found[key] = self.files
        self.files = dict(self._found[key])


_templates = _CompiledTemplates()
_statements: dict[Any, Any] = {}
"""Compiled SQL by statement. SQLAlchemy's own caches belong to one engine, and each application has its own.
"""

_compiled: dict[tuple[Any, ...], dict[str, Any]] = {}
"""What Werkzeug compiles of a route, by all that it depends on: the parts to match and the functions that build."""

_compile_rule = Rule.compile


def _compile(rule: Rule) -> None:
    """Compile a route, or take what was compiled for the same route of another application.

    Without the cache each application compiles the parts and two functions of each route, about 80 ms.
    """
    assert rule.map is not None
    key = (
        *(rule.rule, rule.subdomain, rule.host, rule.merge_slashes, rule.map.host_matching),
        str(sorted((rule.defaults or {}).items())),
        tuple(rule.map.converters.values()),
    )
    known = _compiled.get(key)
    if known is None:
        _compile_rule(rule)
        _compiled[key] = {
            "_parts": rule._parts,
            "_trace": rule._trace,
            "_converters": rule._converters,
            "arguments": frozenset(rule.arguments),
            "_build": rule._build.__func__,
            "_build_unknown": rule._build_unknown.__func__,
        }
        return
    rule._parts, rule._trace, rule._converters = known["_parts"], known["_trace"], known["_converters"]
    rule.arguments = set(known["arguments"])
    rule._build = known["_build"].__get__(rule, None)
    rule._build_unknown = known["_build_unknown"].__get__(rule, None)


class _KnownMap(Map):
    """A map of routes that takes over what another map with the same routes has built.

    Routes are first only collected. The first use of the map looks for a map with the same routes, and adds
    them to itself only where there is none. Without it each application adds each route, about 30 ms.
    """

    _built: dict[tuple[Any, ...], tuple[Any, dict[Any, list[Rule]]]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._waiting: list[Rule] = []
        self._added: list[Rule] = []
        super().__init__(*args, **kwargs)

    def add(self, rulefactory: RuleFactory) -> None:
        self._waiting += rulefactory.get_rules(self)
        self._remap = True

    def update(self) -> None:
        if self._waiting:
            with self._remap_lock:
                self._add_waiting()
        super().update()

    def _add_waiting(self) -> None:
        rules, self._waiting = [*self._added, *self._waiting], []
        key = (*self._settings(), *map(_identity, rules))
        if key not in self._built:
            self._matcher = StateMachineMatcher(self._matcher.merge_slashes)
            self._rules_by_endpoint = {}
            for rule in rules:
                # The routes themselves stay free, for a map with these and others.
                super().add(copy(rule))
            self._remap = True
            self._built[key] = self._matcher, self._rules_by_endpoint
        else:
            self._matcher, self._rules_by_endpoint = self._built[key]
        self._added = rules

    def _settings(self) -> tuple[Any, ...]:
        converters = tuple(self.converters.items())
        return (
            self.default_subdomain,
            self.strict_slashes,
            self.redirect_defaults,
            self.host_matching,
            converters,
        )


def _identity(rule: Rule) -> tuple[Any, ...]:
    """Return all that tells a route from others."""
    methods = frozenset(rule.methods or ())
    place = rule.rule, rule.subdomain, rule.host, rule.endpoint, methods, rule.websocket, rule.build_only
    ways = rule.strict_slashes, rule.merge_slashes, rule.redirect_to, rule.alias
    return *place, *ways, str(sorted((rule.defaults or {}).items())), rule.provide_automatic_options


def _babel_context() -> SimpleNamespace | None:
    """Return what Flask-Babel keeps for a request, as its own function does.

    That one asks a proxy of `flask.g` four times, and each word of a page asks it four times: a twentieth of
    a page.
    """
    context = _cv_app.get(None)
    if context is None:
        return None
    kept = vars(context.g)
    if "_flask_babel" not in kept:
        kept["_flask_babel"] = SimpleNamespace()
    found: SimpleNamespace = kept["_flask_babel"]
    return found


_edits_prefix = SymSpell._edits_prefix
_build = spelling._build


@cache
def _known_edits(word: str, distance: int, prefix: int) -> frozenset[str]:
    return frozenset(_edits_prefix(SymSpell(distance, prefix), word))


def _edits(symspell: SymSpell, word: str) -> frozenset[str]:
    """Return the misspellings of a word. Every application asks for those of the whole thesaurus."""
    return _known_edits(word, symspell._max_dictionary_edit_distance, symspell._prefix_length)


@lru_cache(maxsize=8)
def _dictionary(counted: tuple[tuple[str, int], ...], known: frozenset[str]) -> Any:
    return _build(dict(counted), known)


def _build_dictionary(counted: Mapping[str, int], known: frozenset[str]) -> Any:
    """Return the dictionary of an index with these words, which nobody writes to."""
    return _dictionary(tuple(counted.items()), known)


def _same_dialect(one: object, other: object) -> bool:
    """Dialects of one kind compile alike: those of a run speak to the same server."""
    return type(one) is type(other)


def share() -> None:
    """Let all applications of this process share what they compile and read."""
    Rule.compile = _compile  # type: ignore[method-assign]
    Flask.url_map_class = _KnownMap
    flask_babel._get_current_context = _babel_context
    SymSpell._edits_prefix = _edits
    spelling._build = _build_dictionary
    assets.WhiteNoise = _StaticFiles  # type: ignore[misc]
    for dialect in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        dialect.__eq__ = _same_dialect  # type: ignore[method-assign]
        dialect.__hash__ = lambda dialect: hash(type(dialect))  # type: ignore[method-assign]


def share_with(app: Flask) -> None:
    """Give a new application the templates and statements that others have compiled."""
    app.jinja_env.bytecode_cache = _templates
    with app.app_context():
        db.engine.update_execution_options(compiled_cache=_statements)


def rarely_collect() -> None:
    """Let the garbage collector leave alone what the imports made, and look less often at the rest.

    Its full collections would take a tenth of the run: they visit the objects of every module. Looks are not
    rarer than this, because applications of earlier tests hold memory and open files until they are collected.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
