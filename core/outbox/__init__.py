"""Messages to people: written in the transaction that asks for them, sealed at rest, sent by a job outside any
request.
"""
