"""The table as `template.yaml` defines it, in the words of CreateTable."""

from pathlib import Path
from typing import Any

import yaml

_TEMPLATE = Path(__file__).parents[2] / "template.yaml"
_COPIED = ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")


class _TemplateLoader(yaml.SafeLoader):
    """Reads CloudFormation's short tags as plain values: only the table is wanted here."""


def _plain(loader: yaml.SafeLoader, _tag: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    assert isinstance(node, yaml.MappingNode)
    return loader.construct_mapping(node, deep=True)


_TemplateLoader.add_multi_constructor("!", _plain)  # pyright: ignore[reportUnknownMemberType] - untyped


def table_properties() -> dict[str, Any]:
    """Keys, indexes and billing of the resource `Table`."""
    if not _TEMPLATE.exists():
        return _UNTIL_THE_TEMPLATE_IS_THERE
    template = yaml.load(_TEMPLATE.read_text(), _TemplateLoader)
    properties: dict[str, Any] = template["Resources"]["Table"]["Properties"]
    return {name: properties[name] for name in _COPIED}


def _attribute(name: str, kind: str) -> dict[str, str]:
    return {"AttributeName": name, "AttributeType": kind}


def _keys(partition: str, sort: str) -> list[dict[str, str]]:
    return [
        {"AttributeName": partition, "KeyType": "HASH"},
        {"AttributeName": sort, "KeyType": "RANGE"},
    ]


def _index(name: str, partition: str, sort: str) -> dict[str, Any]:
    return {
        "IndexName": name,
        "KeySchema": _keys(partition, sort),
        "Projection": {"ProjectionType": "ALL"},
    }


_STRINGS = ("pk", "sk", "owner", "order", "due")
_UNTIL_THE_TEMPLATE_IS_THERE: dict[str, Any] = {
    "BillingMode": "PAY_PER_REQUEST",
    "AttributeDefinitions": [*(_attribute(n, "S") for n in _STRINGS), _attribute("due_at", "N")],
    "KeySchema": _keys("pk", "sk"),
    "GlobalSecondaryIndexes": [
        _index("by_owner", "owner", "order"),
        _index("due", "due", "due_at"),
    ],
}
