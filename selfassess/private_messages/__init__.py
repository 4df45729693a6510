"""E-mails whose words and address are deleted as soon as they have left."""
