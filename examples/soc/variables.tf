variable "spaces" {
  description = "Ids of the Kibana spaces that the SOC works in."
  type        = set(string)
  default     = ["soc"]
}

variable "role_prefix" {
  description = "Prefix of the names of the roles."
  type        = string
  default     = "soc-"
}

variable "sees_observability_cases" {
  description = "Whether the SOC sees the observability cases of its spaces. Set to false in serverless Security projects."
  type        = bool
  default     = true
}

variable "tier1_comments_on_observability" {
  description = "Whether tier 1 may comment on observability cases."
  type        = bool
  default     = false
}

variable "other_features" {
  description = "Privileges on other Kibana features that every tier holds, by feature id."
  type        = map(set(string))
  default     = {}
}

variable "may_also_delete" {
  description = "Names of further roles that are known to be able to delete the SOC's cases, such as one for emergencies."
  type        = set(string)
  default     = []
  nullable    = false
}
