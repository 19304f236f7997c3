# Goes into aft-global-customizations/terraform. AFT adds the provider and the backend, from its own templates
# (aft-providers.jinja, backend.jinja), for each account that it makes or updates.

locals {
  # Octo's onboarding page shows both; they are the same for all accounts of an organization.
  principal   = "444455556666"
  external_id = "octo-ext-7f3c2a1b9d"
}

module "octo_access" {
  # In your repository: a copy of the module's folder, such as "./octo-access".
  source = "../../../modules/octo-access"

  principal   = local.principal
  external_id = local.external_id
}
