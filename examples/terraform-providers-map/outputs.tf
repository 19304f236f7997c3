output "octo_onboarding" {
  description = "Account, partition, external id and role ARNs of each installation, by account."
  value = {
    production = module.production.octo_onboarding
    staging    = module.staging.octo_onboarding
    sandbox    = module.sandbox.octo_onboarding
  }
}
