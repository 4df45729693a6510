"""Importing services: detection of the format, conversion to Open Referral UK 3, differences, and writing."""
