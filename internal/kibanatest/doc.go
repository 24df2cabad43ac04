// Package kibanatest is a Kibana for tests: an HTTP server that manages roles
// the way Kibana does, down to statuses, messages and normalisations.
//
// It keeps what Elasticsearch would keep, application privileges rather than
// Kibana ones, and translates on the way in and on the way out. So it loses,
// preserves and refuses to decode what a real Kibana does. [Profile] chooses
// the version, [Hook] makes things go wrong, and [Server.Journal] tells what
// was asked of it.
//
// Which privileges exist and what they allow is decided from the package's own
// tables and never from the provider's catalogue, so that a mistake in the one
// cannot hide in the other.
//
// Three things it does not do: the bulk and query routes for roles, the
// internal routes of the user interface, and checking the names of cluster and
// index privileges.
package kibanatest
