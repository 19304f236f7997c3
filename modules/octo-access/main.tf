data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

resource "aws_iam_policy" "acct_access_baseline_1" {
  count = (contains(var.roles, "AlphausAcctAccessRole") ? 1 : 0)

  description = "Permissions of AlphausAcctAccessRole."
  name        = "AlphausAcctAccess1"
  path        = "/"
  policy      = local.acct_access_baseline_1_policy
  tags        = var.tags

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [description]
  }

  depends_on = [terraform_data.input_checks]
}

resource "aws_iam_policy" "acct_access_boundary" {
  count = (contains(var.roles, "AlphausAcctAccessRole") ? 1 : 0)

  description = "The most that AlphausAcctAccessRole can ever do."
  name        = "AlphausAcctAccessBoundary"
  path        = "/"
  policy      = local.acct_access_boundary_policy
  tags        = var.tags

  lifecycle {
    ignore_changes       = [description]
    replace_triggered_by = [terraform_data.acct_access[0]]
  }

  depends_on = [terraform_data.input_checks]
}

resource "aws_iam_policy" "change_executor_baseline_1" {
  count = ((contains(var.roles, "OctoChangeExecutorRole") && (var.change_executor_access == "recommendations")) ? 1 : 0)

  description = "Permissions of OctoChangeExecutorRole."
  name        = "OctoChangeExecutor1"
  path        = "/"
  policy      = local.change_executor_baseline_1_policy
  tags        = var.tags

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [description]
  }

  depends_on = [terraform_data.input_checks]
}

resource "aws_iam_policy" "recommendation_searcher_baseline_1" {
  count = (contains(var.roles, "OctoRecommendationSearcherRole") ? 1 : 0)

  description = "Permissions of OctoRecommendationSearcherRole."
  name        = "OctoRecommendationSearcher1"
  path        = "/"
  policy      = local.recommendation_searcher_baseline_1_policy
  tags        = var.tags

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [description]
  }

  depends_on = [terraform_data.input_checks]
}

resource "aws_iam_policy" "recommendation_searcher_baseline_2" {
  count = (contains(var.roles, "OctoRecommendationSearcherRole") ? 1 : 0)

  description = "Permissions of OctoRecommendationSearcherRole."
  name        = "OctoRecommendationSearcher2"
  path        = "/"
  policy      = local.recommendation_searcher_baseline_2_policy
  tags        = var.tags

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [description]
  }

  depends_on = [terraform_data.input_checks]
}

resource "aws_iam_policy" "recommendation_searcher_boundary" {
  count = (contains(var.roles, "OctoRecommendationSearcherRole") ? 1 : 0)

  description = "The most that OctoRecommendationSearcherRole can ever do."
  name        = "OctoRecommendationSearcherBoundary"
  path        = "/"
  policy      = local.recommendation_searcher_boundary_policy
  tags        = var.tags

  lifecycle {
    ignore_changes       = [description]
    replace_triggered_by = [terraform_data.recommendation_searcher[0]]
  }

  depends_on = [terraform_data.input_checks]
}

resource "aws_iam_role" "acct_access" {
  count = (contains(var.roles, "AlphausAcctAccessRole") ? 1 : 0)

  assume_role_policy    = local.acct_access_trust
  description           = "Alphaus Octo reads cost and usage metadata, and updates inline policies of its two read roles."
  force_detach_policies = true
  max_session_duration  = var.max_session_duration
  name                  = "AlphausAcctAccessRole"
  path                  = "/"
  permissions_boundary  = replace(coalesce(var.permissions_boundary_arn, aws_iam_policy.acct_access_boundary[0].arn), "{accountId}", data.aws_caller_identity.current.account_id)
  tags                  = merge({ for key, value in var.tags : key => value if !contains([for own in keys(lookup(var.role_tags, "AlphausAcctAccessRole", {})) : lower(own)], lower(key)) }, lookup(var.role_tags, "AlphausAcctAccessRole", {}))

  lifecycle {
    replace_triggered_by = [terraform_data.acct_access[0]]
  }

  depends_on = [
    terraform_data.input_checks,
    aws_iam_policy.acct_access_boundary,
    aws_iam_policy.acct_access_baseline_1,
  ]
}

resource "aws_iam_role" "change_executor" {
  count = (contains(var.roles, "OctoChangeExecutorRole") ? 1 : 0)

  assume_role_policy    = local.change_executor_trust
  description           = "Executes approved Octo changes through SSM Automation. Alphaus cannot assume it."
  force_detach_policies = true
  max_session_duration  = 3600
  name                  = "OctoChangeExecutorRole"
  path                  = "/"
  permissions_boundary  = ((var.permissions_boundary_arn != null) ? replace(var.permissions_boundary_arn, "{accountId}", data.aws_caller_identity.current.account_id) : null)
  tags                  = merge({ for key, value in var.tags : key => value if !contains([for own in keys(lookup(var.role_tags, "OctoChangeExecutorRole", {})) : lower(own)], lower(key)) }, lookup(var.role_tags, "OctoChangeExecutorRole", {}))

  depends_on = [
    terraform_data.input_checks,
    aws_iam_policy.change_executor_baseline_1,
  ]
}

resource "aws_iam_role" "change_template_approver" {
  count = (contains(var.roles, "OctoChangeTemplateApproverRole") ? 1 : 0)

  assume_role_policy    = local.change_template_approver_trust
  description           = "The customer reviews and approves Octo change templates and runbooks. Alphaus cannot assume it."
  force_detach_policies = true
  max_session_duration  = 3600
  name                  = "OctoChangeTemplateApproverRole"
  path                  = "/"
  permissions_boundary  = ((var.permissions_boundary_arn != null) ? replace(var.permissions_boundary_arn, "{accountId}", data.aws_caller_identity.current.account_id) : null)
  tags                  = merge({ for key, value in var.tags : key => value if !contains([for own in keys(lookup(var.role_tags, "OctoChangeTemplateApproverRole", {})) : lower(own)], lower(key)) }, lookup(var.role_tags, "OctoChangeTemplateApproverRole", {}))

  depends_on = [terraform_data.input_checks]
}

resource "aws_iam_role" "recommendation_searcher" {
  count = (contains(var.roles, "OctoRecommendationSearcherRole") ? 1 : 0)

  assume_role_policy    = local.recommendation_searcher_trust
  description           = "Alphaus Octo reads resource metadata for cost recommendations. Strictly read-only."
  force_detach_policies = true
  max_session_duration  = var.max_session_duration
  name                  = "OctoRecommendationSearcherRole"
  path                  = "/"
  permissions_boundary  = replace(coalesce(var.permissions_boundary_arn, aws_iam_policy.recommendation_searcher_boundary[0].arn), "{accountId}", data.aws_caller_identity.current.account_id)
  tags                  = merge({ for key, value in var.tags : key => value if !contains([for own in keys(lookup(var.role_tags, "OctoRecommendationSearcherRole", {})) : lower(own)], lower(key)) }, lookup(var.role_tags, "OctoRecommendationSearcherRole", {}))

  lifecycle {
    replace_triggered_by = [terraform_data.recommendation_searcher[0]]
  }

  depends_on = [
    terraform_data.input_checks,
    aws_iam_policy.recommendation_searcher_boundary,
    aws_iam_policy.recommendation_searcher_baseline_1,
    aws_iam_policy.recommendation_searcher_baseline_2,
  ]
}

resource "aws_iam_role" "ssm_updater" {
  count = (contains(var.roles, "OctoSSMUpdaterRole") ? 1 : 0)

  assume_role_policy    = local.ssm_updater_trust
  description           = "Alphaus Octo manages SSM Automation documents and requests changes. It changes no resource itself."
  force_detach_policies = true
  max_session_duration  = var.max_session_duration
  name                  = "OctoSSMUpdaterRole"
  path                  = "/"
  permissions_boundary  = ((var.permissions_boundary_arn != null) ? replace(var.permissions_boundary_arn, "{accountId}", data.aws_caller_identity.current.account_id) : null)
  tags                  = merge({ for key, value in var.tags : key => value if !contains([for own in keys(lookup(var.role_tags, "OctoSSMUpdaterRole", {})) : lower(own)], lower(key)) }, lookup(var.role_tags, "OctoSSMUpdaterRole", {}))

  depends_on = [terraform_data.input_checks]
}

resource "aws_iam_role_policies_exclusive" "acct_access" {
  count = ((contains(var.roles, "AlphausAcctAccessRole") && ((var.allow_self_update == null) ? (var.permissions_boundary_arn != null) : !var.allow_self_update)) ? 1 : 0)

  policy_names = []
  role_name    = aws_iam_role.acct_access[0].id
}

resource "aws_iam_role_policies_exclusive" "change_executor" {
  count = (contains(var.roles, "OctoChangeExecutorRole") ? 1 : 0)

  policy_names = []
  role_name    = aws_iam_role.change_executor[0].id
}

resource "aws_iam_role_policies_exclusive" "change_template_approver" {
  count = (contains(var.roles, "OctoChangeTemplateApproverRole") ? 1 : 0)

  policy_names = [aws_iam_role_policy.change_template_approver[0].name]
  role_name    = aws_iam_role.change_template_approver[0].id
}

resource "aws_iam_role_policies_exclusive" "recommendation_searcher" {
  count = ((contains(var.roles, "OctoRecommendationSearcherRole") && ((var.allow_self_update == null) ? (var.permissions_boundary_arn != null) : !var.allow_self_update)) ? 1 : 0)

  policy_names = []
  role_name    = aws_iam_role.recommendation_searcher[0].id

  depends_on = [
    aws_iam_policy.acct_access_boundary,
    aws_iam_policy.acct_access_baseline_1,
  ]
}

resource "aws_iam_role_policies_exclusive" "ssm_updater" {
  count = (contains(var.roles, "OctoSSMUpdaterRole") ? 1 : 0)

  policy_names = [aws_iam_role_policy.ssm_updater[0].name]
  role_name    = aws_iam_role.ssm_updater[0].id
}

resource "aws_iam_role_policy" "change_template_approver" {
  count = (contains(var.roles, "OctoChangeTemplateApproverRole") ? 1 : 0)

  name   = "octo-change-template-approver"
  policy = local.change_template_approver_policy
  role   = aws_iam_role.change_template_approver[0].id
}

resource "aws_iam_role_policy" "ssm_updater" {
  count = (contains(var.roles, "OctoSSMUpdaterRole") ? 1 : 0)

  name   = "octo-ssm-updater"
  policy = local.ssm_updater_policy
  role   = aws_iam_role.ssm_updater[0].id
}

resource "aws_iam_role_policy_attachments_exclusive" "acct_access" {
  count = (contains(var.roles, "AlphausAcctAccessRole") ? 1 : 0)

  policy_arns = concat(((var.permissions_boundary_arn != null) ? [aws_iam_policy.acct_access_boundary[0].arn] : []), [aws_iam_policy.acct_access_baseline_1[0].arn])
  role_name   = aws_iam_role.acct_access[0].id
}

resource "aws_iam_role_policy_attachments_exclusive" "change_executor" {
  count = (contains(var.roles, "OctoChangeExecutorRole") ? 1 : 0)

  policy_arns = ((var.change_executor_policy_arns != null) ? [for arn in var.change_executor_policy_arns : replace(arn, "{accountId}", data.aws_caller_identity.current.account_id)] : concat(((var.change_executor_access == "recommendations") ? aws_iam_policy.change_executor_baseline_1[*].arn : []), ((var.change_executor_access == "administrator") ? ["arn:${data.aws_partition.current.partition}:iam::aws:policy/AdministratorAccess"] : [])))
  role_name   = aws_iam_role.change_executor[0].id
}

resource "aws_iam_role_policy_attachments_exclusive" "change_template_approver" {
  count = (contains(var.roles, "OctoChangeTemplateApproverRole") ? 1 : 0)

  policy_arns = []
  role_name   = aws_iam_role.change_template_approver[0].id
}

resource "aws_iam_role_policy_attachments_exclusive" "recommendation_searcher" {
  count = (contains(var.roles, "OctoRecommendationSearcherRole") ? 1 : 0)

  policy_arns = concat(((var.permissions_boundary_arn != null) ? [aws_iam_policy.recommendation_searcher_boundary[0].arn] : []), [aws_iam_policy.recommendation_searcher_baseline_1[0].arn, aws_iam_policy.recommendation_searcher_baseline_2[0].arn])
  role_name   = aws_iam_role.recommendation_searcher[0].id
}

resource "aws_iam_role_policy_attachments_exclusive" "ssm_updater" {
  count = (contains(var.roles, "OctoSSMUpdaterRole") ? 1 : 0)

  policy_arns = []
  role_name   = aws_iam_role.ssm_updater[0].id
}

resource "terraform_data" "acct_access" {
  count = (contains(var.roles, "AlphausAcctAccessRole") ? 1 : 0)

  input = ((var.permissions_boundary_arn != null) ? "own" : "built-in")
}

resource "terraform_data" "input_checks" {
  input = {
    allow_self_update           = var.allow_self_update
    change_executor_access      = var.change_executor_access
    change_executor_policy_arns = var.change_executor_policy_arns
    permissions_boundary_arn    = var.permissions_boundary_arn
    role_tags                   = var.role_tags
    tags                        = var.tags
  }

  lifecycle {
    precondition {
      condition     = !(coalesce(var.allow_self_update, false) && (var.permissions_boundary_arn != null))
      error_message = "allow_self_update may not be true where permissions_boundary_arn is set, since what Alphaus writes into a role has to stay within the built-in boundary; leave one of the two out, got allow_self_update = ${jsonencode(var.allow_self_update)} and permissions_boundary_arn = ${jsonencode(var.permissions_boundary_arn)}."
    }

    precondition {
      condition     = !((var.change_executor_access == "recommendations") && (var.change_executor_policy_arns != null))
      error_message = "change_executor_access may not be recommendations where change_executor_policy_arns is set; leave one of the two out, got change_executor_access = ${jsonencode(var.change_executor_access)} and change_executor_policy_arns = ${jsonencode(var.change_executor_policy_arns)}."
    }

    precondition {
      condition     = !try(anytrue([for own in values(var.role_tags) : length(setunion([for key in keys(own) : lower(key)], [for key in keys(var.tags) : lower(key)])) > 50 if own != null]), false)
      error_message = "role_tags may not give a role more than 50 tags together with tags, as many as a role can have (a key of both counts once, whatever its case); leave some out, got role_tags = ${jsonencode(var.role_tags)} and tags = ${jsonencode(var.tags)}."
    }
  }

  depends_on = [
    var.principal,
    var.external_id,
    var.roles,
    var.tags,
    var.role_tags,
    var.max_session_duration,
    var.permissions_boundary_arn,
    var.allow_self_update,
    var.cost_explorer_access,
    var.cost_optimization_hub_enrollment,
    var.vetted_runbooks,
    var.direct_automation,
    var.change_requests,
    var.require_change_request_approval,
    var.change_executor_access,
    var.change_executor_policy_arns,
    var.change_executor_source_arn_check,
    var.cloudformation_stack_arn,
  ]
}

resource "terraform_data" "recommendation_searcher" {
  count = (contains(var.roles, "OctoRecommendationSearcherRole") ? 1 : 0)

  input = ((var.permissions_boundary_arn != null) ? "own" : "built-in")
}
