"""What MiniStack leaves out when it imports an OpenAPI body: the gateway's own answers.

They are read from the deployed template as the transform left it, put one by one through the API
Gateway API, and taken live by a new deployment of the stage, as on AWS.
"""

from collections.abc import Iterator
from typing import Any

_EXTENSION = "x-amazon-apigateway-gateway-responses"


def complete(cloudformation: Any, apigateway: Any, *, stack: str, api_id: str, stage: str) -> None:
    """Make the gateway's answers those that the template says."""
    template = cloudformation.get_template(StackName=stack, TemplateStage="Processed")
    for kind, response in _responses(template["TemplateBody"]):
        apigateway.put_gateway_response(
            restApiId=api_id,
            responseType=kind,
            responseParameters=response.get("responseParameters", {}),
            responseTemplates=response.get("responseTemplates", {}),
            **_status(response),
        )
    apigateway.create_deployment(restApiId=api_id, stageName=stage)


def _responses(template: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::ApiGateway::RestApi":
            yield from resource["Properties"].get("Body", {}).get(_EXTENSION, {}).items()


def _status(response: dict[str, Any]) -> dict[str, str]:
    return {"statusCode": str(response["statusCode"])} if "statusCode" in response else {}
