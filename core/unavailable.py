"""The exception for a store that cannot be used at the moment. core.errors answers it with status 503."""


class StoreUnavailable(Exception):
    """A store does not answer, or could not store what it was given.

    The message names the kind of the error and holds nothing of the content.
    """
