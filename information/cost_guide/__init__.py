"""The cost guide: local prices of care, and how long somebody's savings may last, as an indication."""
