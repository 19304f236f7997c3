# Terraform has no for_each on providers, so an account takes three places: a line here, a provider
# and a module call.
locals {
  accounts = {
    production = "111122223333"
    staging    = "222233334444"
    sandbox    = "333344445555"
  }

  installer_role_arns = {
    for name, id in local.accounts : name => "arn:aws:iam::${id}:role/${var.installer_role_name}"
  }
}

provider "aws" {
  alias  = "production"
  region = var.region

  # Refuses to plan where the assumed role turns out to belong to another account.
  allowed_account_ids = [local.accounts.production]

  assume_role {
    role_arn = local.installer_role_arns.production
  }
}

provider "aws" {
  alias  = "staging"
  region = var.region

  allowed_account_ids = [local.accounts.staging]

  assume_role {
    role_arn = local.installer_role_arns.staging
  }
}

provider "aws" {
  alias  = "sandbox"
  region = var.region

  allowed_account_ids = [local.accounts.sandbox]

  assume_role {
    role_arn = local.installer_role_arns.sandbox
  }
}

module "production" {
  source    = "../../modules/octo-access"
  providers = { aws = aws.production }

  principal   = var.principal
  external_id = var.external_id

  # Read-only: no changes through Octo in this account.
  roles = ["OctoRecommendationSearcherRole", "AlphausAcctAccessRole"]
}

module "staging" {
  source    = "../../modules/octo-access"
  providers = { aws = aws.staging }

  principal   = var.principal
  external_id = var.external_id
}

module "sandbox" {
  source    = "../../modules/octo-access"
  providers = { aws = aws.sandbox }

  principal   = var.principal
  external_id = var.external_id
}
