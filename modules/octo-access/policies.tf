locals {
  acct_access_baseline_1_policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [${join(",", [for part in local.acct_access_baseline_1_policy_statement : part.items if part.when])}]
    }
  JSON

  acct_access_baseline_1_policy_statement = [
    {
      when  = (var.cost_explorer_access == "full")
      items = <<-JSON
        {
          "Sid": "CostExplorer",
          "Effect": "Allow",
          "Action": "ce:*",
          "Resource": "*"
        }
      JSON
    },
    {
      when  = (var.cost_explorer_access == "read-only")
      items = <<-JSON
        {
          "Sid": "CostExplorerReads",
          "Effect": "Allow",
          "Action": [
            "ce:Describe*",
            "ce:Get*",
            "ce:List*"
          ],
          "Resource": "*"
        }
      JSON
    },
    {
      when  = true
      items = <<-JSON
        {
          "Sid": "CostAndUsageReports",
          "Effect": "Allow",
          "Action": [
            "bcm-data-exports:GetExport",
            "bcm-data-exports:ListExecutions",
            "bcm-data-exports:ListExports",
            "cur:Describe*"
          ],
          "Resource": "*"
        },
        {
          "Sid": "Billing",
          "Effect": "Allow",
          "Action": [
            "bcm-recommended-actions:List*",
            "billing:GetBillingView",
            "billing:ListBillingViews",
            "billingconductor:List*"
          ],
          "Resource": "*"
        },
        {
          "Sid": "Commitments",
          "Effect": "Allow",
          "Action": [
            "dynamodb:DescribeReservedCapacity*",
            "ec2:DescribeReservedInstances*",
            "es:DescribeReserved*",
            "memorydb:DescribeReservedNodes*",
            "redshift-serverless:GetReservation*",
            "redshift-serverless:ListReservation*",
            "savingsplans:Describe*",
            "savingsplans:ListTagsForResource"
          ],
          "Resource": "*"
        },
        {
          "Sid": "Metrics",
          "Effect": "Allow",
          "Action": [
            "cloudwatch:DescribeAlarms*",
            "cloudwatch:GetMetricData",
            "cloudwatch:GetMetricStatistics",
            "cloudwatch:ListMetrics"
          ],
          "Resource": "*"
        },
        {
          "Sid": "ReservationInventory",
          "Effect": "Allow",
          "Action": [
            "elasticache:Describe*",
            "elasticache:ListTagsForResource",
            "rds:Describe*",
            "rds:ListTagsForResource",
            "redshift:DescribeClusters",
            "redshift:DescribeNode*",
            "redshift:DescribeOrderable*",
            "redshift:DescribeReservedNode*",
            "redshift:DescribeTags"
          ],
          "Resource": "*"
        },
        {
          "Sid": "Organization",
          "Effect": "Allow",
          "Action": [
            "organizations:Describe*",
            "organizations:List*"
          ],
          "Resource": "*"
        },
        {
          "Sid": "Roles",
          "Effect": "Allow",
          "Action": "iam:ListRoles",
          "Resource": "*"
        },
        {
          "Sid": "Stacks",
          "Effect": "Allow",
          "Action": [
            "cloudformation:Describe*",
            "cloudformation:EstimateTemplateCost",
            "cloudformation:GetStackPolicy",
            "cloudformation:GetTemplateSummary",
            "cloudformation:List*",
            "cloudformation:ValidateTemplate"
          ],
          "Resource": "*"
        },
        {
          "Sid": "NeverTemplates",
          "Effect": "Deny",
          "Action": [
            "cloudformation:DescribeStackSet",
            "cloudformation:ListResourceRequests",
            "cloudformation:ListResources"
          ],
          "Resource": "*"
        }
      JSON
    },
    {
      when  = ((var.permissions_boundary_arn == null) && coalesce(var.allow_self_update, true))
      items = <<-JSON
        {
          "Sid": "UpdateInlineOfAcctAccess",
          "Effect": "Allow",
          "Action": [
            "iam:DeleteRolePolicy",
            "iam:PutRolePolicy"
          ],
          "Resource": "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/AlphausAcctAccessRole",
          "Condition": {
            "StringEquals": {
              "iam:PermissionsBoundary": "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:policy/AlphausAcctAccessBoundary"
            }
          }
        }
      JSON
    },
    {
      when  = (((var.permissions_boundary_arn == null) && coalesce(var.allow_self_update, true)) && contains(var.roles, "OctoRecommendationSearcherRole"))
      items = <<-JSON
        {
          "Sid": "UpdateInlineOfSearcher",
          "Effect": "Allow",
          "Action": [
            "iam:DeleteRolePolicy",
            "iam:PutRolePolicy"
          ],
          "Resource": "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/OctoRecommendationSearcherRole",
          "Condition": {
            "StringEquals": {
              "iam:PermissionsBoundary": "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:policy/OctoRecommendationSearcherBoundary"
            }
          }
        }
      JSON
    },
    {
      when  = true
      items = <<-JSON
        {
          "Sid": "ReadOwnRoles",
          "Effect": "Allow",
          "Action": [
            "iam:GetRole",
            "iam:GetRolePolicy",
            "iam:ListAttachedRolePolicies",
            "iam:ListRolePolicies"
          ],
          "Resource": [
            "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/AlphausAcctAccessRole",
            "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/OctoRecommendationSearcherRole"
          ]
        },
        {
          "Sid": "CreateOctoServiceLinkedRoles",
          "Effect": "Allow",
          "Action": "iam:CreateServiceLinkedRole",
          "Resource": [
            "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/aws-service-role/cost-optimization-hub.bcm.amazonaws.com/AWSServiceRoleForCostOptimizationHub",
            "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/aws-service-role/reporting.trustedadvisor.amazonaws.com/AWSServiceRoleForTrustedAdvisorReporting",
            "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/aws-service-role/trustedadvisor.amazonaws.com/AWSServiceRoleForTrustedAdvisor"
          ],
          "Condition": {
            "StringEquals": {
              "iam:AWSServiceName": [
                "cost-optimization-hub.bcm.amazonaws.com",
                "reporting.trustedadvisor.amazonaws.com",
                "trustedadvisor.amazonaws.com"
              ]
            }
          }
        }
      JSON
    },
    {
      when  = var.cost_optimization_hub_enrollment
      items = <<-JSON
        {
          "Sid": "EnrollInCostOptimizationHub",
          "Effect": "Allow",
          "Action": "cost-optimization-hub:UpdateEnrollmentStatus",
          "Resource": "*"
        }
      JSON
    },
    {
      when  = (((var.permissions_boundary_arn == null) && coalesce(var.allow_self_update, true)) && (var.cloudformation_stack_arn != null))
      items = <<-JSON
        {
          "Sid": "ReadOwnTemplate",
          "Effect": "Allow",
          "Action": "cloudformation:GetTemplate",
          "Resource": ${jsonencode(var.cloudformation_stack_arn)}
        }
      JSON
    },
    {
      when  = (((var.permissions_boundary_arn == null) && coalesce(var.allow_self_update, true)) && (var.cloudformation_stack_arn != null))
      items = <<-JSON
        {
          "Sid": "UpdateOwnStack",
          "Effect": "Allow",
          "Action": "cloudformation:UpdateStack",
          "Resource": ${jsonencode(var.cloudformation_stack_arn)},
          "Condition": {
            "ForAllValues:StringEquals": {
              "cloudformation:ResourceTypes": [
                "AWS::IAM::Policy",
                "AWS::IAM::Role",
                "AWS::IAM::RolePolicy"
              ]
            },
            "Null": {
              "cloudformation:RoleArn": "true",
              "cloudformation:StackPolicyUrl": "true"
            }
          }
        }
      JSON
    },
  ]

  acct_access_boundary_policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [${join(",", [for part in local.acct_access_boundary_policy_statement : part.items if part.when])}]
    }
  JSON

  acct_access_boundary_policy_statement = [
    {
      when  = ((var.cost_explorer_access == "full") && (var.permissions_boundary_arn == null))
      items = <<-JSON
        {
          "Sid": "CostExplorer",
          "Effect": "Allow",
          "Action": "ce:*",
          "Resource": "*"
        }
      JSON
    },
    {
      when  = ((var.cost_explorer_access == "read-only") && (var.permissions_boundary_arn == null))
      items = <<-JSON
        {
          "Sid": "CostExplorerReads",
          "Effect": "Allow",
          "Action": [
            "ce:Describe*",
            "ce:Get*",
            "ce:List*"
          ],
          "Resource": "*"
        }
      JSON
    },
    {
      when  = (var.permissions_boundary_arn == null)
      items = <<-JSON
        {
          "Sid": "Ceiling",
          "Effect": "Allow",
          "Action": [
            "bcm-data-exports:GetExport",
            "bcm-data-exports:ListExecutions",
            "bcm-data-exports:ListExports",
            "bcm-recommended-actions:List*",
            "billing:GetBillingView",
            "billing:ListBillingViews",
            "billingconductor:List*",
            "budgets:Describe*",
            "budgets:View*",
            "cloudformation:Describe*",
            "cloudformation:EstimateTemplateCost",
            "cloudformation:GetStackPolicy",
            "cloudformation:GetTemplateSummary",
            "cloudformation:List*",
            "cloudformation:ValidateTemplate",
            "cloudwatch:DescribeAlarms*",
            "cloudwatch:GetMetricData",
            "cloudwatch:GetMetricStatistics",
            "cloudwatch:ListMetrics",
            "compute-optimizer:Get*",
            "consolidatedbilling:Get*",
            "consolidatedbilling:List*",
            "cost-optimization-hub:Get*",
            "cost-optimization-hub:List*",
            "cur:Describe*",
            "dynamodb:DescribeReservedCapacity*",
            "ec2:DescribeReservedInstances*",
            "elasticache:Describe*",
            "elasticache:ListTagsForResource",
            "es:DescribeReserved*",
            "freetier:Get*",
            "iam:ListRoles",
            "memorydb:DescribeReservedNodes*",
            "organizations:Describe*",
            "organizations:List*",
            "pricing:Describe*",
            "pricing:Get*",
            "pricing:List*",
            "rds:Describe*",
            "rds:ListTagsForResource",
            "redshift-serverless:GetReservation*",
            "redshift-serverless:ListReservation*",
            "redshift:DescribeClusters",
            "redshift:DescribeNode*",
            "redshift:DescribeOrderable*",
            "redshift:DescribeReservedNode*",
            "redshift:DescribeTags",
            "savingsplans:Describe*",
            "savingsplans:ListTagsForResource",
            "tag:Get*"
          ],
          "Resource": "*"
        }
      JSON
    },
    {
      when  = ((var.permissions_boundary_arn == null) && coalesce(var.allow_self_update, true))
      items = <<-JSON
        {
          "Sid": "UpdateInlineOfAcctAccess",
          "Effect": "Allow",
          "Action": [
            "iam:DeleteRolePolicy",
            "iam:PutRolePolicy"
          ],
          "Resource": "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/AlphausAcctAccessRole",
          "Condition": {
            "StringEquals": {
              "iam:PermissionsBoundary": "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:policy/AlphausAcctAccessBoundary"
            }
          }
        }
      JSON
    },
    {
      when  = (((var.permissions_boundary_arn == null) && coalesce(var.allow_self_update, true)) && contains(var.roles, "OctoRecommendationSearcherRole"))
      items = <<-JSON
        {
          "Sid": "UpdateInlineOfSearcher",
          "Effect": "Allow",
          "Action": [
            "iam:DeleteRolePolicy",
            "iam:PutRolePolicy"
          ],
          "Resource": "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/OctoRecommendationSearcherRole",
          "Condition": {
            "StringEquals": {
              "iam:PermissionsBoundary": "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:policy/OctoRecommendationSearcherBoundary"
            }
          }
        }
      JSON
    },
    {
      when  = (var.permissions_boundary_arn == null)
      items = <<-JSON
        {
          "Sid": "ReadOwnRoles",
          "Effect": "Allow",
          "Action": [
            "iam:GetRole",
            "iam:GetRolePolicy",
            "iam:ListAttachedRolePolicies",
            "iam:ListRolePolicies"
          ],
          "Resource": [
            "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/AlphausAcctAccessRole",
            "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/OctoRecommendationSearcherRole"
          ]
        }
      JSON
    },
    {
      when  = (var.permissions_boundary_arn == null)
      items = <<-JSON
        {
          "Sid": "CreateOctoServiceLinkedRoles",
          "Effect": "Allow",
          "Action": "iam:CreateServiceLinkedRole",
          "Resource": [
            "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/aws-service-role/cost-optimization-hub.bcm.amazonaws.com/AWSServiceRoleForCostOptimizationHub",
            "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/aws-service-role/reporting.trustedadvisor.amazonaws.com/AWSServiceRoleForTrustedAdvisorReporting",
            "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/aws-service-role/trustedadvisor.amazonaws.com/AWSServiceRoleForTrustedAdvisor"
          ],
          "Condition": {
            "StringEquals": {
              "iam:AWSServiceName": [
                "cost-optimization-hub.bcm.amazonaws.com",
                "reporting.trustedadvisor.amazonaws.com",
                "trustedadvisor.amazonaws.com"
              ]
            }
          }
        }
      JSON
    },
    {
      when  = (var.cost_optimization_hub_enrollment && (var.permissions_boundary_arn == null))
      items = <<-JSON
        {
          "Sid": "EnrollInCostOptimizationHub",
          "Effect": "Allow",
          "Action": "cost-optimization-hub:UpdateEnrollmentStatus",
          "Resource": "*"
        }
      JSON
    },
    {
      when  = (((var.permissions_boundary_arn == null) && coalesce(var.allow_self_update, true)) && (var.cloudformation_stack_arn != null))
      items = <<-JSON
        {
          "Sid": "ReadOwnTemplate",
          "Effect": "Allow",
          "Action": "cloudformation:GetTemplate",
          "Resource": ${jsonencode(var.cloudformation_stack_arn)}
        }
      JSON
    },
    {
      when  = (((var.permissions_boundary_arn == null) && coalesce(var.allow_self_update, true)) && (var.cloudformation_stack_arn != null))
      items = <<-JSON
        {
          "Sid": "UpdateOwnStack",
          "Effect": "Allow",
          "Action": "cloudformation:UpdateStack",
          "Resource": ${jsonencode(var.cloudformation_stack_arn)},
          "Condition": {
            "ForAllValues:StringEquals": {
              "cloudformation:ResourceTypes": [
                "AWS::IAM::Policy",
                "AWS::IAM::Role",
                "AWS::IAM::RolePolicy"
              ]
            },
            "Null": {
              "cloudformation:RoleArn": "true",
              "cloudformation:StackPolicyUrl": "true"
            }
          }
        }
      JSON
    },
    {
      when  = true
      items = <<-JSON
        {
          "Sid": "NothingElse",
          "Effect": "Deny",
          "NotAction": [${join(",", [for part in local.acct_access_boundary_policy_statement_nothing_else_not_action : part.items if part.when])}],
          "Resource": "*"
        }
      JSON
    },
    {
      when  = (var.permissions_boundary_arn != null)
      items = <<-JSON
        {
          "Sid": "ReadOwnRolesOnlyThere",
          "Effect": "Deny",
          "Action": [
            "iam:GetRole",
            "iam:GetRolePolicy",
            "iam:ListAttachedRolePolicies",
            "iam:ListRolePolicies"
          ],
          "NotResource": [
            "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/AlphausAcctAccessRole",
            "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/OctoRecommendationSearcherRole"
          ]
        }
      JSON
    },
    {
      when  = (var.permissions_boundary_arn != null)
      items = <<-JSON
        {
          "Sid": "CreateOctoServiceLinkedRolesOnlyThere",
          "Effect": "Deny",
          "Action": "iam:CreateServiceLinkedRole",
          "NotResource": [
            "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/aws-service-role/cost-optimization-hub.bcm.amazonaws.com/AWSServiceRoleForCostOptimizationHub",
            "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/aws-service-role/reporting.trustedadvisor.amazonaws.com/AWSServiceRoleForTrustedAdvisorReporting",
            "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/aws-service-role/trustedadvisor.amazonaws.com/AWSServiceRoleForTrustedAdvisor"
          ]
        }
      JSON
    },
    {
      when  = (var.permissions_boundary_arn != null)
      items = <<-JSON
        {
          "Sid": "CreateOctoServiceLinkedRolesOnlySo",
          "Effect": "Deny",
          "Action": "iam:CreateServiceLinkedRole",
          "Resource": "*",
          "Condition": {
            "StringNotEquals": {
              "iam:AWSServiceName": [
                "cost-optimization-hub.bcm.amazonaws.com",
                "reporting.trustedadvisor.amazonaws.com",
                "trustedadvisor.amazonaws.com"
              ]
            }
          }
        }
      JSON
    },
    {
      when  = true
      items = <<-JSON
        {
          "Sid": "NeverTemplates",
          "Effect": "Deny",
          "Action": [
            "cloudformation:DescribeStackSet",
            "cloudformation:ListResourceRequests",
            "cloudformation:ListResources"
          ],
          "Resource": "*"
        }
      JSON
    },
  ]

  acct_access_boundary_policy_statement_nothing_else_not_action = [
    {
      when  = true
      items = <<-JSON
        "bcm-data-exports:GetExport",
        "bcm-data-exports:ListExecutions",
        "bcm-data-exports:ListExports",
        "bcm-recommended-actions:List*",
        "billing:GetBillingView",
        "billing:ListBillingViews",
        "billingconductor:List*",
        "budgets:Describe*",
        "budgets:View*",
        "cloudformation:Describe*",
        "cloudformation:EstimateTemplateCost",
        "cloudformation:GetStackPolicy",
        "cloudformation:GetTemplateSummary",
        "cloudformation:List*",
        "cloudformation:ValidateTemplate",
        "cloudwatch:DescribeAlarms*",
        "cloudwatch:GetMetricData",
        "cloudwatch:GetMetricStatistics",
        "cloudwatch:ListMetrics",
        "compute-optimizer:Get*",
        "consolidatedbilling:Get*",
        "consolidatedbilling:List*",
        "cost-optimization-hub:Get*",
        "cost-optimization-hub:List*",
        "cur:Describe*",
        "dynamodb:DescribeReservedCapacity*",
        "ec2:DescribeReservedInstances*",
        "elasticache:Describe*",
        "elasticache:ListTagsForResource",
        "es:DescribeReserved*",
        "freetier:Get*",
        "iam:ListRoles",
        "memorydb:DescribeReservedNodes*",
        "organizations:Describe*",
        "organizations:List*",
        "pricing:Describe*",
        "pricing:Get*",
        "pricing:List*",
        "rds:Describe*",
        "rds:ListTagsForResource",
        "redshift-serverless:GetReservation*",
        "redshift-serverless:ListReservation*",
        "redshift:DescribeClusters",
        "redshift:DescribeNode*",
        "redshift:DescribeOrderable*",
        "redshift:DescribeReservedNode*",
        "redshift:DescribeTags",
        "savingsplans:Describe*",
        "savingsplans:ListTagsForResource",
        "tag:Get*",
        "iam:GetRole",
        "iam:GetRolePolicy",
        "iam:ListAttachedRolePolicies",
        "iam:ListRolePolicies",
        "iam:CreateServiceLinkedRole"
      JSON
    },
    {
      when  = (var.cost_explorer_access == "full")
      items = <<-JSON
        "ce:*"
      JSON
    },
    {
      when  = (var.cost_explorer_access == "read-only")
      items = <<-JSON
        "ce:Describe*",
        "ce:Get*",
        "ce:List*"
      JSON
    },
    {
      when  = ((var.permissions_boundary_arn == null) && coalesce(var.allow_self_update, true))
      items = <<-JSON
        "iam:DeleteRolePolicy",
        "iam:PutRolePolicy"
      JSON
    },
    {
      when  = var.cost_optimization_hub_enrollment
      items = <<-JSON
        "cost-optimization-hub:UpdateEnrollmentStatus"
      JSON
    },
    {
      when  = (((var.permissions_boundary_arn == null) && coalesce(var.allow_self_update, true)) && (var.cloudformation_stack_arn != null))
      items = <<-JSON
        "cloudformation:GetTemplate",
        "cloudformation:UpdateStack"
      JSON
    },
  ]

  acct_access_trust = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "AlphausWithExternalId",
          "Effect": "Allow",
          "Principal": {
            "AWS": ${jsonencode("arn:${data.aws_partition.current.partition}:iam::${var.principal}:root")}
          },
          "Action": "sts:AssumeRole",
          "Condition": {
            "StringEquals": {
              "sts:ExternalId": ${jsonencode(var.external_id)}
            }
          }
        }
      ]
    }
  JSON

  change_executor_baseline_1_policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "ReadWhatChanges",
          "Effect": "Allow",
          "Action": [
            "autoscaling:DescribeAutoScalingGroups",
            "ec2:DescribeAddresses",
            "ec2:DescribeInstanceStatus",
            "ec2:DescribeInstances",
            "ec2:DescribeSnapshots",
            "ec2:DescribeVolumes*",
            "ecs:DescribeTaskDefinition",
            "elasticloadbalancing:DescribeLoadBalancers",
            "lambda:GetFunctionConfiguration",
            "rds:DescribeDBInstances",
            "rds:DescribeDBSnapshots"
          ],
          "Resource": "*"
        },
        {
          "Sid": "StopAndStartInstances",
          "Effect": "Allow",
          "Action": [
            "ec2:StartInstances",
            "ec2:StopInstances"
          ],
          "Resource": "arn:${data.aws_partition.current.partition}:ec2:*:${data.aws_caller_identity.current.account_id}:instance/*"
        },
        {
          "Sid": "StartEncryptedInstances",
          "Effect": "Allow",
          "Action": "kms:CreateGrant",
          "Resource": "arn:${data.aws_partition.current.partition}:kms:*:${data.aws_caller_identity.current.account_id}:key/*",
          "Condition": {
            "Bool": {
              "kms:GrantIsForAWSResource": "true"
            }
          }
        },
        {
          "Sid": "ResizeInstances",
          "Effect": "Allow",
          "Action": "ec2:ModifyInstanceAttribute",
          "Resource": "arn:${data.aws_partition.current.partition}:ec2:*:${data.aws_caller_identity.current.account_id}:instance/*",
          "Condition": {
            "StringEqualsIgnoreCase": {
              "ec2:Attribute": "InstanceType"
            }
          }
        },
        {
          "Sid": "TerminateInstances",
          "Effect": "Allow",
          "Action": "ec2:TerminateInstances",
          "Resource": "arn:${data.aws_partition.current.partition}:ec2:*:${data.aws_caller_identity.current.account_id}:instance/*"
        },
        {
          "Sid": "SnapshotVolumes",
          "Effect": "Allow",
          "Action": "ec2:CreateSnapshot",
          "Resource": [
            "arn:*:ec2:*::snapshot/*",
            "arn:${data.aws_partition.current.partition}:ec2:*:${data.aws_caller_identity.current.account_id}:volume/*"
          ]
        },
        {
          "Sid": "TagNewSnapshots",
          "Effect": "Allow",
          "Action": "ec2:CreateTags",
          "Resource": "arn:*:ec2:*::snapshot/*",
          "Condition": {
            "StringEquals": {
              "ec2:CreateAction": "CreateSnapshot"
            }
          }
        },
        {
          "Sid": "ModifyVolumes",
          "Effect": "Allow",
          "Action": "ec2:ModifyVolume",
          "Resource": "arn:${data.aws_partition.current.partition}:ec2:*:${data.aws_caller_identity.current.account_id}:volume/*"
        },
        {
          "Sid": "DetachVolumes",
          "Effect": "Allow",
          "Action": "ec2:DetachVolume",
          "Resource": [
            "arn:${data.aws_partition.current.partition}:ec2:*:${data.aws_caller_identity.current.account_id}:instance/*",
            "arn:${data.aws_partition.current.partition}:ec2:*:${data.aws_caller_identity.current.account_id}:volume/*"
          ]
        },
        {
          "Sid": "DeleteVolumes",
          "Effect": "Allow",
          "Action": "ec2:DeleteVolume",
          "Resource": "arn:${data.aws_partition.current.partition}:ec2:*:${data.aws_caller_identity.current.account_id}:volume/*"
        },
        {
          "Sid": "ReleaseAddresses",
          "Effect": "Allow",
          "Action": "ec2:ReleaseAddress",
          "Resource": "arn:${data.aws_partition.current.partition}:ec2:*:${data.aws_caller_identity.current.account_id}:elastic-ip/*"
        },
        {
          "Sid": "StopAndStartDatabases",
          "Effect": "Allow",
          "Action": [
            "rds:StartDBInstance",
            "rds:StopDBInstance"
          ],
          "Resource": [
            "arn:${data.aws_partition.current.partition}:rds:*:${data.aws_caller_identity.current.account_id}:db:*",
            "arn:${data.aws_partition.current.partition}:rds:*:${data.aws_caller_identity.current.account_id}:snapshot:*"
          ]
        },
        {
          "Sid": "ModifyDatabases",
          "Effect": "Allow",
          "Action": "rds:ModifyDBInstance",
          "Resource": "arn:${data.aws_partition.current.partition}:rds:*:${data.aws_caller_identity.current.account_id}:db:*"
        },
        {
          "Sid": "SnapshotDatabases",
          "Effect": "Allow",
          "Action": "rds:CreateDBSnapshot",
          "Resource": [
            "arn:${data.aws_partition.current.partition}:rds:*:${data.aws_caller_identity.current.account_id}:db:*",
            "arn:${data.aws_partition.current.partition}:rds:*:${data.aws_caller_identity.current.account_id}:snapshot:*"
          ]
        },
        {
          "Sid": "DeleteDatabases",
          "Effect": "Allow",
          "Action": "rds:DeleteDBInstance",
          "Resource": "arn:${data.aws_partition.current.partition}:rds:*:${data.aws_caller_identity.current.account_id}:db:*"
        },
        {
          "Sid": "ResizeFunctions",
          "Effect": "Allow",
          "Action": "lambda:UpdateFunctionConfiguration",
          "Resource": "arn:${data.aws_partition.current.partition}:lambda:*:${data.aws_caller_identity.current.account_id}:function:*",
          "Condition": {
            "Null": {
              "lambda:Layer": "true"
            }
          }
        },
        {
          "Sid": "ResizeServices",
          "Effect": "Allow",
          "Action": [
            "ecs:DescribeServices",
            "ecs:UpdateService"
          ],
          "Resource": "arn:${data.aws_partition.current.partition}:ecs:*:${data.aws_caller_identity.current.account_id}:service/*"
        },
        {
          "Sid": "RegisterTaskDefinitions",
          "Effect": "Allow",
          "Action": "ecs:RegisterTaskDefinition",
          "Resource": "arn:${data.aws_partition.current.partition}:ecs:*:${data.aws_caller_identity.current.account_id}:task-definition/*"
        },
        {
          "Sid": "PassTaskRoles",
          "Effect": "Allow",
          "Action": "iam:PassRole",
          "Resource": "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/*",
          "Condition": {
            "StringEquals": {
              "iam:PassedToService": "ecs-tasks.amazonaws.com"
            }
          }
        },
        {
          "Sid": "NeverPassOcto",
          "Effect": "Deny",
          "Action": "iam:PassRole",
          "Resource": [
            "arn:*:iam::*:role/OctoRecommendationSearcherRole",
            "arn:*:iam::*:role/OctoChangeExecutorRole",
            "arn:*:iam::*:role/OctoSSMUpdaterRole",
            "arn:*:iam::*:role/OctoChangeTemplateApproverRole",
            "arn:*:iam::*:role/AlphausAcctAccessRole"
          ]
        },
        {
          "Sid": "DeleteLoadBalancers",
          "Effect": "Allow",
          "Action": "elasticloadbalancing:DeleteLoadBalancer",
          "Resource": "arn:${data.aws_partition.current.partition}:elasticloadbalancing:*:${data.aws_caller_identity.current.account_id}:loadbalancer/*"
        },
        {
          "Sid": "SetLifecycles",
          "Effect": "Allow",
          "Action": [
            "s3:GetLifecycleConfiguration",
            "s3:PutLifecycleConfiguration"
          ],
          "Resource": "arn:${data.aws_partition.current.partition}:s3:::*",
          "Condition": {
            "StringEquals": {
              "s3:ResourceAccount": ${jsonencode(data.aws_caller_identity.current.account_id)}
            }
          }
        },
        {
          "Sid": "ResizeGroups",
          "Effect": "Allow",
          "Action": "autoscaling:UpdateAutoScalingGroup",
          "Resource": "arn:${data.aws_partition.current.partition}:autoscaling:*:${data.aws_caller_identity.current.account_id}:autoScalingGroup:*:autoScalingGroupName/*",
          "Condition": {
            "Null": {
              "autoscaling:LaunchConfigurationName": "true"
            }
          }
        }
      ]
    }
  JSON

  change_executor_trust = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [${join(",", [for part in local.change_executor_trust_statement : part.items if part.when])}]
    }
  JSON

  change_executor_trust_statement = [
    {
      when  = var.change_executor_source_arn_check
      items = <<-JSON
        {
          "Sid": "SsmAutomationOfThisAccount",
          "Effect": "Allow",
          "Principal": {
            "Service": "ssm.amazonaws.com"
          },
          "Action": "sts:AssumeRole",
          "Condition": {
            "ArnLike": {
              "aws:SourceArn": "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:automation-execution/*"
            },
            "StringEquals": {
              "aws:SourceAccount": ${jsonencode(data.aws_caller_identity.current.account_id)}
            }
          }
        }
      JSON
    },
    {
      when  = !var.change_executor_source_arn_check
      items = <<-JSON
        {
          "Sid": "SsmAutomationOfThisAccount",
          "Effect": "Allow",
          "Principal": {
            "Service": "ssm.amazonaws.com"
          },
          "Action": "sts:AssumeRole",
          "Condition": {
            "StringEquals": {
              "aws:SourceAccount": ${jsonencode(data.aws_caller_identity.current.account_id)}
            }
          }
        }
      JSON
    },
    {
      when  = true
      items = <<-JSON
        {
          "Sid": "CustomerAccount",
          "Effect": "Allow",
          "Principal": {
            "AWS": "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root"
          },
          "Action": "sts:AssumeRole"
        },
        {
          "Sid": "NeverAlphaus",
          "Effect": "Deny",
          "Principal": {
            "AWS": "*"
          },
          "Action": "sts:AssumeRole",
          "Condition": {
            "ArnEquals": {
              "aws:PrincipalArn": [
                "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/OctoRecommendationSearcherRole",
                "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/OctoSSMUpdaterRole",
                "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/AlphausAcctAccessRole",
                "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/OctoChangeExecutorRole"
              ]
            }
          }
        }
      JSON
    },
  ]

  change_template_approver_policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "ViewDocuments",
          "Effect": "Allow",
          "Action": [
            "ssm:DescribeDocument",
            "ssm:DescribeDocumentParameters",
            "ssm:DescribeDocumentPermission",
            "ssm:GetDocument",
            "ssm:ListDocumentMetadataHistory",
            "ssm:ListDocumentVersions",
            "ssm:ListTagsForResource"
          ],
          "Resource": [
            "arn:${data.aws_partition.current.partition}:ssm:*::document/*",
            "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:automation-execution/*",
            "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:document/*"
          ]
        },
        {
          "Sid": "ViewQueues",
          "Effect": "Allow",
          "Action": [
            "ssm:DescribeAutomationExecutions",
            "ssm:DescribeOpsItems",
            "ssm:ListDocuments",
            "ssm:ListOpsItemEvents"
          ],
          "Resource": "*"
        },
        {
          "Sid": "ReviewChangeTemplates",
          "Effect": "Allow",
          "Action": [
            "ssm:UpdateDocument",
            "ssm:UpdateDocumentDefaultVersion",
            "ssm:UpdateDocumentMetadata"
          ],
          "Resource": "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:document/*",
          "Condition": {
            "StringEquals": {
              "ssm:DocumentType": "Automation.ChangeTemplate"
            }
          }
        },
        {
          "Sid": "ApproveRunbooks",
          "Effect": "Allow",
          "Action": [
            "ssm:AddTagsToResource",
            "ssm:RemoveTagsFromResource"
          ],
          "Resource": "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:document/*",
          "Condition": {
            "ForAllValues:StringEquals": {
              "aws:TagKeys": "OctoApproved"
            },
            "Null": {
              "aws:TagKeys": "false"
            }
          }
        },
        {
          "Sid": "SignalExecutions",
          "Effect": "Allow",
          "Action": [
            "ssm:DescribeAutomationStepExecutions",
            "ssm:GetAutomationExecution",
            "ssm:SendAutomationSignal"
          ],
          "Resource": "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:automation-execution/*"
        },
        {
          "Sid": "ReadChangeRequests",
          "Effect": "Allow",
          "Action": [
            "ssm:GetOpsItem",
            "ssm:GetServiceSetting"
          ],
          "Resource": [
            "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:opsitem/*",
            "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:servicesetting/ssm/*"
          ]
        },
        {
          "Sid": "NothingElse",
          "Effect": "Deny",
          "NotAction": [
            "ssm:DescribeDocument",
            "ssm:DescribeDocumentParameters",
            "ssm:DescribeDocumentPermission",
            "ssm:GetDocument",
            "ssm:ListDocumentMetadataHistory",
            "ssm:ListDocumentVersions",
            "ssm:ListTagsForResource",
            "ssm:DescribeAutomationExecutions",
            "ssm:DescribeOpsItems",
            "ssm:ListDocuments",
            "ssm:ListOpsItemEvents",
            "ssm:UpdateDocument",
            "ssm:UpdateDocumentDefaultVersion",
            "ssm:UpdateDocumentMetadata",
            "ssm:AddTagsToResource",
            "ssm:RemoveTagsFromResource",
            "ssm:DescribeAutomationStepExecutions",
            "ssm:GetAutomationExecution",
            "ssm:SendAutomationSignal",
            "ssm:GetOpsItem",
            "ssm:GetServiceSetting"
          ],
          "Resource": "*"
        }
      ]
    }
  JSON

  change_template_approver_trust = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "CustomerAccount",
          "Effect": "Allow",
          "Principal": {
            "AWS": "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root"
          },
          "Action": "sts:AssumeRole"
        },
        {
          "Sid": "NeverAlphaus",
          "Effect": "Deny",
          "Principal": {
            "AWS": "*"
          },
          "Action": "sts:AssumeRole",
          "Condition": {
            "ArnEquals": {
              "aws:PrincipalArn": [
                "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/OctoRecommendationSearcherRole",
                "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/OctoSSMUpdaterRole",
                "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/AlphausAcctAccessRole",
                "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/OctoChangeExecutorRole"
              ]
            }
          }
        }
      ]
    }
  JSON

  recommendation_searcher_baseline_1_policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "NeverContent",
          "Effect": "Deny",
          "Action": [
            "autoscaling:DescribeLaunchC*",
            "ec2:Describe*Tokens",
            "ec2:Describe*TrustProviders",
            "ec2:DescribeBundleTasks",
            "ec2:DescribeClientVpnC*",
            "ec2:DescribeConversionTasks",
            "ec2:DescribeImport*",
            "ec2:DescribeInstanceAttribute",
            "ec2:DescribeLaunchTemplateVersions",
            "ec2:DescribeSpot*Requests",
            "ec2:DescribeVpnConnections",
            "elasticloadbalancing:DescribeRules",
            "redshift:Describe*Quer*",
            "redshift:DescribeAuth*",
            "redshift:DescribeTable"
          ],
          "Resource": "*"
        },
        {
          "Sid": "ComputeOptimizer",
          "Effect": "Allow",
          "Action": [
            "aco-automation:Get*",
            "aco-automation:List*",
            "compute-optimizer:DescribeRecommendationExportJobs",
            "compute-optimizer:Get*",
            "cost-optimization-hub:Get*",
            "cost-optimization-hub:List*"
          ],
          "Resource": "*"
        },
        {
          "Sid": "TrustedAdvisor",
          "Effect": "Allow",
          "Action": [
            "support:DescribeTrusted*",
            "trustedadvisor:Describe*",
            "trustedadvisor:Get*",
            "trustedadvisor:List*"
          ],
          "Resource": "*"
        },
        {
          "Sid": "CloudWatch",
          "Effect": "Allow",
          "Action": [
            "cloudwatch:DescribeAlarms*",
            "cloudwatch:DescribeAnomalyDetectors",
            "cloudwatch:DescribeInsightRules",
            "cloudwatch:GetMetricData",
            "cloudwatch:GetMetricStatistics",
            "cloudwatch:GetMetricStream",
            "cloudwatch:ListDashboards",
            "cloudwatch:ListMetric*",
            "cloudwatch:ListTagsForResource",
            "logs:DescribeLog*",
            "logs:ListLogGroups",
            "logs:ListTagsForResource"
          ],
          "Resource": "*"
        },
        {
          "Sid": "EC2",
          "Effect": "Allow",
          "Action": [
            "application-autoscaling:Describe*",
            "autoscaling-plans:Describe*",
            "autoscaling:Describe*",
            "autoscaling:GetPredictiveScalingForecast",
            "dlm:Get*",
            "ec2:Describe*",
            "ec2:GetCapacity*",
            "ec2:GetDefaultCreditSpecification",
            "ec2:GetEbsEncryptionByDefault",
            "ec2:GetHostReservationPurchasePreview",
            "ec2:GetInstanceTypesFromInstanceRequirements",
            "ec2:GetReservedInstancesExchangeQuote",
            "ec2:GetSpotPlacementScores",
            "ec2:List*InRecycleBin",
            "elasticloadbalancing:Describe*"
          ],
          "Resource": "*"
        },
        {
          "Sid": "RDS",
          "Effect": "Allow",
          "Action": [
            "docdb-elastic:GetCluster",
            "docdb-elastic:ListClusters",
            "dsql:GetCluster",
            "dsql:ListClusters",
            "neptune-graph:GetGraph",
            "neptune-graph:ListGraphs",
            "rds:Describe*",
            "rds:ListTagsForResource",
            "timestream-influxdb:ListDbInstances"
          ],
          "Resource": "*"
        },
        {
          "Sid": "Lambda",
          "Effect": "Allow",
          "Action": [
            "lambda:GetAccountSettings",
            "lambda:GetFunctionConcurrency",
            "lambda:GetProvisionedConcurrencyConfig",
            "lambda:ListAliases",
            "lambda:ListCapacityProviders",
            "lambda:ListEventSourceMappings",
            "lambda:ListFunction*",
            "lambda:ListLayer*",
            "lambda:ListProvisionedConcurrencyConfigs",
            "lambda:ListTags",
            "lambda:ListVersionsByFunction"
          ],
          "Resource": "*"
        },
        {
          "Sid": "Redshift",
          "Effect": "Allow",
          "Action": [
            "redshift-serverless:GetNamespace",
            "redshift-serverless:GetReservation*",
            "redshift-serverless:GetUsageLimit",
            "redshift-serverless:GetWorkgroup",
            "redshift-serverless:List*",
            "redshift:Describe*",
            "redshift:GetReserved*",
            "redshift:ListRecommendations"
          ],
          "Resource": "*"
        },
        {
          "Sid": "DynamoDB",
          "Effect": "Allow",
          "Action": [
            "dax:DescribeClusters",
            "dax:ListTags",
            "dynamodb:Describe*",
            "dynamodb:List*"
          ],
          "Resource": "*"
        },
        {
          "Sid": "Caches",
          "Effect": "Allow",
          "Action": [
            "aoss:BatchGetCollection",
            "aoss:BatchGetCollectionGroup",
            "aoss:ListCollectionGroups",
            "aoss:ListCollections",
            "elasticache:Describe*",
            "elasticache:List*",
            "es:Describe*",
            "es:List*",
            "memorydb:Describe*",
            "memorydb:List*"
          ],
          "Resource": "*"
        },
        {
          "Sid": "Containers",
          "Effect": "Allow",
          "Action": [
            "apprunner:ListServices",
            "batch:DescribeComputeEnvironments",
            "batch:DescribeJobQueues",
            "ecr:DescribeImages",
            "ecr:DescribeRepositories",
            "ecr:GetLifecyclePolicy",
            "ecr:ListImages",
            "ecr:ListTagsForResource",
            "ecs:DescribeCapacityProviders",
            "ecs:DescribeClusters",
            "ecs:DescribeContainerInstances",
            "ecs:DescribeServices",
            "ecs:List*",
            "eks:DescribeAddonVersions",
            "eks:DescribeCluster",
            "eks:DescribeClusterVersions",
            "eks:DescribeFargateProfile",
            "eks:DescribeInsight",
            "eks:DescribeNodegroup",
            "eks:ListAddons",
            "eks:ListClusters",
            "eks:ListFargateProfiles",
            "eks:ListInsights",
            "eks:ListNodegroups",
            "eks:ListTagsForResource"
          ],
          "Resource": "*"
        },
        {
          "Sid": "Analytics",
          "Effect": "Allow",
          "Action": [
            "airflow:ListEnvironments",
            "athena:GetCapacityReservation",
            "athena:GetWorkGroup",
            "athena:ListCapacityReservations",
            "athena:ListWorkGroups",
            "dms:Describe*Instances",
            "dms:DescribeReplicationTasks",
            "dms:DescribeReplications",
            "dms:ListTagsForResource",
            "elasticmapreduce:Get*Policy",
            "elasticmapreduce:ListClusters",
            "elasticmapreduce:ListInstance*",
            "emr-serverless:ListApplications",
            "firehose:List*",
            "glue:ListCrawlers",
            "glue:ListDevEndpoints",
            "glue:ListJobs",
            "kafka:DescribeCluster*",
            "kafka:ListClusters*",
            "kafka:ListNodes",
            "kafka:ListReplicators",
            "kafka:ListTagsForResource",
            "kafkaconnect:ListConnectors",
            "kinesis:Describe*",
            "kinesis:ListStream*",
            "kinesis:ListTagsFor*",
            "kinesisanalytics:ListApplications",
            "kinesisvideo:ListStreams",
            "mq:DescribeBroker*",
            "mq:ListBrokers"
          ],
          "Resource": "*"
        },
        {
          "Sid": "ML",
          "Effect": "Allow",
          "Action": [
            "bedrock:GetInferenceProfile",
            "bedrock:GetProvisionedModelThroughput",
            "bedrock:List*Models",
            "bedrock:ListCustom*",
            "bedrock:ListInferenceProfiles",
            "bedrock:ListMarketplaceModelEndpoints",
            "bedrock:ListProvisionedModelThroughputs",
            "bedrock:ListTagsForResource",
            "comprehend:DescribeEndpoint",
            "comprehend:ListEndpoints",
            "kendra:DescribeIndex",
            "kendra:ListIndices",
            "personalize:ListCampaigns",
            "rekognition:DescribeProjects",
            "sagemaker:DescribeApp",
            "sagemaker:DescribeCluster",
            "sagemaker:DescribeDomain",
            "sagemaker:DescribeEndpoint*",
            "sagemaker:DescribeNotebookInstance",
            "sagemaker:DescribeTrainingPlan",
            "sagemaker:ListApps",
            "sagemaker:ListClusterNodes",
            "sagemaker:ListClusters",
            "sagemaker:ListDomains",
            "sagemaker:ListEndpoint*",
            "sagemaker:ListInferenceComponents",
            "sagemaker:ListMlflowTrackingServers",
            "sagemaker:ListNotebookInstances",
            "sagemaker:ListTags",
            "sagemaker:ListTrainingJobs",
            "sagemaker:ListTrainingPlans"
          ],
          "Resource": "*"
        }
      ]
    }
  JSON

  recommendation_searcher_baseline_2_policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "S3",
          "Effect": "Allow",
          "Action": [
            "s3:GetAccelerateConfiguration",
            "s3:GetAccountPublicAccessBlock",
            "s3:GetAnalyticsConfiguration",
            "s3:GetBucketLocation",
            "s3:GetBucketLogging",
            "s3:GetBucketRequestPayment",
            "s3:GetBucketTagging",
            "s3:GetBucketVersioning",
            "s3:GetEncryptionConfiguration",
            "s3:GetIntelligentTieringConfiguration",
            "s3:GetInventoryConfiguration",
            "s3:GetLifecycleConfiguration",
            "s3:GetMetricsConfiguration",
            "s3:GetReplicationConfiguration",
            "s3:GetStorage*",
            "s3:ListAllMyBuckets",
            "s3:ListStorage*",
            "s3express:ListAllMyDirectoryBuckets",
            "s3tables:ListTableBuckets"
          ],
          "Resource": "*"
        },
        {
          "Sid": "Storage",
          "Effect": "Allow",
          "Action": [
            "appstream:DescribeFleets",
            "appstream:DescribeImageBuilders",
            "elasticfilesystem:Describe*",
            "elasticfilesystem:ListTagsForResource",
            "fsx:Describe*",
            "fsx:ListTagsForResource",
            "glacier:DescribeVault",
            "glacier:ListProvisionedCapacity",
            "glacier:ListTagsForVault",
            "glacier:ListVaults",
            "storagegateway:ListFileShares",
            "storagegateway:ListGateways",
            "storagegateway:ListTapes",
            "storagegateway:ListVolumes",
            "workspaces:DescribeTags",
            "workspaces:DescribeWorkspace*"
          ],
          "Resource": "*"
        },
        {
          "Sid": "Network",
          "Effect": "Allow",
          "Action": [
            "cloudfront:ListAnycastIpLists",
            "cloudfront:ListDistributions",
            "cloudfront:ListSavingsPlans",
            "cloudfront:ListTagsForResource",
            "directconnect:DescribeConnections",
            "directconnect:DescribeLags",
            "directconnect:DescribeTags",
            "globalaccelerator:ListAccelerators",
            "globalaccelerator:ListCustomRoutingAccelerators",
            "globalaccelerator:ListEndpointGroups",
            "globalaccelerator:ListListeners",
            "network-firewall:DescribeFirewall",
            "network-firewall:ListFirewalls",
            "network-firewall:ListVpcEndpointAssociations"
          ],
          "Resource": "*"
        },
        {
          "Sid": "Route53",
          "Effect": "Allow",
          "Action": [
            "route53:GetHostedZone",
            "route53:GetHostedZoneCount",
            "route53:ListHealthChecks",
            "route53:ListHostedZones*",
            "route53:ListResourceRecordSets",
            "route53:ListTagsForResource*",
            "route53:ListTrafficPolicyInstances",
            "route53resolver:ListResolverEndpoints"
          ],
          "Resource": "*"
        },
        {
          "Sid": "CloudTrail",
          "Effect": "Allow",
          "Action": [
            "cloudtrail:DescribeTrails",
            "cloudtrail:Get*Selectors",
            "cloudtrail:GetEventDataStore",
            "cloudtrail:GetTrail*",
            "cloudtrail:ListEventDataStores",
            "cloudtrail:ListTags",
            "cloudtrail:ListTrails",
            "cloudtrail:LookupEvents"
          ],
          "Resource": "*"
        },
        {
          "Sid": "Pricing",
          "Effect": "Allow",
          "Action": [
            "pricing:Describe*",
            "pricing:Get*",
            "pricing:List*",
            "savingsplans:Describe*",
            "savingsplans:ListTagsForResource"
          ],
          "Resource": "*"
        },
        {
          "Sid": "Organizations",
          "Effect": "Allow",
          "Action": [
            "account:ListRegions",
            "organizations:Describe*",
            "organizations:List*"
          ],
          "Resource": "*"
        },
        {
          "Sid": "Backup",
          "Effect": "Allow",
          "Action": [
            "backup:Describe*",
            "backup:GetBackupPlan",
            "backup:GetBackupSelection",
            "backup:GetSupportedResourceTypes",
            "backup:GetTieringConfiguration",
            "backup:List*Plans",
            "backup:ListBackup*",
            "backup:ListCopy*",
            "backup:ListFrameworks",
            "backup:ListLegalHolds",
            "backup:ListProtected*",
            "backup:ListRecovery*",
            "backup:ListRestoreJob*",
            "backup:ListTags",
            "backup:ListTieringConfigurations"
          ],
          "Resource": "*"
        },
        {
          "Sid": "ResourceGroups",
          "Effect": "Allow",
          "Action": [
            "resource-groups:Get*",
            "resource-groups:List*",
            "resource-groups:SearchResources",
            "tag:Get*"
          ],
          "Resource": "*"
        },
        {
          "Sid": "ServiceQuotas",
          "Effect": "Allow",
          "Action": [
            "servicequotas:GetAWSDefaultServiceQuota",
            "servicequotas:GetServiceQuota",
            "servicequotas:ListAWSDefaultServiceQuotas",
            "servicequotas:ListServiceQuotas",
            "servicequotas:ListServices"
          ],
          "Resource": "*"
        },
        {
          "Sid": "Media",
          "Effect": "Allow",
          "Action": [
            "mediaconnect:ListReservations",
            "mediaconvert:ListQueues",
            "medialive:ListReservations"
          ],
          "Resource": "*"
        },
        {
          "Sid": "SecurityServices",
          "Effect": "Allow",
          "Action": [
            "guardduty:GetUsageStatistics",
            "inspector2:ListUsageTotals",
            "macie2:GetUsageTotals",
            "shield:DescribeSubscription"
          ],
          "Resource": "*"
        },
        {
          "Sid": "Licenses",
          "Effect": "Allow",
          "Action": [
            "license-manager-linux-subscriptions:ListLinux*",
            "license-manager:ListAssociationsForLicenseConfiguration",
            "license-manager:ListLicenseConfigurations",
            "license-manager:ListReceivedLicenses",
            "license-manager:ListUsageForLicenseConfiguration"
          ],
          "Resource": "*"
        },
        {
          "Sid": "Inventory",
          "Effect": "Allow",
          "Action": [
            "acm-pca:ListCertificateAuthorities",
            "aps:ListWorkspaces",
            "codebuild:ListFleets",
            "config:DescribeConfigRules",
            "config:DescribeConfigurationRecorder*",
            "elasticbeanstalk:DescribeApplications",
            "elasticbeanstalk:DescribeEnvironments",
            "gamelift:ListFleets",
            "kms:DescribeKey",
            "kms:GetKeyLastUsage",
            "kms:ListAliases",
            "kms:ListKeys",
            "kms:ListResourceTags",
            "lightsail:GetBuckets",
            "lightsail:GetBundles",
            "lightsail:GetDiskSnapshots",
            "lightsail:GetDisks",
            "lightsail:GetInstanceMetricData",
            "lightsail:GetInstanceSnapshots",
            "lightsail:GetInstances",
            "lightsail:GetLoadBalancers",
            "lightsail:GetRegions",
            "lightsail:GetRelationalDatabaseBundles",
            "lightsail:GetRelationalDatabaseMetricData",
            "lightsail:GetRelationalDatabaseSnapshots",
            "lightsail:GetRelationalDatabases",
            "lightsail:GetStaticIps",
            "networkmanager:ListCoreNetworks",
            "outposts:ListOutposts",
            "pcs:ListClusters",
            "secretsmanager:ListSecrets",
            "sns:ListTopics",
            "sqs:ListQueues",
            "transfer:ListServers",
            "vpc-lattice:ListServices"
          ],
          "Resource": "*"
        }
      ]
    }
  JSON

  recommendation_searcher_boundary_policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [${join(",", [for part in local.recommendation_searcher_boundary_policy_statement : part.items if part.when])}]
    }
  JSON

  recommendation_searcher_boundary_policy_statement = [
    {
      when  = (var.permissions_boundary_arn == null)
      items = <<-JSON
        {
          "Sid": "Within",
          "Effect": "Allow",
          "NotAction": [
            "iam:*",
            "sts:*"
          ],
          "Resource": "*"
        }
      JSON
    },
    {
      when  = true
      items = <<-JSON
        {
          "Sid": "NothingElse",
          "Effect": "Deny",
          "NotAction": [
            "account:List*",
            "acm-pca:ListCe*",
            "aco-automation:Get*",
            "aco-automation:List*",
            "airflow:ListEn*",
            "aoss:BatchGetC*",
            "aoss:List*",
            "application-autoscaling:Describe*",
            "apprunner:List*",
            "appstream:DescribeFl*",
            "appstream:DescribeIm*",
            "aps:ListWo*",
            "athena:GetCap*",
            "athena:GetWo*",
            "athena:ListCap*",
            "athena:ListWo*",
            "autoscaling-plans:Describe*",
            "autoscaling:Describe*",
            "autoscaling:Get*",
            "backup:Describe*",
            "backup:GetBa*Plan",
            "backup:GetBackupS*",
            "backup:GetSu*",
            "backup:GetTi*",
            "backup:List*Backup*",
            "backup:List*Hold*",
            "backup:List*Plans",
            "backup:List*Resource*",
            "backup:ListCo*",
            "backup:ListFr*",
            "backup:ListRes*",
            "backup:ListTa*",
            "backup:ListTi*",
            "batch:DescribeCom*",
            "batch:DescribeJobQ*",
            "bedrock:GetInf*",
            "bedrock:GetProv*",
            "bedrock:List*Models",
            "bedrock:ListCu*",
            "bedrock:ListInf*",
            "bedrock:ListMa*",
            "bedrock:ListProv*",
            "bedrock:ListTa*",
            "cloudfront:List*",
            "cloudtrail:DescribeTr*",
            "cloudtrail:Get*Selectors",
            "cloudtrail:Get*Store",
            "cloudtrail:GetTr*",
            "cloudtrail:ListEv*",
            "cloudtrail:ListTa*",
            "cloudtrail:ListTr*",
            "cloudtrail:Lookup*",
            "cloudwatch:Describe*",
            "cloudwatch:GetMe*",
            "cloudwatch:ListDa*",
            "cloudwatch:ListMe*",
            "cloudwatch:ListTa*",
            "codebuild:ListFl*",
            "comprehend:DescribeEnd*",
            "comprehend:ListEnd*",
            "compute-optimizer:Describe*",
            "compute-optimizer:Get*",
            "config:DescribeConfi*",
            "cost-optimization-hub:Get*",
            "cost-optimization-hub:List*",
            "dax:Describe*",
            "dax:List*",
            "directconnect:DescribeConnections",
            "directconnect:DescribeLa*",
            "directconnect:DescribeTa*",
            "dlm:Get*",
            "dms:Describe*Instances",
            "dms:Describe*Tasks",
            "dms:DescribeReplications",
            "dms:ListTa*",
            "docdb-elastic:Get*",
            "docdb-elastic:List*",
            "dsql:GetCluster",
            "dsql:ListCl*",
            "dynamodb:Describe*",
            "dynamodb:List*",
            "ec2:Describe*",
            "ec2:Get*From*",
            "ec2:GetCa*",
            "ec2:GetDef*",
            "ec2:GetEb*",
            "ec2:GetHo*",
            "ec2:GetRese*",
            "ec2:GetSp*",
            "ec2:List*",
            "ecr:DescribeImages",
            "ecr:DescribeRepositori*",
            "ecr:GetLi*Policy",
            "ecr:List*",
            "ecs:DescribeCa*",
            "ecs:DescribeCl*",
            "ecs:DescribeCo*",
            "ecs:DescribeServices",
            "ecs:List*",
            "eks:Describe*",
            "eks:List*",
            "elasticache:Describe*",
            "elasticache:List*",
            "elasticbeanstalk:DescribeApplications",
            "elasticbeanstalk:DescribeEnvironments",
            "elasticfilesystem:Describe*",
            "elasticfilesystem:List*",
            "elasticloadbalancing:Describe*",
            "elasticmapreduce:Get*Policy",
            "elasticmapreduce:ListCl*",
            "elasticmapreduce:ListIn*",
            "emr-serverless:ListAp*",
            "es:Describe*",
            "es:List*",
            "firehose:List*",
            "fsx:Describe*",
            "fsx:List*",
            "gamelift:ListFleets",
            "glacier:DescribeVa*",
            "glacier:List*Vault*",
            "glacier:ListPr*",
            "globalaccelerator:List*",
            "glue:ListCrawle*",
            "glue:ListDe*",
            "glue:ListJobs",
            "guardduty:GetUs*",
            "inspector2:ListUs*",
            "kafka:DescribeCl*",
            "kafka:ListClusters*",
            "kafka:ListNo*",
            "kafka:ListRe*",
            "kafka:ListTa*",
            "kafkaconnect:List*",
            "kendra:DescribeIn*",
            "kendra:ListIn*",
            "kinesis:Describe*",
            "kinesis:List*",
            "kinesisanalytics:ListApplications",
            "kinesisvideo:ListSt*",
            "kms:DescribeKey",
            "kms:GetKeyL*",
            "kms:List*",
            "lambda:Get*Concurrency*",
            "lambda:GetAc*",
            "lambda:List*",
            "license-manager-linux-subscriptions:ListLi*",
            "license-manager:List*Configuration*",
            "license-manager:ListReceivedL*",
            "lightsail:Get*Balancers",
            "lightsail:Get*Bundles",
            "lightsail:Get*Databases",
            "lightsail:Get*Ips",
            "lightsail:Get*Metric*",
            "lightsail:Get*Snapshots",
            "lightsail:GetBuckets",
            "lightsail:GetDisks",
            "lightsail:GetInstances",
            "lightsail:GetReg*",
            "logs:DescribeLog*",
            "logs:List*Groups",
            "logs:ListTagsF*",
            "macie2:Get*Totals",
            "mediaconnect:ListRe*",
            "mediaconvert:ListQu*",
            "medialive:ListRe*",
            "memorydb:Describe*",
            "memorydb:List*",
            "mq:DescribeBr*",
            "mq:List*",
            "neptune-graph:GetGraph",
            "neptune-graph:ListGraphs",
            "network-firewall:DescribeFirewall",
            "network-firewall:ListFirewalls",
            "network-firewall:ListVp*",
            "networkmanager:List*Networks",
            "organizations:Describe*",
            "organizations:List*",
            "outposts:ListOu*",
            "pcs:ListCl*",
            "personalize:ListCa*",
            "pricing:Describe*",
            "pricing:Get*",
            "pricing:List*",
            "rds:Describe*",
            "rds:List*",
            "redshift-serverless:GetNa*",
            "redshift-serverless:GetRese*",
            "redshift-serverless:GetUs*",
            "redshift-serverless:GetWo*",
            "redshift-serverless:List*",
            "redshift:Describe*",
            "redshift:GetRese*",
            "redshift:ListRe*",
            "rekognition:DescribeProjects",
            "resource-groups:Get*",
            "resource-groups:List*",
            "resource-groups:Search*",
            "route53:GetHo*",
            "route53:List*",
            "route53resolver:List*",
            "s3:Get*Configuration*",
            "s3:Get*Payment",
            "s3:GetAcco*",
            "s3:GetBucketL*",
            "s3:GetBucketT*",
            "s3:GetBucketV*",
            "s3:GetSt*",
            "s3:ListAl*",
            "s3:ListSt*",
            "s3express:ListAl*",
            "s3tables:ListTableB*",
            "sagemaker:Describe*Instance",
            "sagemaker:DescribeApp",
            "sagemaker:DescribeCluster",
            "sagemaker:DescribeDo*",
            "sagemaker:DescribeEn*",
            "sagemaker:DescribeTr*Plan",
            "sagemaker:ListApps",
            "sagemaker:ListCl*",
            "sagemaker:ListDo*",
            "sagemaker:ListEn*",
            "sagemaker:ListInferenceC*",
            "sagemaker:ListMl*",
            "sagemaker:ListNo*",
            "sagemaker:ListTa*",
            "sagemaker:ListTrai*",
            "savingsplans:Describe*",
            "savingsplans:List*",
            "secretsmanager:ListSecrets",
            "servicequotas:Get*",
            "servicequotas:List*",
            "shield:DescribeSu*",
            "sns:ListTo*",
            "sqs:ListQueues",
            "storagegateway:List*",
            "support:DescribeTr*",
            "tag:Get*",
            "timestream-influxdb:ListDb*",
            "transfer:ListSer*",
            "trustedadvisor:Describe*",
            "trustedadvisor:Get*",
            "trustedadvisor:List*",
            "vpc-lattice:ListServices",
            "workspaces:DescribeTa*",
            "workspaces:DescribeWo*"
          ],
          "Resource": "*"
        },
        {
          "Sid": "NeverContent",
          "Effect": "Deny",
          "Action": [
            "autoscaling:DescribeLaunchC*",
            "ec2:Describe*Tokens",
            "ec2:Describe*TrustProviders",
            "ec2:DescribeBundleTasks",
            "ec2:DescribeClientVpnC*",
            "ec2:DescribeConversionTasks",
            "ec2:DescribeImport*",
            "ec2:DescribeInstanceAttribute",
            "ec2:DescribeLaunchTemplateVersions",
            "ec2:DescribeSpot*Requests",
            "ec2:DescribeVpnConnections",
            "eks:*AnywhereSubscription*",
            "eks:DescribeAddon",
            "eks:DescribeUpdate",
            "elasticloadbalancing:DescribeRules",
            "lambda:ListDurable*",
            "redshift:Describe*Quer*",
            "redshift:DescribeAuth*",
            "redshift:DescribeTable",
            "s3:*Object*"
          ],
          "Resource": "*"
        }
      JSON
    },
  ]

  recommendation_searcher_trust = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "AlphausWithExternalId",
          "Effect": "Allow",
          "Principal": {
            "AWS": ${jsonencode("arn:${data.aws_partition.current.partition}:iam::${var.principal}:root")}
          },
          "Action": "sts:AssumeRole",
          "Condition": {
            "StringEquals": {
              "sts:ExternalId": ${jsonencode(var.external_id)}
            }
          }
        }
      ]
    }
  JSON

  ssm_updater_policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [${join(",", [for part in local.ssm_updater_policy_statement : part.items if part.when])}]
    }
  JSON

  ssm_updater_policy_statement = [
    {
      when  = true
      items = <<-JSON
        {
          "Sid": "ManageAutomationDocuments",
          "Effect": "Allow",
          "Action": [
            "ssm:CreateDocument",
            "ssm:DeleteDocument",
            "ssm:UpdateDocument",
            "ssm:UpdateDocumentDefaultVersion"
          ],
          "Resource": "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:document/*",
          "Condition": {
            "StringEquals": {
              "ssm:DocumentType": [
                "Automation",
                "Automation.ChangeTemplate"
              ]
            }
          }
        },
        {
          "Sid": "ReadDocuments",
          "Effect": "Allow",
          "Action": [
            "ssm:DescribeDocument",
            "ssm:DescribeDocumentParameters",
            "ssm:GetDocument",
            "ssm:ListDocumentMetadataHistory",
            "ssm:ListDocumentVersions",
            "ssm:ListTagsForResource"
          ],
          "Resource": [
            "arn:${data.aws_partition.current.partition}:ssm:*::document/*",
            "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:automation-execution/*",
            "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:document/*"
          ]
        },
        {
          "Sid": "QueryAutomations",
          "Effect": "Allow",
          "Action": [
            "ssm:DescribeAutomationExecutions",
            "ssm:DescribeOpsItems",
            "ssm:ListDocuments",
            "ssm:ListOpsItemEvents"
          ],
          "Resource": "*"
        },
        {
          "Sid": "ReadChangeRequests",
          "Effect": "Allow",
          "Action": "ssm:GetOpsItem",
          "Resource": "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:opsitem/*"
        }
      JSON
    },
    {
      when  = (var.change_requests == "approved")
      items = <<-JSON
        {
          "Sid": "RequestApprovedChanges",
          "Effect": "Allow",
          "Action": "ssm:StartChangeRequestExecution",
          "Resource": "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:document/*",
          "Condition": {
            "StringEquals": {
              "aws:ResourceTag/OctoApproved": "true"
            }
          }
        }
      JSON
    },
    {
      when  = (var.change_requests == "any")
      items = <<-JSON
        {
          "Sid": "RequestAnyChange",
          "Effect": "Allow",
          "Action": "ssm:StartChangeRequestExecution",
          "Resource": [
            "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:automation-definition/*:*",
            "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:document/*"
          ]
        }
      JSON
    },
    {
      when  = true
      items = <<-JSON
        {
          "Sid": "RequestedExecutions",
          "Effect": "Allow",
          "Action": "ssm:StartChangeRequestExecution",
          "Resource": "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:automation-execution/*"
        }
      JSON
    },
    {
      when  = (length(var.vetted_runbooks) > 0)
      items = <<-JSON
        {
          "Sid": "StartVettedRunbooks",
          "Effect": "Allow",
          "Action": "ssm:StartAutomationExecution",
          "Resource": ${jsonencode(concat(formatlist("arn:*:ssm:*::document/%s", var.vetted_runbooks), formatlist("arn:*:ssm:*:*:automation-definition/%s:*", var.vetted_runbooks)))}
        }
      JSON
    },
    {
      when  = (var.direct_automation == "approved")
      items = <<-JSON
        {
          "Sid": "StartApprovedRunbooks",
          "Effect": "Allow",
          "Action": "ssm:StartAutomationExecution",
          "Resource": "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:document/*",
          "Condition": {
            "StringEquals": {
              "aws:ResourceTag/OctoApproved": "true"
            }
          }
        }
      JSON
    },
    {
      when  = (var.direct_automation == "any")
      items = <<-JSON
        {
          "Sid": "StartAnyRunbook",
          "Effect": "Allow",
          "Action": "ssm:StartAutomationExecution",
          "Resource": [
            "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:automation-definition/*:*",
            "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:document/*"
          ]
        }
      JSON
    },
    {
      when  = true
      items = <<-JSON
        {
          "Sid": "StartedExecutions",
          "Effect": "Allow",
          "Action": "ssm:StartAutomationExecution",
          "Resource": "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:automation-execution/*"
        },
        {
          "Sid": "ControlAutomations",
          "Effect": "Allow",
          "Action": [
            "ssm:DescribeAutomationStepExecutions",
            "ssm:GetAutomationExecution",
            "ssm:SendAutomationSignal",
            "ssm:StopAutomationExecution"
          ],
          "Resource": "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:automation-execution/*"
        },
        {
          "Sid": "TagDocumentsAndExecutions",
          "Effect": "Allow",
          "Action": "ssm:AddTagsToResource",
          "Resource": [
            "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:automation-execution/*",
            "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:document/*"
          ]
        },
        {
          "Sid": "ServiceSettings",
          "Effect": "Allow",
          "Action": [
            "ssm:GetServiceSetting",
            "ssm:UpdateServiceSetting"
          ],
          "Resource": [
            "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:servicesetting/ssm/automation/*",
            "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:servicesetting/ssm/change-management/identity-provider",
            "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:servicesetting/ssm/documents/automation/change-template/reviewers"
          ]
        },
        {
          "Sid": "PassExecutorToSsmOnly",
          "Effect": "Allow",
          "Action": "iam:PassRole",
          "Resource": "arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:role/OctoChangeExecutorRole",
          "Condition": {
            "StringEquals": {
              "iam:PassedToService": "ssm.amazonaws.com"
            }
          }
        }
      JSON
    },
    {
      when  = var.require_change_request_approval
      items = <<-JSON
        {
          "Sid": "NeverAutoApprove",
          "Effect": "Deny",
          "Action": "ssm:StartChangeRequestExecution",
          "Resource": "*",
          "Condition": {
            "Bool": {
              "ssm:AutoApprove": "true"
            }
          }
        }
      JSON
    },
    {
      when  = true
      items = <<-JSON
        {
          "Sid": "NeverTouchApproval",
          "Effect": "Deny",
          "Action": [
            "ssm:AddTagsToResource",
            "ssm:CreateDocument"
          ],
          "Resource": "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:document/*",
          "Condition": {
            "ForAnyValue:StringEqualsIgnoreCase": {
              "aws:TagKeys": "OctoApproved"
            }
          }
        },
        {
          "Sid": "NeverEditFrozen",
          "Effect": "Deny",
          "Action": [
            "ssm:CreateDocument",
            "ssm:DeleteDocument",
            "ssm:UpdateDocument",
            "ssm:UpdateDocumentDefaultVersion"
          ],
          "Resource": "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:document/*",
          "Condition": {
            "Null": {
              "aws:ResourceTag/OctoApproved": "false"
            }
          }
        },
        {
          "Sid": "NeverEditFrozenByServiceKey",
          "Effect": "Deny",
          "Action": [
            "ssm:CreateDocument",
            "ssm:DeleteDocument",
            "ssm:UpdateDocument",
            "ssm:UpdateDocumentDefaultVersion"
          ],
          "Resource": "arn:${data.aws_partition.current.partition}:ssm:*:${data.aws_caller_identity.current.account_id}:document/*",
          "Condition": {
            "Null": {
              "ssm:resourceTag/OctoApproved": "false"
            }
          }
        },
        {
          "Sid": "NothingElse",
          "Effect": "Deny",
          "NotAction": [
            "ssm:CreateDocument",
            "ssm:DeleteDocument",
            "ssm:UpdateDocument",
            "ssm:UpdateDocumentDefaultVersion",
            "ssm:DescribeDocument",
            "ssm:DescribeDocumentParameters",
            "ssm:GetDocument",
            "ssm:ListDocumentMetadataHistory",
            "ssm:ListDocumentVersions",
            "ssm:ListTagsForResource",
            "ssm:DescribeAutomationExecutions",
            "ssm:DescribeOpsItems",
            "ssm:ListDocuments",
            "ssm:ListOpsItemEvents",
            "ssm:GetOpsItem",
            "ssm:StartChangeRequestExecution",
            "ssm:StartAutomationExecution",
            "ssm:DescribeAutomationStepExecutions",
            "ssm:GetAutomationExecution",
            "ssm:SendAutomationSignal",
            "ssm:StopAutomationExecution",
            "ssm:AddTagsToResource",
            "ssm:GetServiceSetting",
            "ssm:UpdateServiceSetting",
            "iam:PassRole"
          ],
          "Resource": "*"
        }
      JSON
    },
  ]

  ssm_updater_trust = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Sid": "AlphausWithExternalId",
          "Effect": "Allow",
          "Principal": {
            "AWS": ${jsonencode("arn:${data.aws_partition.current.partition}:iam::${var.principal}:root")}
          },
          "Action": "sts:AssumeRole",
          "Condition": {
            "StringEquals": {
              "sts:ExternalId": ${jsonencode(var.external_id)}
            }
          }
        }
      ]
    }
  JSON
}
