# Terraform forgets the grant, and the role keeps what the grant gave.
removed {
  from = cases_feature_privilege.analyst_soc

  lifecycle {
    destroy = false
  }
}
