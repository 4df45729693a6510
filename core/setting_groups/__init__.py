"""Settings in groups by noun; core/settings.py puts them together."""
