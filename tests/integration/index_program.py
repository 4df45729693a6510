"""The program as test_index_concurrency's processes find it, read once: its modules, and the words that each of them would read again."""

from core.settings import ROOT
from directory.search import lexicon
from tests.integration import index_workers

lexicon.load(ROOT / "content")

__all__ = ["index_workers"]
