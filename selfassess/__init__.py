"""What a person may be able to get: questions, rules, dated figures, results, plan.

It indicates; only the council decides.
"""
