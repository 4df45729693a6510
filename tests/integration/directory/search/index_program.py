"""The program as test_index_concurrency's processes find it, read once: its modules, and the words that
each of them would read again."""

from core.settings import ROOT
from directory.search.thesaurus import load_thesaurus
from tests.integration.directory.search import index_workers

load_thesaurus(ROOT / "content")

__all__ = ["index_workers"]
