"""Small linear models of texts: hashed n-grams with weights of eight bits."""
