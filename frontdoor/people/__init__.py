"""People who agreed to be known: who they are, how to reach them, and what they need to follow."""
