"""The call screen: who is calling, what they say, a search beside it, and the services they are told about."""
