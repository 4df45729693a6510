"""Publishes the directory as Open Referral UK 3.0, and in other forms that other systems read."""
