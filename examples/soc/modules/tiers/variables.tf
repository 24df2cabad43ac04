variable "spaces" {
  description = "Ids of the Kibana spaces that the SOC works in. Each tier gets the same access in all of them."
  type        = set(string)
  nullable    = false

  validation {
    condition     = length(var.spaces) > 0 && alltrue([for space in var.spaces : can(regex("^[a-z0-9_-]+$", space))])
    error_message = "Name at least one space by its id. \"*\" is not one: privileges only add up, so that what all spaces grant cannot be taken away in one."
  }
}

variable "role_prefix" {
  description = "Prefix of the names of the roles."
  type        = string
  default     = "soc-"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9_.-]*$", var.role_prefix))
    error_message = "Begin the names of the roles with a letter or digit, followed by letters, digits, \"_\", \".\" and \"-\"."
  }
}

variable "sees_observability_cases" {
  description = "Whether the SOC sees the observability cases of its spaces. Set to false in serverless Security projects, which have none."
  type        = bool
  default     = true
  nullable    = false
}

variable "tier1_comments_on_observability" {
  description = "Whether tier 1 may comment on observability cases, to hand over what turned out to be an outage. Tier 2 and leads always may."
  type        = bool
  default     = false
  nullable    = false
}

variable "other_features" {
  description = "Privileges on other Kibana features that every tier holds, by feature id, such as { siemV5 = [\"read\"] }. Cases need none of them; alerts and dashboards do."
  type        = map(set(string))
  default     = {}
  nullable    = false
}
