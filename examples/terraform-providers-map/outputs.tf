output "octo_onboarding" {
  description = "What Octo's onboarding page asks for in return, by account."
  value = {
    production = module.production.octo_onboarding
    staging    = module.staging.octo_onboarding
    sandbox    = module.sandbox.octo_onboarding
  }
}
