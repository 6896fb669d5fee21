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
    template = yaml.load(_TEMPLATE.read_text(), _TemplateLoader)
    properties: dict[str, Any] = template["Resources"]["Table"]["Properties"]
    return {name: properties[name] for name in _COPIED}
