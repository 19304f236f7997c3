component "octo_access" {
  for_each = { for name, account in var.accounts : name => account if !account.removing }

  source  = "app.terraform.io/our-org/octo-access/aws"
  version = "~> 0.2.0"

  inputs = {
    principal   = var.principal
    external_id = var.external_id
    roles       = each.value.roles
  }

  providers = {
    aws       = provider.aws.by_account[each.key]
    terraform = provider.terraform.builtin
  }
}

removed {
  for_each = { for name, account in var.accounts : name => account if account.removing }

  from    = component.octo_access[each.key]
  source  = "app.terraform.io/our-org/octo-access/aws"
  version = "~> 0.2.0"

  providers = {
    aws       = provider.aws.by_account[each.key]
    terraform = provider.terraform.builtin
  }
}

output "octo_onboarding" {
  type = map(object({
    account_id  = string
    partition   = string
    external_id = string
    role_arns   = map(string)
  }))
  description = "Account, partition, external id and role ARNs of each installation, by account."
  value       = { for name, installed in component.octo_access : name => installed.octo_onboarding }
}
