"""The law of the screening as pure functions: facts in the law's terms in; state, reason code and citation out.

One module a rule set: `adult_needs`, `carer`, `safeguarding`, `money`, and `benefits` (worth checking, never a promise). They know no
web and no database. A person's answer is `yes`, `no` or anything between, so every condition is met, not met or unclear (`states`).
Each module's VERSION goes up when the same facts may lead to another result.
"""
