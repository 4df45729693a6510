"""Small linear models of texts: hashed n-grams with weights of eight bits, the same in training and in use."""
