# Reports on the cases of every space and every solution, on Kibana 9.5.
resource "cases_role" "case_analytics" {
  name = "case-analytics"

  elasticsearch {
    indices {
      names                    = [".cases", ".cases-activity", ".cases-attachments"]
      privileges               = ["read", "view_index_metadata"]
      allow_restricted_indices = true
    }
  }
}
