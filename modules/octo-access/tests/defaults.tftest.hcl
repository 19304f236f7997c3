# The two required values alone: what is planned, and what comes out. No AWS is called.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = {
      account_id = "111122223333"
    }
  }

  mock_data "aws_partition" {
    defaults = {
      partition = "aws"
    }
  }

  override_resource {
    target = aws_iam_policy.recommendation_searcher_boundary
    values = {
      arn = "arn:aws:iam::111122223333:policy/OctoRecommendationSearcherBoundary"
    }
  }

  override_resource {
    target = aws_iam_policy.acct_access_boundary
    values = {
      arn = "arn:aws:iam::111122223333:policy/AlphausAcctAccessBoundary"
    }
  }

  override_resource {
    target = aws_iam_role.recommendation_searcher
    values = {
      arn = "arn:aws:iam::111122223333:role/OctoRecommendationSearcherRole"
    }
  }

  mock_resource "aws_iam_policy" {
    defaults = {
      arn = "arn:aws:iam::111122223333:policy/mocked"
    }
  }
}

variables {
  principal   = "444455556666"
  external_id = "octo-ext-7f3c2a1b9d"
}

run "plans_five_roles_that_trust_only_whom_they_must" {
  command = plan

  assert {
    condition = [
      aws_iam_role.recommendation_searcher[0].name,
      aws_iam_role.change_executor[0].name,
      aws_iam_role.ssm_updater[0].name,
      aws_iam_role.change_template_approver[0].name,
      aws_iam_role.acct_access[0].name,
      ] == [
      "OctoRecommendationSearcherRole",
      "OctoChangeExecutorRole",
      "OctoSSMUpdaterRole",
      "OctoChangeTemplateApproverRole",
      "AlphausAcctAccessRole",
    ]
    error_message = "A role is not called as Octo expects."
  }

  assert {
    condition = alltrue([
      for role in [
        aws_iam_role.recommendation_searcher[0],
        aws_iam_role.change_executor[0],
        aws_iam_role.ssm_updater[0],
        aws_iam_role.change_template_approver[0],
        aws_iam_role.acct_access[0],
      ] : role.path == "/" && role.force_detach_policies
    ])
    error_message = "Roles live at path / and can be destroyed whatever was attached to them meanwhile."
  }

  assert {
    condition = alltrue([
      for role in [
        aws_iam_role.recommendation_searcher[0],
        aws_iam_role.ssm_updater[0],
        aws_iam_role.acct_access[0],
        ] : [
        for statement in jsondecode(role.assume_role_policy).Statement : {
          effect    = statement.Effect
          action    = statement.Action
          principal = statement.Principal.AWS
          condition = statement.Condition.StringEquals["sts:ExternalId"]
        }
        ] == [{
          effect    = "Allow"
          action    = "sts:AssumeRole"
          principal = "arn:aws:iam::444455556666:root"
          condition = "octo-ext-7f3c2a1b9d"
      }]
    ])
    error_message = "A role that Alphaus assumes trusts something else than Alphaus with the external id."
  }

  assert {
    condition = alltrue([
      for role in [aws_iam_role.change_executor[0], aws_iam_role.change_template_approver[0]] :
      !strcontains(role.assume_role_policy, "444455556666")
    ])
    error_message = "The executor or the approver speaks of Alphaus's account."
  }

  assert {
    condition = alltrue([
      for role in [aws_iam_role.change_executor[0], aws_iam_role.change_template_approver[0]] : one([
        for statement in jsondecode(role.assume_role_policy).Statement :
        toset(statement.Condition.ArnEquals["aws:PrincipalArn"]) if statement.Effect == "Deny"
        ]) == toset([
        "arn:aws:iam::111122223333:role/OctoRecommendationSearcherRole",
        "arn:aws:iam::111122223333:role/OctoSSMUpdaterRole",
        "arn:aws:iam::111122223333:role/AlphausAcctAccessRole",
        "arn:aws:iam::111122223333:role/OctoChangeExecutorRole",
      ])
    ])
    error_message = "The executor or the approver does not refuse the three roles that Alphaus assumes, and the executor."
  }

  assert {
    condition     = aws_iam_role_policy_attachments_exclusive.change_executor[0].policy_arns == toset(["arn:aws:iam::aws:policy/AdministratorAccess"])
    error_message = "The executor has another policy than AdministratorAccess."
  }

  assert {
    condition = alltrue([
      for attachments in [
        aws_iam_role_policy_attachments_exclusive.ssm_updater[0],
        aws_iam_role_policy_attachments_exclusive.change_template_approver[0],
      ] : length(attachments.policy_arns) == 0
    ])
    error_message = "The updater or the approver has a managed policy."
  }

  assert {
    condition = [
      aws_iam_role.recommendation_searcher[0].max_session_duration,
      aws_iam_role.ssm_updater[0].max_session_duration,
      aws_iam_role.acct_access[0].max_session_duration,
    ] == [43200, 43200, 43200]
    error_message = "A role that Alphaus assumes has other sessions than 12 hours."
  }

  assert {
    condition = [
      aws_iam_role.change_executor[0].max_session_duration,
      aws_iam_role.change_template_approver[0].max_session_duration,
    ] == [3600, 3600]
    error_message = "The executor or the approver has other sessions than 1 hour."
  }

  assert {
    condition     = length(aws_iam_role.acct_access[0].tags) == 0 && length(aws_iam_policy.acct_access_boundary[0].tags) == 0
    error_message = "Something is tagged."
  }
}

run "bounds_the_two_self_updatable_roles_and_gives_back_what_octo_asks_for" {
  # Boundaries and outputs hold ARNs, which are known after an apply only; AWS is mocked there, too.
  command = apply

  assert {
    condition = [
      aws_iam_role.recommendation_searcher[0].permissions_boundary,
      aws_iam_role.acct_access[0].permissions_boundary,
      ] == [
      "arn:aws:iam::111122223333:policy/OctoRecommendationSearcherBoundary",
      "arn:aws:iam::111122223333:policy/AlphausAcctAccessBoundary",
    ]
    error_message = "A self-updatable role is without its boundary."
  }

  assert {
    condition = alltrue([
      for role in [
        aws_iam_role.change_executor[0],
        aws_iam_role.ssm_updater[0],
        aws_iam_role.change_template_approver[0],
      ] : role.permissions_boundary == null
    ])
    error_message = "A role that nobody updates has a boundary."
  }

  assert {
    condition = tomap(output.boundary_arns) == tomap({
      OctoRecommendationSearcherRole = "arn:aws:iam::111122223333:policy/OctoRecommendationSearcherBoundary"
      AlphausAcctAccessRole          = "arn:aws:iam::111122223333:policy/AlphausAcctAccessBoundary"
    })
    error_message = "The output boundary_arns does not name the two boundaries."
  }

  assert {
    condition = tomap(output.role_names) == tomap({
      OctoRecommendationSearcherRole = "OctoRecommendationSearcherRole"
      OctoChangeExecutorRole         = "OctoChangeExecutorRole"
      OctoSSMUpdaterRole             = "OctoSSMUpdaterRole"
      OctoChangeTemplateApproverRole = "OctoChangeTemplateApproverRole"
      AlphausAcctAccessRole          = "AlphausAcctAccessRole"
    })
    error_message = "The output role_names does not name the five roles."
  }

  assert {
    condition     = output.role_arns["OctoRecommendationSearcherRole"] == "arn:aws:iam::111122223333:role/OctoRecommendationSearcherRole"
    error_message = "The output role_arns does not hold the role's ARN."
  }

  assert {
    condition = output.octo_onboarding == {
      account_id  = "111122223333"
      partition   = "aws"
      external_id = "octo-ext-7f3c2a1b9d"
      role_arns   = output.role_arns
    }
    error_message = "The output octo_onboarding misses what Octo's page asks for."
  }
}

run "follows_the_partition_of_the_account" {
  command = plan

  override_data {
    target = data.aws_partition.current
    values = {
      partition = "aws-us-gov"
    }
  }

  assert {
    condition     = aws_iam_role_policy_attachments_exclusive.change_executor[0].policy_arns == toset(["arn:aws-us-gov:iam::aws:policy/AdministratorAccess"])
    error_message = "The executor's policy is not that of the partition."
  }

  assert {
    condition = !anytrue([
      for document in [
        aws_iam_role.recommendation_searcher[0].assume_role_policy,
        aws_iam_role.change_executor[0].assume_role_policy,
        aws_iam_role.change_template_approver[0].assume_role_policy,
        aws_iam_role_policy.ssm_updater[0].policy,
        aws_iam_role_policy.change_template_approver[0].policy,
        aws_iam_policy.acct_access_boundary[0].policy,
        aws_iam_policy.recommendation_searcher_boundary[0].policy,
      ] : strcontains(document, "arn:aws:")
    ])
    error_message = "A document names an ARN of another partition."
  }
}
