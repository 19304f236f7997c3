provider "aws" {
  region = var.region
}

module "octo_access" {
  # In a project of your own: git::https://github.com/alphauslabs/octo-access-terraform.git//modules/octo-access?ref=v0.2.0
  source = "../../modules/octo-access"

  principal   = var.principal
  external_id = var.external_id
}
