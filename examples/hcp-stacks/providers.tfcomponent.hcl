required_providers {
  aws = {
    source  = "hashicorp/aws"
    version = ">= 5.72.0, < 7.0.0"
  }

  # Built into Terraform; the module's terraform_data is of it. A Stack has to be told, other configurations need not.
  terraform = {
    source = "terraform.io/builtin/terraform"
  }
}

provider "terraform" "builtin" {}

# Of every account, one that is being removed too: Terraform needs its provider to remove the roles.
provider "aws" "by_account" {
  for_each = var.accounts

  config {
    region = var.region

    # Refuses to plan where the assumed role turns out to belong to another account.
    allowed_account_ids = [each.value.id]

    assume_role_with_web_identity {
      role_arn           = "arn:aws:iam::${each.value.id}:role/${var.deployer_role_name}"
      web_identity_token = var.identity_token
    }
  }
}
