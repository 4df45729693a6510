"""Following a request that was sent: by its reference and three words, without an account."""
