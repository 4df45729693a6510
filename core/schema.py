"""Brings the tables of a database to the newest migration."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def migrate(connection: Connection, schema: str | None = None) -> None:
    """Bring the tables to the newest migration, in the transaction of the connection.

    `schema`: where Alembic notes the revision, for a connection whose search path is not the usual one.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes.update(connection=connection, schema=schema)
    command.upgrade(config, "head")
