"""The council's teams that people can ring: their numbers and hours, and who answers at a moment."""
