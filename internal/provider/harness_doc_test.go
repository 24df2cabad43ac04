package provider_test

// The test harness of this package. Files named harness_* hold helpers and no tests; all other files hold tests, and
// helpers that only they need.
//
//	protocol         harness_process, harness_objects   start(t, …) configures a provider in this process. planChange,
//	                                                    applyChange and refresh make the calls that Terraform makes, in
//	                                                    milliseconds. Use it for plans, diagnostics, states and requests.
//	                 harness_encode, harness_decode     Terraform's values, in MessagePack as Terraform sends them
//	                 harness_data, harness_lists        data sources, functions, list resources
//	plugin-testing   harness_steps                      onDouble(t, …).run(t, steps…) runs the Terraform CLI, about one second
//	                                                    of CPU time for each plan or apply. Use it for what Terraform itself does:
//	                                                    order, replacement, import and moved blocks, checks of a saved plan.
//	CLI              harness_cli, harness_examples      The CLI with a built provider: examples, interrupts, what users see
//	real Kibana      harness_double                     onKibana(t) in place of onDouble: the test also runs on a real Kibana
//
//	Kibana           harness_double, harness_stored     the double, what it stores, and the requests that it received
//	configurations   harness_configurations, _forms     attributes of roles and grants
//	Kibana versions  harness_versions, _rows            what a configuration becomes on each version
//	faults           harness_faults_*                   the matrix: every operation in every fault
//	owners           harness_owners_*                   random edits by several owners; a referee judges each write
