"""The pages on which staff set up how they sign in: password, app, recovery codes and passkeys."""
