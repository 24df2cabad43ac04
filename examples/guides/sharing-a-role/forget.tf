# Terraform forgets the grant. The role keeps what the grant added.
removed {
  from = cases_feature_privilege.analyst_soc

  lifecycle {
    destroy = false
  }
}
