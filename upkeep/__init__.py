"""Keeping the record true: what groups, moderators and checks of facts do about listings."""
