"""The page on which a call handler puts a listing right during a call, and the moderators' list of that."""
