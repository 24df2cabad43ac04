// Package kibanatest provides a test double of Kibana: an HTTP server that
// manages roles as Kibana does, with the same statuses, messages and
// normalisations.
//
// The double stores a role as Elasticsearch does: with application privileges. It
// converts Kibana privileges to application privileges in a PUT, and back in a GET.
// It therefore loses, keeps and cannot decode the same parts of a role as a real
// Kibana. [Profile] selects the version, [Hook] simulates faults, and
// [Server.Journal] lists the requests that the server received.
//
// The double also serves the routes of Elasticsearch that say who people are: users,
// role mappings and user profiles. See [Server.Elasticsearch], [Server.AddUser],
// [Server.LogIn] and [Server.AddRoleMapping]; Elasticsearch's own routes for these do the
// same for tests that also run against a real one. Which profile has a privilege follows from
// the stored roles and the package's tables.
//
// The package has its own tables of privileges and of what they allow. It does not
// use the provider's catalogue: tests would then not find a mistake in the
// catalogue.
//
// Two files in testdata hold what Kibana answers: role-api-cases.json and
// recorded-role-api.json. The conformance tests compare the double with both. What
// Elasticsearch answers follows from its source and documentation; nothing of it is
// recorded.
//
// The double does not have the bulk and query routes for roles or the internal
// routes of the user interface. It knows the cluster and index privileges of one
// Elasticsearch version, and accepts these in every profile.
package kibanatest
