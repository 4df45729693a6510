"""E-mails whose text and address are deleted as soon as they were sent."""
