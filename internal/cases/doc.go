// Package cases is the domain of the provider: which privileges govern Kibana
// Cases in which Kibana version, what an access level means in them, what a
// role lets people do, and which combinations cannot work.
//
// The package is pure: it does no I/O and knows nothing of Terraform or HTTP.
package cases
