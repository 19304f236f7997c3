variable "principal" {
  type        = string
  description = "AWS account id of Alphaus, from Octo's onboarding page."
}

variable "external_id" {
  type        = string
  description = "External id from Octo's onboarding page."
}

variable "installer_role_name" {
  type        = string
  description = "Role that exists in each of the accounts and may manage IAM there; your credentials must be allowed to assume it."
  default     = "OrganizationAccountAccessRole"
}

variable "region" {
  type        = string
  description = "Any region of the accounts' partition. IAM is global, so it decides nothing but which endpoints are called."
  default     = "us-east-1"
}
