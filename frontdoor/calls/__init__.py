"""The call screen: search, the sheet of the caller, and the list of what is open."""
