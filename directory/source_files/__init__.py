"""Bytes of imported files: unpacking within limits, and decoding to text."""
