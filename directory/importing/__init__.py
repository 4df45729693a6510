"""Imports services: detects the format, converts to Open Referral UK 3, finds the differences, and writes."""
