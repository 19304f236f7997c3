# Tags of single roles: which role gets which, and what is refused, one kind of mistake a run. No AWS is called.

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

run "gives_a_role_its_own_tags_beside_those_of_all_and_its_policies_none_of_them" {
  command = plan

  variables {
    tags = { Team = "finops", Stage = "production" }
    role_tags = {
      AlphausAcctAccessRole = { "dp:exclude:identity" = "true" }
      # For IAM one key with that of all roles.
      OctoChangeExecutorRole = { TEAM = "platform" }
      OctoSSMUpdaterRole     = {}
    }
  }

  assert {
    condition = {
      acct_access              = aws_iam_role.acct_access[0].tags
      change_executor          = aws_iam_role.change_executor[0].tags
      ssm_updater              = aws_iam_role.ssm_updater[0].tags
      change_template_approver = aws_iam_role.change_template_approver[0].tags
      recommendation_searcher  = aws_iam_role.recommendation_searcher[0].tags
      } == {
      acct_access              = tomap({ Team = "finops", Stage = "production", "dp:exclude:identity" = "true" })
      change_executor          = tomap({ TEAM = "platform", Stage = "production" })
      ssm_updater              = tomap({ Team = "finops", Stage = "production" })
      change_template_approver = tomap({ Team = "finops", Stage = "production" })
      recommendation_searcher  = tomap({ Team = "finops", Stage = "production" })
    }
    error_message = "A role has other tags than its own beside those of all."
  }

  assert {
    condition = alltrue([
      for policy in [
        aws_iam_policy.acct_access_baseline_1[0],
        aws_iam_policy.acct_access_boundary[0],
        aws_iam_policy.recommendation_searcher_baseline_1[0],
      ] : policy.tags == tomap({ Team = "finops", Stage = "production" })
    ])
    error_message = "A policy has tags of a role."
  }
}

run "passes_over_a_role_that_is_not_installed" {
  command = plan

  variables {
    roles = ["AlphausAcctAccessRole"]
    role_tags = {
      AlphausAcctAccessRole = { "dp:exclude:identity" = "true" }
      OctoSSMUpdaterRole    = { "dp:exclude:identity" = "true" }
    }
  }

  assert {
    condition     = aws_iam_role.acct_access[0].tags == tomap({ "dp:exclude:identity" = "true" }) && length(aws_iam_role.ssm_updater) == 0
    error_message = "The installed role does not have its tag, and it alone."
  }
}

run "takes_null_for_none" {
  command = plan

  variables {
    tags      = null
    role_tags = null
  }

  assert {
    condition     = length(aws_iam_role.acct_access[0].tags) == 0
    error_message = "Something is tagged."
  }
}

run "takes_as_many_as_iam_takes_for_each_role" {
  command = plan

  variables {
    role_tags = {
      AlphausAcctAccessRole  = merge({ for number in range(49) : "tag-${number}" => "x" }, { (format("%0128d", 0)) = format("%0256d", 0) })
      OctoChangeExecutorRole = { for number in range(50) : "Tag-${number}" => "" }
    }
  }

  assert {
    condition     = length(aws_iam_role.acct_access[0].tags) == 50 && length(aws_iam_role.change_executor[0].tags) == 50
    error_message = "A role does not have its 50 tags."
  }
}

run "fails_on_a_role_that_octo_does_not_know" {
  command = plan

  variables {
    role_tags = { OctoRole = { a = "b" } }
  }

  expect_failures = [
    var.role_tags,
  ]
}

run "fails_on_the_name_of_a_role_in_other_case" {
  command = plan

  variables {
    role_tags = { octossmupdaterrole = { a = "b" } }
  }

  expect_failures = [
    var.role_tags,
  ]
}

run "fails_on_null_for_a_role" {
  command = plan

  variables {
    role_tags = { OctoSSMUpdaterRole = null }
  }

  expect_failures = [
    var.role_tags,
  ]
}

run "fails_on_null_for_a_value" {
  command = plan

  variables {
    role_tags = { OctoSSMUpdaterRole = { a = null } }
  }

  expect_failures = [
    var.role_tags,
  ]
}

run "fails_on_an_empty_key" {
  command = plan

  variables {
    role_tags = { OctoSSMUpdaterRole = { "" = "b" } }
  }

  expect_failures = [
    var.role_tags,
  ]
}

run "fails_on_a_key_that_is_reserved_for_aws" {
  command = plan

  variables {
    role_tags = { OctoSSMUpdaterRole = { "AWS:x" = "b" } }
  }

  expect_failures = [
    var.role_tags,
  ]
}

run "fails_on_a_key_with_what_iam_does_not_take" {
  command = plan

  variables {
    role_tags = { OctoSSMUpdaterRole = { "a*" = "b" } }
  }

  expect_failures = [
    var.role_tags,
  ]
}

run "fails_on_a_value_with_what_iam_does_not_take" {
  command = plan

  variables {
    role_tags = { OctoSSMUpdaterRole = { a = "$${x}" } }
  }

  expect_failures = [
    var.role_tags,
  ]
}

run "fails_on_a_key_longer_than_iam_takes" {
  command = plan

  variables {
    role_tags = { OctoSSMUpdaterRole = { (format("%0129d", 0)) = "b" } }
  }

  expect_failures = [
    var.role_tags,
  ]
}

run "fails_on_a_value_longer_than_iam_takes" {
  command = plan

  variables {
    role_tags = { OctoSSMUpdaterRole = { a = format("%0257d", 0) } }
  }

  expect_failures = [
    var.role_tags,
  ]
}

run "fails_on_keys_that_differ_in_case_only" {
  command = plan

  variables {
    role_tags = { OctoSSMUpdaterRole = { Team = "a", team = "b" } }
  }

  expect_failures = [
    var.role_tags,
  ]
}

run "fails_on_more_than_iam_takes_for_one_role_beside_one_that_is_right" {
  command = plan

  variables {
    role_tags = { AlphausAcctAccessRole = { a = "b" }, OctoSSMUpdaterRole = { for number in range(51) : "tag-${number}" => "x" } }
  }

  expect_failures = [
    var.role_tags,
  ]
}
