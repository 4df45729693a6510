"""When a listing has to be checked again, who is asked and when, and what happens when nobody answers."""
