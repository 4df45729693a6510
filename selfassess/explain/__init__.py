"""How a check decides, in words and as a picture."""
