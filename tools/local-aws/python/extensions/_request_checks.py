"""What the model of a service refuses of a request."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Iterator

from _request_model import ModelledRequest
from botocore.model import Shape

MOST_TAGS = 50
LONGEST_TAG_KEY = 128
LONGEST_TAG_VALUE = 256

ELSEWHERE = ("uri", "header", "headers")
"""Where a member is that an operation is known by."""

DUPLICATE = {
    "iam": "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
}

# Objects have ten tags at most, and moto counts them.
TAGGED_OTHERWISE = {"s3"}


@dataclass(frozen=True)
class Violation:
    """Something that a request should not say, or does not say."""

    kind: str
    """missing, type, enum, length, tags, or pattern"""
    member: str
    constraint: str
    value: str = "null"
    """As it is told to whoever asked; it may be a secret, and is kept nowhere."""

    def __str__(self) -> str:
        return f"{self.member}: {self.constraint}"

    @property
    def told(self) -> str:
        """In AWS's words."""
        path = ".".join(part[:1].lower() + part[1:] for part in self.member.split("."))
        if self.kind == "type":
            return f"'{path}' {self.constraint}"
        return f"Value {self.value} at '{path}' failed to satisfy constraint: {self.constraint}"


def violations_of(request: ModelledRequest) -> Iterator[Violation]:
    """Everything at once, in the order of the model."""
    shape = request.operation.input_shape
    if shape is None:
        return
    if request.parameters is None:
        yield Violation("type", "the request", "cannot be read as the model has it")
        return
    yield from check(shape, request.parameters, "", request.service)


def check(shape: Shape, value: Any, member: str, service: str) -> Iterator[Violation]:
    kind = shape.type_name
    if kind == "structure":
        if not isinstance(value, dict):
            yield Violation("type", member, "is no structure")
        elif not getattr(shape, "is_document_type", False):
            yield from check_structure(shape, value, member, service)
    elif kind == "list":
        if not isinstance(value, list):
            yield Violation("type", member, "is no list")
            return
        yield from check_size(shape, len(value), member, f"of {len(value)} elements")
        for index, element in enumerate(value, 1):
            yield from check(shape.member, element, f"{member}.{index}", service)
        if is_tags(shape):
            yield from check_tags(value, member, service)
    elif kind == "map":
        if not isinstance(value, dict):
            yield Violation("type", member, "is no map")
            return
        yield from check_size(shape, len(value), member, f"of {len(value)} entries")
        for key, element in value.items():
            yield from check(shape.key, key, f"{member}.{key}", service)
            yield from check(shape.value, element, f"{member}.{key}", service)
        if member.lower().endswith("tags"):
            pairs = [{"Key": key, "Value": each} for key, each in value.items()]
            yield from check_tags(pairs, member, service)
    elif kind == "string":
        yield from check_string(shape, value, member)
    elif kind in ("integer", "long"):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            yield Violation("type", member, "is no number")
            return
        yield from check_size(shape, value, member, f"'{value}'")
    elif kind == "boolean" and not isinstance(value, bool):
        yield Violation("type", member, "is neither true nor false")


def check_structure(shape: Shape, value: dict[str, Any], member: str, service: str) -> Iterator[Violation]:
    for name in shape.required_members:
        elsewhere = shape.members[name].serialization.get("location") in ELSEWHERE or is_payload(shape, name)
        if value.get(name) is None and not elsewhere:
            yield Violation("missing", f"{member}.{name}".lstrip("."), "Member must not be null")
    for name, element in value.items():
        if element is not None and name in shape.members and not is_payload_stream(shape, name):
            yield from check(shape.members[name], element, f"{member}.{name}".lstrip("."), service)


def is_payload(shape: Shape, name: str) -> bool:
    return shape.serialization.get("payload") == name


def is_payload_stream(shape: Shape, name: str) -> bool:
    """Data, and not what is asked."""
    return is_payload(shape, name) and shape.members[name].type_name in ("blob", "string")


def check_string(shape: Shape, value: Any, member: str) -> Iterator[Violation]:
    if not isinstance(value, str):
        yield Violation("type", member, "is no text")
        return
    shown = "'***Sensitive***'" if shape.metadata.get("sensitive") else f"'{value}'"
    if shape.enum and value not in shape.enum:
        yield Violation("enum", member, f"Member must satisfy enum value set: [{', '.join(shape.enum)}]", shown)
        return
    yield from check_size(shape, len(value), member, shown)
    pattern = compiled(shape.metadata.get("pattern"))
    if pattern is not None and pattern.fullmatch(value) is None:
        constraint = f"Member must satisfy regular expression pattern: {shape.metadata['pattern']}"
        yield Violation("pattern", member, constraint, shown)


@cache
def compiled(pattern: str | None) -> re.Pattern[str] | None:
    """The pattern, if it means here what it means to Java."""
    try:
        return None if pattern is None else re.compile(pattern)
    except re.error:
        return None


def check_size(shape: Shape, size: float, member: str, shown: str) -> Iterator[Violation]:
    is_number = shape.type_name in ("integer", "long")
    what = "value" if is_number else "length"
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and size < least:
        yield Violation("length", member, f"Member must have {what} greater than or equal to {least}", shown)
    if most is not None and size > most:
        yield Violation("length", member, f"Member must have {what} less than or equal to {most}", shown)


def is_tags(shape: Shape) -> bool:
    members = getattr(shape.member, "members", {})
    return {name.lower() for name in members} == {"key", "value"} and "tag" in shape.name.lower()


def check_tags(tags: list[Any], member: str, service: str) -> Iterator[Violation]:
    """What holds for tags of every service.

    Reference: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
    """
    pairs = [{name.lower(): text for name, text in tag.items()} for tag in tags if isinstance(tag, dict)]
    keys = [str(pair.get("key", "")) for pair in pairs]
    if len(pairs) > MOST_TAGS and service not in TAGGED_OTHERWISE:
        yield Violation("tags", member, f"has {len(pairs)} tags, at most {MOST_TAGS} are allowed")
    compared = [key.lower() for key in keys] if service == "iam" else keys
    if len(set(compared)) < len(compared):
        yield Violation("tags", member, DUPLICATE.get(service, "has a tag key twice"))
    for key in keys:
        if key.lower().startswith("aws:"):
            yield Violation("tags", member, f"has the tag key '{key}': aws: is reserved")
        if len(key) > LONGEST_TAG_KEY:
            limit = f"at most {LONGEST_TAG_KEY} are allowed"
            yield Violation("tags", member, f"has a tag key of {len(key)} characters, {limit}")
    for pair in pairs:
        if len(str(pair.get("value") or "")) > LONGEST_TAG_VALUE:
            yield Violation("tags", member, f"has a tag value of more than {LONGEST_TAG_VALUE} characters")
