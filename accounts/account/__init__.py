"""The page "Your account": who somebody is here, what they may do, and where they are signed in."""
