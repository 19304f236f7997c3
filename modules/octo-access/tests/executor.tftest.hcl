# What change_executor_access makes of the executor. No AWS is called.

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

run "leaves_the_executor_an_administrator" {
  # Which policies are attached is known after an apply only; AWS is mocked there, too.
  command = apply

  assert {
    condition     = length(aws_iam_policy.change_executor_baseline_1) == 0
    error_message = "The executor, an administrator, has a policy that it does not need."
  }

  assert {
    condition     = aws_iam_role_policy_attachments_exclusive.change_executor[0].policy_arns == toset(["arn:aws:iam::aws:policy/AdministratorAccess"])
    error_message = "The executor is no administrator."
  }
}

run "gives_the_executor_what_recommendations_take" {
  command = apply

  variables {
    change_executor_access = "recommendations"
  }

  assert {
    condition     = one(aws_iam_policy.change_executor_baseline_1[*].name) == "OctoChangeExecutor1"
    error_message = "The executor has no policy of its own."
  }

  assert {
    condition     = aws_iam_role_policy_attachments_exclusive.change_executor[0].policy_arns == toset(aws_iam_policy.change_executor_baseline_1[*].arn)
    error_message = "The executor has another policy than its own."
  }
}

run "takes_the_policy_away_again" {
  command = apply

  assert {
    condition     = length(aws_iam_policy.change_executor_baseline_1) == 0
    error_message = "The policy of the executor stays where it is an administrator again."
  }
}

run "makes_no_policy_for_an_executor_that_is_not_installed" {
  command = plan

  variables {
    roles                  = ["OctoRecommendationSearcherRole"]
    change_executor_access = "recommendations"
  }

  assert {
    condition     = length(aws_iam_policy.change_executor_baseline_1) == 0
    error_message = "There is a policy without its role."
  }
}

run "fails_on_recommendations_beside_policies_of_the_customer" {
  command = plan

  variables {
    change_executor_access      = "recommendations"
    change_executor_policy_arns = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
  }

  expect_failures = [terraform_data.input_checks]
}

run "fails_on_an_access_that_there_is_not" {
  command = plan

  variables {
    change_executor_access = "none"
  }

  expect_failures = [var.change_executor_access]
}
