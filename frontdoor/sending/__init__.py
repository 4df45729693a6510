"""The summary of a contact: the services that may help, in plain words, by e-mail, text message or letter."""
