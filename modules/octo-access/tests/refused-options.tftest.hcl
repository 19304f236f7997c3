# What the optional inputs refuse, one kind of mistake a run. No AWS is called.

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

run "fails_on_empty_values" {
  command = plan

  variables {
    tags                        = { "" = "x" }
    permissions_boundary_arn    = ""
    cost_explorer_access        = ""
    vetted_runbooks             = [""]
    direct_automation           = ""
    change_executor_policy_arns = []
    cloudformation_stack_arn    = ""
  }

  expect_failures = [
    var.tags,
    var.permissions_boundary_arn,
    var.cost_explorer_access,
    var.vetted_runbooks,
    var.direct_automation,
    var.change_executor_policy_arns,
    var.cloudformation_stack_arn,
  ]
}

run "fails_on_wildcards" {
  command = plan

  variables {
    permissions_boundary_arn    = "arn:aws:iam::111122223333:policy/*"
    vetted_runbooks             = ["AWS-*"]
    change_executor_policy_arns = ["arn:aws:iam::aws:policy/*"]
    cloudformation_stack_arn    = "arn:aws:cloudformation:us-east-1:111122223333:stack/octo/*"
  }

  expect_failures = [
    var.permissions_boundary_arn,
    var.vetted_runbooks,
    var.change_executor_policy_arns,
    var.cloudformation_stack_arn,
  ]
}

run "fails_on_template_syntax" {
  command = plan

  variables {
    tags                        = { "$${x}" = "x" }
    permissions_boundary_arn    = "arn:aws:iam::111122223333:policy/$${x}"
    cost_explorer_access        = "$${x}"
    vetted_runbooks             = ["AWS-$${x}"]
    direct_automation           = "$${x}"
    change_executor_policy_arns = ["$${x}"]
    cloudformation_stack_arn    = "$${x}"
  }

  expect_failures = [
    var.tags,
    var.permissions_boundary_arn,
    var.cost_explorer_access,
    var.vetted_runbooks,
    var.direct_automation,
    var.change_executor_policy_arns,
    var.cloudformation_stack_arn,
  ]
}

run "fails_on_line_breaks_behind" {
  command = plan

  variables {
    tags                        = { "Team\n" = "x" }
    permissions_boundary_arn    = "arn:aws:iam::111122223333:policy/x\n"
    cost_explorer_access        = "full\n"
    vetted_runbooks             = ["AWS-StopEC2Instance\n"]
    direct_automation           = "any\n"
    change_executor_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess\n"]
    cloudformation_stack_arn    = "arn:aws:cloudformation:us-east-1:111122223333:stack/octo/0f2c3a10-5b1e-11f0-9d1b-0a1b2c3d4e5f\n"
  }

  expect_failures = [
    var.tags,
    var.permissions_boundary_arn,
    var.cost_explorer_access,
    var.vetted_runbooks,
    var.direct_automation,
    var.change_executor_policy_arns,
    var.cloudformation_stack_arn,
  ]
}

run "fails_on_numbers_just_below_the_range_and_keys_reserved_for_aws" {
  command = plan

  variables {
    max_session_duration = 3599
    tags                 = { "aws:cloudformation:stack-name" = "x" }
  }

  expect_failures = [
    var.max_session_duration,
    var.tags,
  ]
}

run "fails_on_numbers_just_above_the_range_and_reserved_keys_in_capitals" {
  command = plan

  variables {
    max_session_duration = 43201
    tags                 = { "AWS:x" = "x" }
  }

  expect_failures = [
    var.max_session_duration,
    var.tags,
  ]
}

run "fails_on_fractions_and_keys_that_differ_in_case_only" {
  command = plan

  variables {
    max_session_duration = 3600.5
    tags                 = { Team = "x", team = "x" }
  }

  expect_failures = [
    var.max_session_duration,
    var.tags,
  ]
}

run "fails_on_more_than_iam_takes" {
  command = plan

  variables {
    tags                        = { for number in range(51) : "tag-${number}" => "x" }
    change_executor_policy_arns = [for number in range(11) : "arn:aws:iam::111122223333:policy/changes-${number}"]
  }

  expect_failures = [
    var.tags,
    var.change_executor_policy_arns,
  ]
}

run "fails_on_texts_longer_than_aws_takes" {
  command = plan

  variables {
    tags = { Team = format("%0257d", 0) }
  }

  expect_failures = [
    var.tags,
  ]
}

run "fails_on_the_same_twice" {
  command = plan

  variables {
    vetted_runbooks             = ["AWS-StopEC2Instance", "AWS-StopEC2Instance"]
    change_executor_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::aws:policy/ReadOnlyAccess"]
  }

  expect_failures = [
    var.vetted_runbooks,
    var.change_executor_policy_arns,
  ]
}

run "fails_on_runbooks_that_run_what_their_caller_chooses" {
  command = plan

  variables {
    vetted_runbooks = ["AWS-StopEC2Instance", "AWS-RunPacker"]
  }

  expect_failures = [
    var.vetted_runbooks,
  ]
}

run "fails_on_runbooks_that_share_data" {
  command = plan

  variables {
    vetted_runbooks = ["AWSSupport-ModifyEBSSnapshotPermission"]
  }

  expect_failures = [
    var.vetted_runbooks,
  ]
}

run "fails_on_runbooks_that_set_up_more_than_they_say" {
  command = plan

  variables {
    vetted_runbooks = ["AWS-AttachEBSVolume", "AWS-ConfigureMaintenanceWindows"]
  }

  expect_failures = [
    var.vetted_runbooks,
  ]
}

run "fails_on_a_vetted_runbook_in_another_spelling" {
  command = plan

  variables {
    vetted_runbooks = ["aws-stopec2instance"]
  }

  expect_failures = [
    var.vetted_runbooks,
  ]
}

run "fails_on_a_vetted_runbook_with_a_space" {
  command = plan

  variables {
    vetted_runbooks = ["AWS-StopEC2Instance "]
  }

  expect_failures = [
    var.vetted_runbooks,
  ]
}

run "fails_on_documents_that_amazon_does_not_own" {
  command = plan

  variables {
    vetted_runbooks = ["MyRunbook"]
  }

  expect_failures = [
    var.vetted_runbooks,
  ]
}

run "fails_on_arns_of_other_things_than_policies_and_stacks" {
  command = plan

  variables {
    permissions_boundary_arn    = "arn:aws:iam::111122223333:role/Boundary"
    change_executor_policy_arns = ["arn:aws:iam::111122223333:user/somebody"]
    cloudformation_stack_arn    = "arn:aws:cloudformation:us-east-1:111122223333:stackset/octo:0f2c3a10-5b1e-11f0-9d1b-0a1b2c3d4e5f"
  }

  expect_failures = [
    var.permissions_boundary_arn,
    var.change_executor_policy_arns,
    var.cloudformation_stack_arn,
  ]
}

run "fails_on_names_without_the_rest_of_the_arn" {
  command = plan

  variables {
    permissions_boundary_arn    = "Boundary"
    change_executor_policy_arns = ["AdministratorAccess"]
    cloudformation_stack_arn    = "octo"
  }

  expect_failures = [
    var.permissions_boundary_arn,
    var.change_executor_policy_arns,
    var.cloudformation_stack_arn,
  ]
}

run "fails_on_arns_with_an_account_id_of_11_digits" {
  command = plan

  variables {
    permissions_boundary_arn    = "arn:aws:iam::11112222333:policy/Boundary"
    change_executor_policy_arns = ["arn:aws:iam::11112222333:policy/changes"]
    cloudformation_stack_arn    = "arn:aws:cloudformation:us-east-1:11112222333:stack/octo/0f2c3a10-5b1e-11f0-9d1b-0a1b2c3d4e5f"
  }

  expect_failures = [
    var.permissions_boundary_arn,
    var.change_executor_policy_arns,
    var.cloudformation_stack_arn,
  ]
}

run "fails_on_choices_that_are_none" {
  command = plan

  variables {
    cost_explorer_access = "none"
    direct_automation    = "approve"
  }

  expect_failures = [
    var.cost_explorer_access,
    var.direct_automation,
  ]
}

run "fails_on_null_among_the_elements" {
  command = plan

  variables {
    roles                       = ["AlphausAcctAccessRole", null]
    tags                        = { Team = null }
    vetted_runbooks             = [null]
    change_executor_policy_arns = [null]
  }

  expect_failures = [
    var.roles,
    var.tags,
    var.vetted_runbooks,
    var.change_executor_policy_arns,
  ]
}

run "takes_null_for_not_set" {
  command = plan

  variables {
    permissions_boundary_arn    = null
    change_executor_policy_arns = null
    cloudformation_stack_arn    = null
    roles                       = null
    vetted_runbooks             = null
    max_session_duration        = null
  }

  assert {
    condition     = length(output.role_names) == 5 && strcontains(aws_iam_role_policy.ssm_updater[0].policy, "AWS-StopEC2Instance") && aws_iam_role.ssm_updater[0].max_session_duration == 43200
    error_message = "Null does not stand for the default."
  }
}

run "takes_values_at_the_edges" {
  command = plan

  variables {
    max_session_duration        = 3600
    tags                        = { for number in range(50) : "tag-${number}" => "" }
    change_executor_policy_arns = [for number in range(10) : "arn:aws:iam::111122223333:policy/team/changes-${number}"]
    permissions_boundary_arn    = "arn:aws-cn:iam::111122223333:policy/Boundary"

    vetted_runbooks = [
      "AWS-ChangeDDBRWCapacityMode",
      "AWS-CreateSnapshot",
      "AWS-RebootRdsInstance",
      "AWS-ResizeInstance",
      "AWS-RestartEC2Instance",
      "AWS-StartEC2Instance",
      "AWS-StartRdsInstance",
      "AWS-StartStopAuroraCluster",
      "AWS-StopEC2Instance",
      "AWS-StopRdsInstance",
    ]
  }

  assert {
    condition     = length(aws_iam_role.acct_access[0].tags) == 50 && length(aws_iam_role_policy_attachments_exclusive.change_executor[0].policy_arns) == 10
    error_message = "Not all that IAM takes is taken."
  }
}
