output "octo_onboarding" {
  description = "Account, partition, external id and role ARNs of the installation."
  value       = module.octo_access.octo_onboarding
}
