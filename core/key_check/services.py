"""Storing the sealed known value, and opening it with the key of the settings or of the data folder."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.crypt import KEY_FILE, Unreadable, vault
from core.key_check.models import KeyCheck
from core.settings import Settings

_NAME, _VALUE = "encryption key", {"signpost": "key"}


class OtherKey(Unreadable):
    """The encryption key is missing, or is not the one with which this site sealed what people told it."""

    def __init__(self) -> None:
        super().__init__(
            "The encryption key of this site is missing, or it is another one: what people told the site cannot be "
            "read. Run 'flask --app app restore-keys --replace', or set SIGNPOST_ENCRYPTION_KEYS"
        )


def check_key(session: Session, settings: Settings) -> None:
    """Open the known value. Raises OtherKey; a site that has none yet passes."""
    row = session.get(KeyCheck, _NAME)
    if row is None:
        return
    # A missing key must not be made again here, because it would look like the site's own.
    if not settings.encryption_keys.get_secret_value() and not (settings.data_dir / KEY_FILE).exists():
        raise OtherKey
    try:
        vault(settings).open(_NAME, row.sealed)
    except Unreadable:
        raise OtherKey from None


def store_check(session: Session, settings: Settings) -> None:
    """Store the known value, sealed with the newest key, and commit. Raises OtherKey."""
    check_key(session, settings)
    sealed = vault(settings).seal(_NAME, _VALUE)
    row = session.get(KeyCheck, _NAME)
    if row is None:
        session.add(KeyCheck(name=_NAME, sealed=sealed))
    else:
        row.sealed = sealed
    try:
        session.commit()
    except IntegrityError:
        # Another process has stored it at the same moment.
        session.rollback()
        check_key(session, settings)
