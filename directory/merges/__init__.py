"""Puts two records that are one into one, so that nothing which named the other is lost."""
