variable "principal" {
  type        = string
  description = "AWS account id of Alphaus, from Octo's onboarding page."
}

variable "external_id" {
  type        = string
  description = "External id from Octo's onboarding page."
}

variable "region" {
  type        = string
  description = "Any region of the account's partition. IAM is global, so it decides nothing but which endpoints are called."
  default     = "us-east-1"
}
