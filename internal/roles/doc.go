// Package roles is Kibana's role document, as GET /api/security/role/{name}
// returns it and PUT takes it: its entries, its Elasticsearch part, keys that
// nobody knows yet, its canonical form and its fingerprint.
//
// The package is pure: it does no I/O and knows nothing of Terraform, of HTTP or
// of cases.
package roles
