#!/usr/bin/env python3
"""
Stands in for the AWS CLI, which the tests do not have: it reads a command by the service models that the CLI reads it by, so that
no service, operation, option or value is misspelt, and makes the call, which the environment aims at the emulator.
"""
import json
import os
import sys

import botocore.exceptions
import botocore.session
import jmespath
from botocore import xform_name

GLOBAL = ("query", "output", "region")


def options(words):
    """`--name value value` as {name: [value, value]}."""
    found = {}
    for word in words:
        if word.startswith("--"):
            name = found.setdefault(word[2:], [])
        else:
            name.append(word)
    return found


def shorthand(word, shape):
    """`Key=a,Value=b` for a structure; a JSON text too."""
    if word.startswith("{"):
        return json.loads(word)
    pairs = dict(pair.split("=", 1) for pair in word.split(","))
    return {key: [value] if shape.members[key].type_name == "list" else value for key, value in pairs.items()}


def argument(values, shape):
    if shape.type_name == "list":
        structures = shape.member.type_name == "structure"
        return [shorthand(value, shape.member) if structures else value for value in values]
    if shape.type_name == "boolean":
        return True
    [value] = values
    return int(value) if shape.type_name == "integer" else value


def deploy(client, given):
    """
    `aws cloudformation deploy`, a command of the CLI alone, as far as the template is valid and has the parameters: the emulator
    takes no list with AWS::NoValue, so e2e/cloudformation.test.ts deploys it with the conditions decided.
    """
    expected = ["capabilities", "parameter-overrides", "stack-name", "template-file"]
    if sorted(given) != expected:
        sys.exit(f"aws cloudformation deploy is known with {expected}, got {sorted(given)}")
    # As the CLI has it: larger ones go by S3.
    if os.path.getsize(given["template-file"][0]) > 51200:
        sys.exit("Templates with a size greater than 51,200 bytes must be deployed via an S3 Bucket.")
    with open(given["template-file"][0]) as file:
        body = file.read()
    answer = client.validate_template(TemplateBody=body)
    known = list(json.loads(body)["Parameters"])
    unknown = [pair for pair in given["parameter-overrides"] if pair.split("=", 1)[0] not in known]
    if unknown:
        sys.exit(f"the template has the parameters {known}, got {unknown}")
    return answer


def main(service, operation, *words):
    session = botocore.session.get_session()
    client = session.create_client(service)
    given = options(words)
    asked = {name: given.pop(name)[0] for name in GLOBAL if name in given}
    if (service, operation) == ("cloudformation", "deploy"):
        answer = deploy(client, given)
    else:
        names = {xform_name(name, "-"): name for name in client.meta.service_model.operation_names}
        members = client.meta.service_model.operation_model(names[operation]).input_shape.members
        known = {xform_name(name, "-"): name for name in members}
        call = {known[name]: argument(values, members[known[name]]) for name, values in given.items()}
        answer = getattr(client, operation.replace("-", "_"))(**call)
    answer.pop("ResponseMetadata", None)
    print(json.dumps(jmespath.search(asked.get("query", "@"), answer), default=str))


try:
    main(*sys.argv[1:])
except KeyError as unknown:
    sys.exit(f"aws {' '.join(sys.argv[1:3])} does not know {unknown}")
except botocore.exceptions.ClientError as error:
    # The emulator answers so where it lacks an operation, which the model has read all the same.
    if error.response["Error"]["Code"] != "500":
        sys.exit(str(error))
    print(error, file=sys.stderr)
