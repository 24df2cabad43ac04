# In place of the grant's resource block: Terraform forgets the grant, and the
# role keeps what it holds.
removed {
  from = cases_feature_privilege.analyst_soc

  lifecycle {
    destroy = false
  }
}
