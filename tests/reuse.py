"""What the applications of one test process share, so that a new application for each test is cheap.

An application of production is created once, so that these costs do not count there. Each cache here holds
the result of a pure function under all that the function reads; tests see the same application as without.
"""

import gc
from types import CodeType
from typing import Any
from wsgiref.headers import Headers

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from werkzeug.routing import Rule
from whitenoise import WhiteNoise

from core import assets
from core.db import db


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


def _same_dialect(one: object, other: object) -> bool:
    """Dialects of SQLite compile alike; they differ in nothing that a statement depends on."""
    return type(one) is type(other)


def share() -> None:
    """Let all applications of this process share what they compile and read."""
    Rule.compile = _compile  # type: ignore[method-assign]
    assets.WhiteNoise = _StaticFiles  # type: ignore[misc]
    SQLiteDialect_pysqlite.__eq__ = _same_dialect  # type: ignore[method-assign]
    SQLiteDialect_pysqlite.__hash__ = lambda dialect: hash(type(dialect))  # type: ignore[method-assign]


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
