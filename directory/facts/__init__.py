"""The kinds of facts that are checked by themselves, when each was checked, and for how long that holds."""
