"""What a visitor has answered and planned so far: the value, where the web session stores it, and the path
of the answers."""
