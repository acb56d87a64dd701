"""Filter policies that look into the bodies of messages: a choice (``$or``), and a beginning or end of what is no text.

moto 5.2.1 takes what a choice names for message attributes, and looks for a prefix also where there is null, such as the
description of an alarm that has none. Either way publishing ends with status 500, and nobody is told.

Could go upstream.
"""

from itertools import product
from typing import Any

from moto.sns.utils import FilterPolicyMatcher

Policy = dict[str, Any]


def alternatives(policy: Policy) -> list[tuple[Policy, ...]]:
    """The policies without a choice that make up a policy with one: one of the list, and all that stand in it."""
    parts: list[list[tuple[Policy, ...]]] = []
    for key, condition in policy.items():
        if key == "$or":
            parts.append([found for branch in condition for found in alternatives(branch)])
        elif isinstance(condition, dict):
            parts.append(
                [tuple({key: nested} for nested in found) for found in alternatives(condition)]
            )
        else:
            parts.append([({key: condition},)])
    return [sum(chosen, ()) for chosen in product(*parts)]


def is_for_text(rule: Any) -> bool:
    """Whether only a text can meet a rule."""
    return isinstance(rule, dict) and not rule.keys().isdisjoint({"prefix", "suffix"})


def apply() -> None:
    """Resolves the choices before moto looks into the body, and leaves out what nothing there can meet."""
    matches = FilterPolicyMatcher._body_based_match
    field_match = FilterPolicyMatcher._field_match

    def meets(field: str, rules: list[Any], values: dict[str, Any], attributes: bool = True) -> bool:
        if not attributes and not isinstance(values.get(field), str):
            rules = [rule for rule in rules if not is_for_text(rule)]
        return field_match(field, rules, values, attributes)

    def body_based_match(self: FilterPolicyMatcher, body: Any) -> bool:
        return any(
            all(matches(FilterPolicyMatcher(policy, "MessageBody"), body) for policy in policies)
            for policies in alternatives(self.filter_policy)
        )

    FilterPolicyMatcher._field_match = staticmethod(meets)
    FilterPolicyMatcher._body_based_match = body_based_match
