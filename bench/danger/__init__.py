"""Texts with and without danger, for training and measuring the recognition of danger in what people type."""
