package provider_test

// The test harness of this package. Files named harness_* hold helpers and no tests; all other files hold tests, and
// helpers that only they need.
//
//	protocol         harness_process, harness_objects   start(t, …) configures a provider in this process. planChange,
//	                                                    applyChange and refresh make the calls that Terraform makes, in
//	                                                    milliseconds. Use it for plans, diagnostics, states and requests.
//	                 harness_encode, harness_decode     Terraform's values, in MessagePack as Terraform sends them
//	                 harness_data, harness_lists        data sources, functions, list resources
//	steps            harness_terraform                  runProtocol(t, steps…) makes the calls that Terraform makes for the
//	                                                    steps of terraform-plugin-testing. It knows no references.
//	plugin-testing   harness_steps                      runCLI(t, steps…) runs the same steps with the Terraform CLI, for
//	                                                    seconds of CPU time each. Use it for what Terraform itself does: order,
//	                                                    references, replacement, moved blocks. A table keeps one row there.
//	CLI              harness_cli, harness_examples      the commands of the CLI, for what users see: newCLI with the provider in
//	                                                    this process, newBuiltCLI with its executable, for twice the CPU time
//	                 harness_stages                     applies(t, stages…) applies configurations that need no checks of plans
//	                                                    or states, for a third of the CPU time of runCLI. If all rows of a table
//	                                                    need Terraform, sideBySide(t, rows) applies them together.
//	real Kibana      harness_shared                     onKibana(t) in place of onDouble: the test shares one Kibana with
//	                                                    others, a real one or a double, and names its roles by ownName
//
//	Kibana           harness_double, harness_stored     the double, what it stores, and the requests that it received
//	configurations   harness_configurations, _forms     attributes of roles and grants
//	Kibana versions  harness_versions, _rows            what a configuration becomes on each version
//	older states     harness_order                      states with sets of capabilities, as older releases stored them
//	faults           harness_faults_*                   the matrix: every operation in every fault
//	owners           harness_owners_*                   random edits by several owners; a referee judges each write
