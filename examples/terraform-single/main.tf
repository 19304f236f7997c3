provider "aws" {
  region = var.region
}

module "octo_access" {
  # In a project of your own: the path of the module in a clone, or of a copy of it.
  source = "../../modules/octo-access"

  principal   = var.principal
  external_id = var.external_id
}
