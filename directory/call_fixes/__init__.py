"""What a call handler may put right while the caller waits: a number, an address of e-mail, or "closed for
now".
"""
