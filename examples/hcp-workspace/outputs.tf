output "octo_onboarding" {
  description = "What Octo's onboarding page asks for in return."
  value       = module.octo_access.octo_onboarding
}
