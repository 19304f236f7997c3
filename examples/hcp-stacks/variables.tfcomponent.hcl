variable "accounts" {
  type = map(object({
    id       = string
    roles    = optional(set(string))
    removing = optional(bool, false)
  }))
  description = "Accounts of this deployment by name: the 12-digit id, the names of the roles to install (default: all five), and whether they are being removed."
}

variable "principal" {
  type        = string
  description = "AWS account id of Alphaus, from Octo's onboarding page."
}

variable "external_id" {
  type        = string
  description = "External id from Octo's onboarding page."
}

variable "deployer_role_name" {
  type        = string
  description = "Role that exists in each of the accounts, trusts this Stack and may manage Octo's roles there."
  default     = "octo-access-stack"
}

variable "region" {
  type        = string
  description = "Any region of the accounts' partition. IAM is global, so it decides nothing but which endpoints are called."
  default     = "us-east-1"
}

variable "identity_token" {
  type        = string
  description = "Token that AWS exchanges for credentials of the deployer role."
  ephemeral   = true
}
