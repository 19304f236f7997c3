# Without credentials: HCP Terraform gives each run its own.
provider "aws" {
  region = var.region
}

module "octo_access" {
  source  = "app.terraform.io/our-org/octo-access/aws"
  version = "~> 0.2.0"

  principal   = var.principal
  external_id = var.external_id
}
