#!/usr/bin/env bash
# moto 5.2.5: CloudFormation's pseudo parameter AWS::Partition is always "aws", also in a Region of AWS GovCloud (US) or
# China, while the ARNs that IAM gives in China are of the Region's own partition. A stack that builds ARNs with
# ${AWS::Partition}, as AWS recommends, so gets policies that name resources of another partition than its own roles are in.
#
# Seen: in cn-north-1 the role is arn:aws-cn:iam::123456789012:role/seen, and the output Partition of the stack that made it
# says aws; in us-gov-west-1, too, it says aws. Expected, as on AWS: aws-cn and aws-us-gov.
#
# Fails if that changes. Needs Python 3 and a package index.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check 'moto[cloudformation,iam]==5.2.5' 'boto3>=1.40,<2'
cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
import json, os
os.environ.update(AWS_ACCESS_KEY_ID="made-up", AWS_SECRET_ACCESS_KEY="made-up")
import boto3, moto

template = {
    "Resources": {
        "Role": {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "RoleName": "seen",
                "AssumeRolePolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [
                        {"Effect": "Allow", "Principal": {"Service": "ssm.amazonaws.com"}, "Action": "sts:AssumeRole"}
                    ],
                },
            },
        }
    },
    "Outputs": {"Partition": {"Value": {"Ref": "AWS::Partition"}}},
}

seen = {}
with moto.mock_aws():
    for region in ["us-east-1", "us-gov-west-1", "cn-north-1"]:
        stacks = boto3.client("cloudformation", region_name=region)
        stacks.create_stack(
            StackName="seen", TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_NAMED_IAM"]
        )
        output = stacks.describe_stacks(StackName="seen")["Stacks"][0]["Outputs"][0]["OutputValue"]
        seen[region] = output
        print(f"moto {moto.__version__}, {region}: AWS::Partition is {output}")
    role = boto3.client("iam", region_name="cn-north-1").get_role(RoleName="seen")["Role"]["Arn"]
    print(f"the role in cn-north-1 is {role}")
    seen["role in cn-north-1"] = role.split(":")[1]

expected = {
    "us-east-1": "aws",
    "us-gov-west-1": "aws",
    "cn-north-1": "aws",
    "role in cn-north-1": "aws-cn",
}
raise SystemExit(0 if seen == expected else f"changed: {seen}")
PYTHON
