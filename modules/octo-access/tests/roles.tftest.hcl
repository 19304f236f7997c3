# Role sets other than all five. No AWS is called.

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

run "installs_the_read_only_roles_without_a_trace_of_the_others" {
  command = apply

  variables {
    roles = ["OctoRecommendationSearcherRole", "AlphausAcctAccessRole"]
  }

  assert {
    condition     = toset(keys(output.role_arns)) == toset(["OctoRecommendationSearcherRole", "AlphausAcctAccessRole"])
    error_message = "Other roles are installed than those asked for."
  }

  assert {
    condition = alltrue([
      for resources in [
        aws_iam_role.change_executor,
        aws_iam_role.ssm_updater,
        aws_iam_role.change_template_approver,
        aws_iam_role_policy.ssm_updater,
        aws_iam_role_policy.change_template_approver,
        aws_iam_role_policies_exclusive.change_executor,
        aws_iam_role_policies_exclusive.ssm_updater,
        aws_iam_role_policies_exclusive.change_template_approver,
        aws_iam_role_policy_attachments_exclusive.change_executor,
        aws_iam_role_policy_attachments_exclusive.ssm_updater,
        aws_iam_role_policy_attachments_exclusive.change_template_approver,
      ] : length(resources) == 0
    ])
    error_message = "A resource of a role that was not asked for is planned."
  }

  assert {
    condition = alltrue([
      for document in [
        aws_iam_role.recommendation_searcher[0].assume_role_policy,
        aws_iam_role.acct_access[0].assume_role_policy,
        aws_iam_policy.recommendation_searcher_baseline_1[0].policy,
        aws_iam_policy.recommendation_searcher_boundary[0].policy,
        aws_iam_policy.acct_access_baseline_1[0].policy,
        aws_iam_policy.acct_access_boundary[0].policy,
      ] : !can(regex("OctoChangeExecutor|OctoSSMUpdater|OctoChangeTemplateApprover|OctoApproved", document))
    ])
    error_message = "A document of a read-only role speaks of a change role."
  }

  assert {
    condition     = toset(keys(output.octo_onboarding.role_arns)) == toset(keys(output.role_arns)) && toset(keys(output.boundary_arns)) == toset(keys(output.role_arns))
    error_message = "An output speaks of a role that is not installed, or misses one."
  }
}

run "installs_the_account_role_alone_which_then_updates_nothing_but_itself" {
  command = apply

  variables {
    roles = ["AlphausAcctAccessRole"]
  }

  assert {
    condition     = keys(output.role_arns) == ["AlphausAcctAccessRole"]
    error_message = "Other roles are installed than the one asked for."
  }

  assert {
    condition = toset(flatten([
      for statement in jsondecode(aws_iam_policy.acct_access_baseline_1[0].policy).Statement :
      statement.Resource if statement.Effect == "Allow" && contains(flatten([try(statement.Action, [])]), "iam:PutRolePolicy")
    ])) == toset(["arn:aws:iam::111122223333:role/AlphausAcctAccessRole"])
    error_message = "The account role may write inline policies of a role that is not there."
  }
}

run "installs_the_searcher_alone" {
  command = apply

  variables {
    roles = ["OctoRecommendationSearcherRole"]
  }

  assert {
    condition     = keys(output.role_arns) == ["OctoRecommendationSearcherRole"] && keys(output.boundary_arns) == ["OctoRecommendationSearcherRole"]
    error_message = "Other roles are installed than the one asked for."
  }
}

run "installs_the_updater_with_the_executor_that_it_needs" {
  command = apply

  variables {
    roles = ["OctoSSMUpdaterRole", "OctoChangeExecutorRole"]
  }

  assert {
    condition     = keys(output.role_arns) == ["OctoChangeExecutorRole", "OctoSSMUpdaterRole"] && length(output.boundary_arns) == 0
    error_message = "Other roles are installed than the two asked for, or a boundary where none is built in."
  }
}

run "installs_executor_and_approver_without_a_role_for_alphaus" {
  command = apply

  variables {
    roles                    = ["OctoChangeExecutorRole", "OctoChangeTemplateApproverRole"]
    permissions_boundary_arn = "arn:aws:iam::111122223333:policy/Boundary"
  }

  assert {
    condition = tomap(output.boundary_arns) == tomap({
      OctoChangeExecutorRole         = "arn:aws:iam::111122223333:policy/Boundary"
      OctoChangeTemplateApproverRole = "arn:aws:iam::111122223333:policy/Boundary"
    })
    error_message = "The customer's boundary is not on exactly the roles that are installed."
  }
}

run "fails_on_the_updater_without_the_executor" {
  command = plan

  variables {
    roles = ["OctoSSMUpdaterRole"]
  }

  expect_failures = [var.roles]
}

run "fails_on_a_role_that_octo_does_not_know" {
  command = plan

  variables {
    roles = ["OctoRecommendationSearcherRole", "OctoAdminRole"]
  }

  expect_failures = [var.roles]
}

run "fails_on_no_role_at_all" {
  command = plan

  variables {
    roles = []
  }

  expect_failures = [var.roles]
}
