"""Searching the directory: one function, `service.search`, for every page and list of services."""

import os

# NumPy reads this once, when it is first imported, and only modules below import it. Each web worker is a
# process of its own: threads of the linear algebra would compete with the other workers, and made a long
# search five times slower on a busy machine.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
