// Package roles models a Kibana role: the JSON document that
// GET /api/security/role/{name} returns and PUT /api/security/role/{name}
// accepts. It decodes and encodes the document, compares roles, and computes
// their fingerprints.
//
// The package is pure: it does no I/O and does not depend on Terraform, HTTP or
// package cases.
//
// Keys that the package does not know are kept and sent back unchanged. The Equal
// methods ignore differences that Kibana and Elasticsearch ignore, such as order
// and duplicates. Exported functions never change their arguments.
package roles
