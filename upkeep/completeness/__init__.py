"""What a resident would miss in a listing, in plain words, with the part of the form where it is filled in."""
