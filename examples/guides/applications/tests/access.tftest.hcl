# The functions need neither a Kibana nor a configuration of the provider.
run "the_tool_opens_cases_and_no_more" {
  command = plan

  assert {
    condition     = output.access.case_opener == tomap({ "soc/security" = tolist(["read_cases", "create_cases", "update_cases", "add_comments"]) })
    error_message = "The tool opens security cases in one space, changes them and comments on them."
  }
  assert {
    condition     = jsondecode(output.role_descriptors).case_opener.applications[0].resources == ["space:soc"]
    error_message = "The key is for one space."
  }
}

run "analysts_cannot_delete" {
  command = plan

  assert {
    condition     = alltrue([for key, can in output.access.analysts : !contains(can, "delete_cases")])
    error_message = "Analysts can delete cases."
  }
  assert {
    condition     = contains(output.access.analysts["lab/security"], "push_cases")
    error_message = "Analysts push cases."
  }
}

# The same for an older Kibana: it stores other privileges.
run "on_an_older_kibana" {
  command = plan

  variables {
    kibana_version = "8.18.0"
  }

  assert {
    condition     = alltrue([for key, can in output.access.analysts : !contains(can, "delete_cases")])
    error_message = "Analysts can delete cases."
  }
}
