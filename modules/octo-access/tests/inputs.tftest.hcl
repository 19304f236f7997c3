# What every input changes. The other way of each, its default, stands in the first run. No AWS is called.

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

run "leaves_every_knob_at_its_safe_default" {
  command = plan

  assert {
    condition     = strcontains(aws_iam_policy.acct_access_baseline_1[0].policy, "iam:PutRolePolicy") && strcontains(aws_iam_policy.acct_access_boundary[0].policy, "iam:PutRolePolicy")
    error_message = "allow_self_update is not on."
  }

  assert {
    condition     = strcontains(aws_iam_policy.acct_access_baseline_1[0].policy, "ce:*")
    error_message = "cost_explorer_access is not full."
  }

  assert {
    condition = toset(flatten([
      for statement in jsondecode(aws_iam_role_policy.ssm_updater[0].policy).Statement :
      regexall("::document/(AWS-[A-Za-z0-9]+)", jsonencode(statement.Resource)) if contains(flatten([try(statement.Action, [])]), "ssm:StartAutomationExecution")
    ])) == toset(var.vetted_runbooks)
    error_message = "The updater may start other Amazon-owned runbooks than the vetted ones."
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_iam_role_policy.ssm_updater[0].policy).Statement :
      statement.Condition.StringEquals["aws:ResourceTag/OctoApproved"] == "true"
      if contains(flatten([try(statement.Action, [])]), "ssm:StartAutomationExecution") && strcontains(jsonencode(statement.Resource), ":111122223333:document/")
    ])
    error_message = "The updater may start documents of this account that nobody approved."
  }

  assert {
    condition     = !strcontains(aws_iam_role_policy.ssm_updater[0].policy, "ssm:AutoApprove")
    error_message = "Change requests are asked to be approved one by one, which is not the default."
  }

  assert {
    condition     = strcontains(aws_iam_role.change_executor[0].assume_role_policy, "aws:SourceArn")
    error_message = "The executor does not ask for the source's ARN."
  }

  assert {
    condition     = !strcontains(aws_iam_policy.acct_access_baseline_1[0].policy, "cloudformation:UpdateStack")
    error_message = "AlphausAcctAccessRole may update a stack that nobody named."
  }
}

run "narrows_the_roles_where_the_inputs_say_so" {
  command = plan

  variables {
    allow_self_update               = false
    cost_explorer_access            = "read-only"
    vetted_runbooks                 = []
    require_change_request_approval = true
    change_executor_policy_arns     = ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::111122223333:policy/changes"]
    max_session_duration            = 3600
    tags                            = { Team = "finops" }
  }

  assert {
    condition = alltrue([
      for document in [aws_iam_policy.acct_access_baseline_1[0].policy, aws_iam_policy.acct_access_boundary[0].policy] : alltrue([
        for statement in jsondecode(document).Statement :
        length(setintersection(flatten([try(statement.Action, [])]), ["iam:PutRolePolicy", "iam:DeleteRolePolicy"])) == 0
        if statement.Effect == "Allow"
      ])
    ])
    error_message = "allow_self_update = false leaves a way to write inline policies."
  }

  assert {
    condition     = !strcontains(aws_iam_policy.acct_access_baseline_1[0].policy, "ce:*") && strcontains(aws_iam_policy.acct_access_baseline_1[0].policy, "ce:Get*")
    error_message = "cost_explorer_access = \"read-only\" does not narrow Cost Explorer to reads."
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_iam_role_policy.ssm_updater[0].policy).Statement :
      !strcontains(jsonencode(statement.Resource), "document/AWS") && length(flatten([statement.Resource])) > 0
    ])
    error_message = "vetted_runbooks = [] leaves a runbook, or a statement without resources, which IAM refuses."
  }

  assert {
    condition     = strcontains(aws_iam_role_policy.ssm_updater[0].policy, "ssm:AutoApprove")
    error_message = "require_change_request_approval = true does not refuse auto-approval."
  }

  assert {
    condition     = aws_iam_role_policy_attachments_exclusive.change_executor[0].policy_arns == toset(["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::111122223333:policy/changes"])
    error_message = "change_executor_policy_arns does not take the place of AdministratorAccess."
  }

  assert {
    condition = [
      aws_iam_role.recommendation_searcher[0].max_session_duration,
      aws_iam_role.change_executor[0].max_session_duration,
      aws_iam_role.ssm_updater[0].max_session_duration,
      aws_iam_role.change_template_approver[0].max_session_duration,
      aws_iam_role.acct_access[0].max_session_duration,
    ] == [3600, 3600, 3600, 3600, 3600]
    error_message = "max_session_duration does not limit the sessions of the roles that Alphaus assumes."
  }

  assert {
    condition = alltrue([
      for tagged in [
        aws_iam_role.recommendation_searcher[0],
        aws_iam_role.change_executor[0],
        aws_iam_role.ssm_updater[0],
        aws_iam_role.change_template_approver[0],
        aws_iam_role.acct_access[0],
        aws_iam_policy.recommendation_searcher_baseline_1[0],
        aws_iam_policy.recommendation_searcher_boundary[0],
        aws_iam_policy.acct_access_baseline_1[0],
        aws_iam_policy.acct_access_boundary[0],
      ] : tagged.tags == tomap({ Team = "finops" })
    ])
    error_message = "A role or policy is without the tags."
  }
}

run "widens_the_roles_only_where_the_inputs_say_so" {
  command = plan

  variables {
    direct_automation                = "any"
    vetted_runbooks                  = ["AWS-StopEC2Instance"]
    change_executor_source_arn_check = false
    cloudformation_stack_arn         = "arn:aws:cloudformation:us-east-1:111122223333:stack/octo/0f2c3a10-5b1e-11f0-9d1b-0a1b2c3d4e5f"
  }

  assert {
    condition = anytrue([
      for statement in jsondecode(aws_iam_role_policy.ssm_updater[0].policy).Statement :
      try(statement.Condition, null) == null
      if contains(flatten([try(statement.Action, [])]), "ssm:StartAutomationExecution") && strcontains(jsonencode(statement.Resource), ":111122223333:document/")
    ])
    error_message = "direct_automation = \"any\" does not let the updater start every document of this account."
  }

  assert {
    condition = toset(flatten([
      for statement in jsondecode(aws_iam_role_policy.ssm_updater[0].policy).Statement :
      regexall("::document/(AWS-[A-Za-z0-9]+)", jsonencode(statement.Resource)) if contains(flatten([try(statement.Action, [])]), "ssm:StartAutomationExecution")
    ])) == toset(["AWS-StopEC2Instance"])
    error_message = "The updater may start other Amazon-owned runbooks than the vetted ones."
  }

  assert {
    condition     = !strcontains(aws_iam_role.change_executor[0].assume_role_policy, "aws:SourceArn") && strcontains(aws_iam_role.change_executor[0].assume_role_policy, "aws:SourceAccount")
    error_message = "change_executor_source_arn_check = false must drop the check of the source's ARN, and that alone."
  }

  assert {
    condition = alltrue([
      for document in [aws_iam_policy.acct_access_baseline_1[0].policy, aws_iam_policy.acct_access_boundary[0].policy] : one([
        for statement in jsondecode(document).Statement : statement.Resource
        if statement.Effect == "Allow" && contains(flatten([try(statement.Action, [])]), "cloudformation:UpdateStack")
      ]) == "arn:aws:cloudformation:us-east-1:111122223333:stack/octo/0f2c3a10-5b1e-11f0-9d1b-0a1b2c3d4e5f"
    ])
    error_message = "AlphausAcctAccessRole may not update exactly the one stack."
  }
}

run "puts_an_own_boundary_on_every_role_and_the_built_in_limits_into_an_attached_deny" {
  # Which policies are attached is known after an apply only; AWS is mocked there, too.
  command = apply

  variables {
    permissions_boundary_arn = "arn:aws:iam::111122223333:policy/platform/Boundary"
  }

  assert {
    condition = alltrue([
      for role in [
        aws_iam_role.recommendation_searcher[0],
        aws_iam_role.change_executor[0],
        aws_iam_role.ssm_updater[0],
        aws_iam_role.change_template_approver[0],
        aws_iam_role.acct_access[0],
      ] : role.permissions_boundary == "arn:aws:iam::111122223333:policy/platform/Boundary"
    ])
    error_message = "A role is without the customer's boundary."
  }

  assert {
    condition     = tomap(output.boundary_arns) == tomap({ for name in output.role_names : name => "arn:aws:iam::111122223333:policy/platform/Boundary" })
    error_message = "The output boundary_arns does not name the customer's boundary for every role."
  }

  assert {
    condition = alltrue([
      for guard in [aws_iam_policy.recommendation_searcher_boundary[0], aws_iam_policy.acct_access_boundary[0]] :
      alltrue([
        for statement in jsondecode(guard.policy).Statement :
        statement.Effect == "Deny"
      ])
    ])
    error_message = "A policy that takes the built-in boundary's place allows something."
  }

  assert {
    condition = alltrue([
      contains(aws_iam_role_policy_attachments_exclusive.recommendation_searcher[0].policy_arns, aws_iam_policy.recommendation_searcher_boundary[0].arn),
      contains(aws_iam_role_policy_attachments_exclusive.acct_access[0].policy_arns, aws_iam_policy.acct_access_boundary[0].arn),
    ])
    error_message = "The built-in limits are not attached where the customer's boundary took their place."
  }

  assert {
    condition = alltrue([
      for statement in jsondecode(aws_iam_policy.acct_access_baseline_1[0].policy).Statement :
      !contains(flatten([try(statement.Action, [])]), "iam:PutRolePolicy")
    ])
    error_message = "Self-update is granted beside the customer's boundary."
  }

  assert {
    condition     = length(aws_iam_role_policies_exclusive.acct_access) == 1 && length(aws_iam_role_policies_exclusive.recommendation_searcher) == 1
    error_message = "What Alphaus wrote is not removed beside the customer's boundary."
  }
}
