"""Alembic's environment: the connection comes from the application, the tables from the models."""

from alembic import context

import core.audit.models
import core.key_check.models
import core.retention.models
import core.sessions.models  # noqa: F401
import directory.models  # noqa: F401
import frontdoor.callbacks.models
import frontdoor.contacts.models
import frontdoor.ending.models
import frontdoor.group_calls.models
import frontdoor.group_referrals.models
import frontdoor.handover.models
import frontdoor.inbox.models
import frontdoor.people.models
import frontdoor.professionals.models
import frontdoor.sending.models  # noqa: F401
import information.content_editing.models  # noqa: F401
import selfassess.models  # noqa: F401
import upkeep.joining.models  # noqa: F401
from core.db import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    version_table_schema=context.config.attributes.get("schema"),
)
with context.begin_transaction():
    context.run_migrations()
