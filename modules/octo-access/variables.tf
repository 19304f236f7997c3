variable "principal" {
  type        = string
  description = "AWS account id of Alphaus, from Octo's onboarding page. The three vendor roles trust this account and no other."
  nullable    = false

  validation {
    condition     = try(can(regex("^[0-9]{12}$", var.principal)), false)
    error_message = "principal must be the 12-digit AWS account id of Alphaus, copied from Octo's onboarding page, got ${jsonencode(var.principal)}."
  }
}

variable "external_id" {
  type        = string
  description = "External id from Octo's onboarding page. Alphaus must send it with every AssumeRole, which protects against the confused deputy. Not a secret: it stands in the trust policies."
  nullable    = false

  validation {
    condition     = try(length(var.external_id) >= 2 && length(var.external_id) <= 1224, false)
    error_message = "external_id must have 2 to 1,224 characters, copied from Octo's onboarding page, got ${jsonencode(var.external_id)}."
  }

  validation {
    condition     = try(can(regex("^[\\w+=,.@:/-]*$", var.external_id)), false)
    error_message = "external_id may hold only ASCII letters, digits and _+=,.@:/- (no spaces, quotes, line breaks or invisible characters); copy it again from Octo's onboarding page, got ${jsonencode(var.external_id)}."
  }
}

variable "roles" {
  type        = set(string)
  description = "Names of the roles to install. Leave the three change roles out where changes are not made through Octo. OctoSSMUpdaterRole needs OctoChangeExecutorRole."
  nullable    = false

  default = [
    "OctoRecommendationSearcherRole",
    "OctoChangeExecutorRole",
    "OctoSSMUpdaterRole",
    "OctoChangeTemplateApproverRole",
    "AlphausAcctAccessRole",
  ]

  validation {
    condition     = try(length(var.roles) >= 1 && length(var.roles) <= 5, false)
    error_message = "roles must name at least one role, got ${jsonencode(var.roles)}."
  }

  validation {
    condition     = try(alltrue([for item in var.roles : contains(["OctoRecommendationSearcherRole", "OctoChangeExecutorRole", "OctoSSMUpdaterRole", "OctoChangeTemplateApproverRole", "AlphausAcctAccessRole"], item)]), false)
    error_message = "roles may hold only OctoRecommendationSearcherRole, OctoChangeExecutorRole, OctoSSMUpdaterRole, OctoChangeTemplateApproverRole, AlphausAcctAccessRole, got ${jsonencode(var.roles)}."
  }

  validation {
    condition     = try(!contains(var.roles, "OctoSSMUpdaterRole") || contains(var.roles, "OctoChangeExecutorRole"), false)
    error_message = "roles must name OctoChangeExecutorRole where it names OctoSSMUpdaterRole, which passes that role to SSM; add the one or leave out the other, got ${jsonencode(var.roles)}."
  }
}

variable "tags" {
  type        = map(string)
  description = "Tags for every role and policy, beside those of the provider."
  default     = {}
  nullable    = false

  validation {
    condition     = try(length(var.tags) <= 50, false)
    error_message = "tags may hold at most 50 tags, as many as a role can have, got ${jsonencode(var.tags)}."
  }

  validation {
    condition     = try(alltrue([for key in keys(var.tags) : can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]*$", key)) && length(split("", key)) >= 1 && length(split("", key)) <= 128]), false)
    error_message = "tags must have tag keys of 1 to 128 letters, digits, spaces and _.:/=+-@, got ${jsonencode(var.tags)}."
  }

  validation {
    condition     = try(alltrue([for key in keys(var.tags) : !startswith(lower(key), "aws:")]), false)
    error_message = "tags may not have a tag whose key begins with aws:, which is reserved for AWS, got ${jsonencode(var.tags)}."
  }

  validation {
    condition     = try(alltrue([for item in values(var.tags) : item != null]), false)
    error_message = "tags may not have null for the value of a tag: leave such a tag out, got ${jsonencode(var.tags)}."
  }

  validation {
    condition     = try(alltrue([for item in values(var.tags) : can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]*$", item)) && length(split("", item)) <= 256 if item != null]), false)
    error_message = "tags must have tag values of at most 256 letters, digits, spaces and _.:/=+-@, got ${jsonencode(var.tags)}."
  }

  validation {
    condition     = try(length(distinct([for item in keys(var.tags) : lower(item)])) == length(keys(var.tags)), false)
    error_message = "tags may not have two tags whose keys differ only in case: to IAM they are the same key, got ${jsonencode(var.tags)}."
  }
}

variable "role_tags" {
  type        = map(map(string))
  description = "Tags for single roles, by role name, not for their policies. They win over `tags` where the key is the same, whatever its case: IAM ignores it. For data perimeters that exempt a role by a tag, like `dp:exclude:identity` in those of AWS. A role that is not installed may be named: it is passed over."
  default     = {}
  nullable    = false

  validation {
    condition     = try(alltrue([for key in keys(var.role_tags) : contains(["OctoRecommendationSearcherRole", "OctoChangeExecutorRole", "OctoSSMUpdaterRole", "OctoChangeTemplateApproverRole", "AlphausAcctAccessRole"], key)]), false)
    error_message = "role_tags may name only OctoRecommendationSearcherRole, OctoChangeExecutorRole, OctoSSMUpdaterRole, OctoChangeTemplateApproverRole, AlphausAcctAccessRole, each with an object of tags; what is for all of them goes into tags, got ${jsonencode(var.role_tags)}."
  }

  validation {
    condition     = try(alltrue([for item in values(var.role_tags) : item != null]), false)
    error_message = "role_tags must have an object of tags for every role that it names; leave out a role without any of its own, got ${jsonencode(var.role_tags)}."
  }

  validation {
    condition     = try(alltrue([for map in values(var.role_tags) : length(map) <= 50 if map != null]), false)
    error_message = "role_tags may hold at most 50 tags, as many as a role can have, got ${jsonencode({ for name, map in var.role_tags : name => map if map == null ? false : !try(length(map) <= 50, false) })}."
  }

  validation {
    condition     = try(alltrue([for map in values(var.role_tags) : alltrue([for key in keys(map) : can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]*$", key)) && length(split("", key)) >= 1 && length(split("", key)) <= 128]) if map != null]), false)
    error_message = "role_tags must have tag keys of 1 to 128 letters, digits, spaces and _.:/=+-@, got ${jsonencode({ for name, map in var.role_tags : name => map if map == null ? false : !try(alltrue([for key in keys(map) : can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]*$", key)) && length(split("", key)) >= 1 && length(split("", key)) <= 128]), false) })}."
  }

  validation {
    condition     = try(alltrue([for map in values(var.role_tags) : alltrue([for key in keys(map) : !startswith(lower(key), "aws:")]) if map != null]), false)
    error_message = "role_tags may not have a tag whose key begins with aws:, which is reserved for AWS, got ${jsonencode({ for name, map in var.role_tags : name => map if map == null ? false : !try(alltrue([for key in keys(map) : !startswith(lower(key), "aws:")]), false) })}."
  }

  validation {
    condition     = try(alltrue([for map in values(var.role_tags) : alltrue([for item in values(map) : item != null]) if map != null]), false)
    error_message = "role_tags may not have null for the value of a tag: leave such a tag out, got ${jsonencode({ for name, map in var.role_tags : name => map if map == null ? false : !try(alltrue([for item in values(map) : item != null]), false) })}."
  }

  validation {
    condition     = try(alltrue([for map in values(var.role_tags) : alltrue([for item in values(map) : can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]*$", item)) && length(split("", item)) <= 256 if item != null]) if map != null]), false)
    error_message = "role_tags must have tag values of at most 256 letters, digits, spaces and _.:/=+-@, got ${jsonencode({ for name, map in var.role_tags : name => map if map == null ? false : !try(alltrue([for item in values(map) : can(regex("^[\\p{L}\\p{Z}\\p{N}_.:/=+@-]*$", item)) && length(split("", item)) <= 256 if item != null]), false) })}."
  }

  validation {
    condition     = try(alltrue([for map in values(var.role_tags) : length(distinct([for item in keys(map) : lower(item)])) == length(keys(map)) if map != null]), false)
    error_message = "role_tags may not have two tags whose keys differ only in case: to IAM they are the same key, got ${jsonencode({ for name, map in var.role_tags : name => map if map == null ? false : !try(length(distinct([for item in keys(map) : lower(item)])) == length(keys(map)), false) })}."
  }
}

variable "max_session_duration" {
  type        = number
  description = "Longest session of the three roles that Alphaus assumes, in seconds, 3600 to 43200."
  default     = 43200
  nullable    = false

  validation {
    condition     = try(floor(var.max_session_duration) == var.max_session_duration && var.max_session_duration >= 3600 && var.max_session_duration <= 43200, false)
    error_message = "max_session_duration must be a whole number of seconds from 3600 (1 hour) to 43200 (12 hours), got ${jsonencode(var.max_session_duration)}."
  }
}

variable "permissions_boundary_arn" {
  type        = string
  description = "ARN of a permissions boundary of your own for all five roles; `{accountId}` in it stands for the id of the account that they are installed in. On OctoRecommendationSearcherRole and AlphausAcctAccessRole it takes the place of the built-in boundary, whose Denies then stand in an attached policy, and it turns self-update off. Setting or removing it later replaces these two roles under the same names; what Alphaus wrote into them goes first. Where the boundary is created in the same configuration, make its ARN of its name, since Terraform has to know when it plans whether there is one."
  default     = null
  nullable    = true

  validation {
    condition     = var.permissions_boundary_arn == null ? true : try(can(regex("^arn:aws(-[a-z]+)*:iam::([0-9]{12}|aws|\\{accountId\\}):policy/[\\w+=,.@/-]+$", var.permissions_boundary_arn)), false)
    error_message = "permissions_boundary_arn must be the ARN of an IAM managed policy, like arn:aws:iam::111122223333:policy/name (or {accountId} for the account), without wildcards; or leave it out, got ${jsonencode(var.permissions_boundary_arn)}."
  }

  validation {
    condition     = var.permissions_boundary_arn == null ? true : try(!can(regex("/(OctoRecommendationSearcherBoundary|AlphausAcctAccessBoundary)$", var.permissions_boundary_arn)), false)
    error_message = "permissions_boundary_arn may not be one of the built-in boundaries: leave it out to have these, got ${jsonencode(var.permissions_boundary_arn)}."
  }
}

variable "allow_self_update" {
  type        = bool
  description = "Whether AlphausAcctAccessRole may write and delete inline policies of itself and of OctoRecommendationSearcherRole, always within their built-in boundaries. If not, Terraform removes those that it wrote. Not set: yes, unless a boundary of your own is set, beside which it may not be true."
  default     = null
  nullable    = true
}

variable "cost_explorer_access" {
  type        = string
  description = "Cost Explorer rights of AlphausAcctAccessRole: `full` (ce:*, as Octo specifies) or `read-only`."
  default     = "full"
  nullable    = false

  validation {
    condition     = try(contains(["full", "read-only"], var.cost_explorer_access), false)
    error_message = "cost_explorer_access must be \"full\" or \"read-only\", got ${jsonencode(var.cost_explorer_access)}."
  }
}

variable "cost_optimization_hub_enrollment" {
  type        = bool
  description = "Whether AlphausAcctAccessRole may enrol the account in Cost Optimization Hub, and take it out again. Most recommendations that Octo can carry out come from there. Turn it off where you enrol accounts yourself."
  default     = true
  nullable    = false
}

variable "vetted_runbooks" {
  type        = list(string)
  description = "Amazon-owned Automation runbooks that OctoSSMUpdaterRole may start without an approval: those of the default, AWS-ChangeDDBRWCapacityMode, AWS-CreateSnapshot, AWS-RebootRdsInstance, AWS-RestartEC2Instance, AWS-StartStopAuroraCluster, and no others. An empty list allows none."
  nullable    = false

  default = [
    "AWS-ResizeInstance",
    "AWS-StartEC2Instance",
    "AWS-StartRdsInstance",
    "AWS-StopEC2Instance",
    "AWS-StopRdsInstance",
  ]

  validation {
    condition     = try(alltrue([for item in var.vetted_runbooks : contains(["AWS-ChangeDDBRWCapacityMode", "AWS-CreateSnapshot", "AWS-RebootRdsInstance", "AWS-ResizeInstance", "AWS-RestartEC2Instance", "AWS-StartEC2Instance", "AWS-StartRdsInstance", "AWS-StartStopAuroraCluster", "AWS-StopEC2Instance", "AWS-StopRdsInstance"], item)]), false)
    error_message = "vetted_runbooks may hold only AWS-ChangeDDBRWCapacityMode, AWS-CreateSnapshot, AWS-RebootRdsInstance, AWS-ResizeInstance, AWS-RestartEC2Instance, AWS-StartEC2Instance, AWS-StartRdsInstance, AWS-StartStopAuroraCluster, AWS-StopEC2Instance, AWS-StopRdsInstance, in this spelling: other runbooks share, delete or reconfigure, or what they do with administrator rights is not known here; for those, write an Automation document that does the same and approve it by the tag OctoApproved=true, got ${jsonencode(var.vetted_runbooks)}."
  }

  validation {
    condition     = try(length(distinct(var.vetted_runbooks)) == length(var.vetted_runbooks), false)
    error_message = "vetted_runbooks may not name a runbook twice, got ${jsonencode(var.vetted_runbooks)}."
  }
}

variable "direct_automation" {
  type        = string
  description = "Which documents of this account OctoSSMUpdaterRole may start without a change request: `approved` (only those that OctoChangeTemplateApproverRole tagged OctoApproved=true) or `any`. `any` makes Alphaus an administrator through OctoChangeExecutorRole."
  default     = "approved"
  nullable    = false

  validation {
    condition     = try(contains(["approved", "any"], var.direct_automation), false)
    error_message = "direct_automation must be \"approved\" or \"any\", got ${jsonencode(var.direct_automation)}."
  }
}

variable "change_requests" {
  type        = string
  description = "Which change templates OctoSSMUpdaterRole may request a change by: `approved` (only those that OctoChangeTemplateApproverRole tagged OctoApproved=true) or `any`. With `any`, Alphaus can request a change by a template that it wrote itself, and only Change Manager's option \"Require template review and approval before use\" stands in its way: make sure that it is on in every Region."
  default     = "approved"
  nullable    = false

  validation {
    condition     = try(contains(["approved", "any"], var.change_requests), false)
    error_message = "change_requests must be \"approved\" or \"any\", got ${jsonencode(var.change_requests)}."
  }
}

variable "require_change_request_approval" {
  type        = bool
  description = "Whether a change request that OctoSSMUpdaterRole starts must be approved one by one, even where its change template allows auto-approval."
  default     = false
  nullable    = false
}

variable "change_executor_access" {
  type        = string
  description = "What OctoChangeExecutorRole may change: `administrator` (anything, by AWS's AdministratorAccess, as Octo specifies) or `recommendations` (only what the recommendations that Octo carries out take, by the policy OctoChangeExecutor1; not beside managed policies that you name)."
  default     = "administrator"
  nullable    = false

  validation {
    condition     = try(contains(["administrator", "recommendations"], var.change_executor_access), false)
    error_message = "change_executor_access must be \"administrator\" or \"recommendations\", got ${jsonencode(var.change_executor_access)}."
  }
}

variable "change_executor_policy_arns" {
  type        = list(string)
  description = "ARNs of the managed policies of OctoChangeExecutorRole; `{accountId}` in them stands for the id of the account that it is installed in. Default: AWS's AdministratorAccess, or the policy of the recommendations."
  default     = null
  nullable    = true

  validation {
    condition     = var.change_executor_policy_arns == null ? true : try(length(var.change_executor_policy_arns) >= 1 && length(var.change_executor_policy_arns) <= 10, false)
    error_message = "change_executor_policy_arns must hold 1 to 10 ARNs (a quota of IAM); or leave it out, got ${jsonencode(var.change_executor_policy_arns)}."
  }

  validation {
    condition     = var.change_executor_policy_arns == null ? true : try(alltrue([for item in var.change_executor_policy_arns : can(regex("^arn:aws(-[a-z]+)*:iam::([0-9]{12}|aws|\\{accountId\\}):policy/[\\w+=,.@/-]+$", item))]), false)
    error_message = "change_executor_policy_arns may hold only ARNs of IAM managed policies, like arn:aws:iam::aws:policy/ReadOnlyAccess or, with {accountId} for the account, arn:aws:iam::{accountId}:policy/name, got ${jsonencode(var.change_executor_policy_arns)}."
  }

  validation {
    condition     = var.change_executor_policy_arns == null ? true : try(length(distinct(var.change_executor_policy_arns)) == length(var.change_executor_policy_arns), false)
    error_message = "change_executor_policy_arns may not name a policy twice, got ${jsonencode(var.change_executor_policy_arns)}."
  }
}

variable "change_executor_source_arn_check" {
  type        = bool
  description = "Whether OctoChangeExecutorRole demands that SSM names an automation execution of this account as its source (aws:SourceArn). Turn it off only where SSM does not send it."
  default     = true
  nullable    = false
}

variable "cloudformation_stack_arn" {
  type        = string
  description = "ARN of the one CloudFormation stack that AlphausAcctAccessRole may update, for installations that a stack created. The stack must store no service role of its own: CloudFormation would use it. Not set: no stack."
  default     = null
  nullable    = true

  validation {
    condition     = var.cloudformation_stack_arn == null ? true : try(can(regex("^arn:aws(-[a-z]+)*:cloudformation:[a-z0-9-]+:[0-9]{12}:stack/[A-Za-z][A-Za-z0-9-]*/[0-9a-f-]+$", var.cloudformation_stack_arn)), false)
    error_message = "cloudformation_stack_arn must be the exact ARN of one stack with its id, like arn:aws:cloudformation:us-east-1:111122223333:stack/octo/0f2c3a10-5b1e-11f0-9d1b-0a1b2c3d4e5f, without wildcards; or leave it out, got ${jsonencode(var.cloudformation_stack_arn)}."
  }
}
