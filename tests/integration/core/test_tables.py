"""The migrations make exactly the tables that the models describe."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import inspect, text

import directory.models
import selfassess.models
from core.db import Base, db
from core.schema import MIGRATIONS
from tests.examples import sampled

pytestmark = pytest.mark.both_databases

TABLES = {selfassess.models.SavedAssessment.__tablename__, directory.models.Service.__tablename__}


def differences() -> list[object]:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def test_the_database_is_what_the_models_say(app: Flask) -> None:
    with app.app_context():
        assert set(Base.metadata.tables) >= TABLES
        assert differences() == []


@pytest.mark.parametrize(
    "fault",
    sampled(["DROP INDEX ix_saved_assessment_expires_at", "ALTER TABLE referral ADD COLUMN more TEXT"], 2),
)
def test_a_planted_difference_is_found(app: Flask, fault: str) -> None:
    with app.app_context():
        with db.engine.begin() as connection:
            connection.execute(text(fault))
        assert differences() != []


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_migration_can_be_taken_back_and_made_again(app: Flask) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with app.app_context():
        for step, there in (
            (lambda: command.downgrade(config, "0001"), False),
            (lambda: command.upgrade(config, "head"), True),
        ):
            with db.engine.begin() as connection:
                config.attributes["connection"] = connection
                step()
            assert ("referral" in inspect(db.engine).get_table_names()) is there
        assert differences() == []
