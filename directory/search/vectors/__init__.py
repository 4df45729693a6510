"""Word vectors: how close the meaning of a long query is to listings and to needs. Optional, and pure numpy."""
