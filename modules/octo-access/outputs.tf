locals {
  installed = {
    arn = [
      aws_iam_role.recommendation_searcher[*].arn,
      aws_iam_role.change_executor[*].arn,
      aws_iam_role.ssm_updater[*].arn,
      aws_iam_role.change_template_approver[*].arn,
      aws_iam_role.acct_access[*].arn,
    ]
    name = [
      aws_iam_role.recommendation_searcher[*].name,
      aws_iam_role.change_executor[*].name,
      aws_iam_role.ssm_updater[*].name,
      aws_iam_role.change_template_approver[*].name,
      aws_iam_role.acct_access[*].name,
    ]
    permissions_boundary = [
      aws_iam_role.recommendation_searcher[*].permissions_boundary,
      aws_iam_role.change_executor[*].permissions_boundary,
      aws_iam_role.ssm_updater[*].permissions_boundary,
      aws_iam_role.change_template_approver[*].permissions_boundary,
      aws_iam_role.acct_access[*].permissions_boundary,
    ]
  }

  self_updatable = {
    arn  = [aws_iam_role.recommendation_searcher[*].arn, aws_iam_role.acct_access[*].arn]
    name = [aws_iam_role.recommendation_searcher[*].name, aws_iam_role.acct_access[*].name]
    permissions_boundary = [
      aws_iam_role.recommendation_searcher[*].permissions_boundary,
      aws_iam_role.acct_access[*].permissions_boundary,
    ]
  }
}

output "boundary_arns" {
  description = "ARN of the permissions boundary in force on each installed role that has one, by role name."
  value       = ((var.permissions_boundary_arn != null) ? zipmap(flatten(local.installed.name), flatten(local.installed.permissions_boundary)) : zipmap(flatten(local.self_updatable.name), flatten(local.self_updatable.permissions_boundary)))
}

output "octo_onboarding" {
  description = "Account, partition, external id and role ARNs of the installation, in one object for your records."

  value = {
    account_id  = data.aws_caller_identity.current.account_id
    external_id = var.external_id
    partition   = data.aws_partition.current.partition
    role_arns   = zipmap(flatten(local.installed.name), flatten(local.installed.arn))
  }
}

output "role_arns" {
  description = "ARN of each installed role, by role name."
  value       = zipmap(flatten(local.installed.name), flatten(local.installed.arn))
}

output "role_names" {
  description = "Name of each installed role, by role name."
  value       = zipmap(flatten(local.installed.name), flatten(local.installed.name))
}
