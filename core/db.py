"""The database: one declarative base with named constraints, its column types, and the extension object."""

import json
from datetime import UTC, datetime
from inspect import iscoroutinefunction
from typing import Any

from flask import Flask
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import DateTime, Dialect, MetaData, String, event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from core import clock
from core.dialect import open_connection, prepare_connection

db = SQLAlchemy()


def init_db(app: Flask) -> None:
    """Give the application its database.

    The extension also closes sessions of asyncio, of which there are none. Flask would begin a thread for that
    after every request, so that function is taken out again.
    """
    db.init_app(app)
    app.teardown_appcontext_funcs = [
        function for function in app.teardown_appcontext_funcs if not iscoroutinefunction(function)
    ]


NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """The base class of all tables."""

    metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware date-time, stored in UTC. Raises ValueError for a naive one."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a stored date-time needs a time zone")
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.replace(tzinfo=UTC)


class UuidKey:
    """A primary key that is a UUID as text: stable, and the same in the feed."""

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=clock.new_id)


@event.listens_for(Engine, "do_connect")
def _open(dialect: Dialect, _record: Any, arguments: list[Any], parameters: dict[str, Any]) -> Any:
    return open_connection(dialect, arguments, parameters)


@event.listens_for(Engine, "connect")
def _prepare(connection: Any, _record: Any) -> None:
    prepare_connection(connection)


def dumps(value: Any) -> str:
    """Return compact JSON, in which letters beyond ASCII stay as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
