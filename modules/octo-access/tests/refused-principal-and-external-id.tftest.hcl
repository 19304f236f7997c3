# What the two required inputs refuse, one kind of mistake a run. No AWS is called.

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
    principal   = ""
    external_id = ""
  }

  expect_failures = [var.principal, var.external_id]
}

run "fails_on_values_one_character_too_short" {
  command = plan

  variables {
    principal   = "44445555666"
    external_id = "x"
  }

  expect_failures = [var.principal, var.external_id]
}

run "fails_on_values_one_character_too_long" {
  command = plan

  variables {
    principal   = "4444555566667"
    external_id = format("%01225d", 0)
  }

  expect_failures = [var.principal, var.external_id]
}

run "fails_on_full_width_characters" {
  command = plan

  variables {
    principal   = "４４４４５５５５６６６６"
    external_id = "ｏｃｔｏ-ext"
  }

  expect_failures = [var.principal, var.external_id]
}

run "fails_on_words_for_numbers_and_other_scripts" {
  command = plan

  variables {
    principal   = "alphaus"
    external_id = "オクト"
  }

  expect_failures = [var.principal, var.external_id]
}

run "fails_on_spaces_in_front" {
  command = plan

  variables {
    principal   = " 444455556666"
    external_id = " octo-ext"
  }

  expect_failures = [var.principal, var.external_id]
}

run "fails_on_spaces_behind" {
  command = plan

  variables {
    principal   = "444455556666 "
    external_id = "octo-ext "
  }

  expect_failures = [var.principal, var.external_id]
}

run "fails_on_spaces_within" {
  command = plan

  variables {
    principal   = "4444 5555 6666"
    external_id = "octo ext"
  }

  expect_failures = [var.principal, var.external_id]
}

run "fails_on_tabs" {
  command = plan

  variables {
    principal   = "\t444455556666"
    external_id = "octo\text"
  }

  expect_failures = [var.principal, var.external_id]
}

run "fails_on_line_breaks_behind" {
  command = plan

  variables {
    principal   = "444455556666\n"
    external_id = "octo-ext\n"
  }

  expect_failures = [var.principal, var.external_id]
}

run "fails_on_line_breaks_within" {
  command = plan

  variables {
    principal   = "444455\n556666"
    external_id = "octo\next"
  }

  expect_failures = [var.principal, var.external_id]
}

run "fails_on_quotes" {
  command = plan

  variables {
    principal   = "\"444455556666\""
    external_id = "octo\"ext"
  }

  expect_failures = [var.principal, var.external_id]
}

run "fails_on_zero_width_characters" {
  command = plan

  variables {
    principal   = "444455556666\u200b"
    external_id = "octo\u200bext"
  }

  expect_failures = [var.principal, var.external_id]
}

run "fails_on_template_syntax" {
  command = plan

  variables {
    principal   = "$${x}"
    external_id = "octo-$${x}"
  }

  expect_failures = [var.principal, var.external_id]
}

run "fails_on_wildcards" {
  command = plan

  variables {
    principal   = "*"
    external_id = "octo-*"
  }

  expect_failures = [var.principal, var.external_id]
}

run "fails_on_what_would_end_a_json_text" {
  command = plan

  variables {
    principal   = "444455556666:root\"},{\"AWS\":\"*"
    external_id = "x\"},\"Effect\":\"Allow"
  }

  expect_failures = [var.principal, var.external_id]
}

run "takes_an_external_id_of_the_shortest_and_of_every_allowed_character" {
  command = plan

  variables {
    external_id = "_+=,.@:/-aZ09"
  }

  assert {
    condition     = strcontains(aws_iam_role.acct_access[0].assume_role_policy, "_+=,.@:/-aZ09")
    error_message = "The trust policy does not hold the external id as it was given."
  }
}

run "takes_an_external_id_of_two_characters" {
  command = plan

  variables {
    external_id = "xy"
  }

  assert {
    condition     = strcontains(aws_iam_role.acct_access[0].assume_role_policy, "\"xy\"")
    error_message = "The trust policy does not hold the external id as it was given."
  }
}

run "takes_an_external_id_of_1224_characters" {
  command = plan

  variables {
    external_id = format("%01224d", 0)
  }

  assert {
    condition     = strcontains(aws_iam_role.acct_access[0].assume_role_policy, var.external_id)
    error_message = "The trust policy does not hold the external id as it was given."
  }
}
