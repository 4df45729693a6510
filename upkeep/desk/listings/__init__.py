"""Changing one listing: an overview, its sections, the preview, and sending."""
