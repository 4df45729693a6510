"""The law of the screening as pure functions: facts in the law's terms in; states, reason codes and citations
out.

Each rule set has a module: `adult_needs`, `carer`, `safeguarding`, `charging`, and `benefits` (worth
checking, never a promise). An answer may be "not sure", so every condition is met, not met or unclear
(`states`). The VERSION of a module goes up when the same facts may lead to another result.
"""
