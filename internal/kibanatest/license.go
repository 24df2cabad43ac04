package kibanatest

import "slices"

// LicenseUnavailable is the licence type of a Kibana that cannot get its licence
// from Elasticsearch.
const LicenseUnavailable = "unavailable"

// licenseRank orders the licence types: a higher rank allows more. The rank of any
// other text is -1.
func licenseRank(kind string) int {
	if kind == "trial" {
		kind = "enterprise"
	}
	return slices.Index([]string{"basic", "standard", "gold", "platinum", "enterprise"}, kind)
}

// allowsSecurity reports whether the licence includes roles.
func (p Profile) allowsSecurity() bool { return licenseRank(p.License) >= 0 }

// allowsSubFeatures reports whether the licence includes sub-feature privileges.
func (p Profile) allowsSubFeatures() bool { return licenseRank(p.License) >= licenseRank("gold") }

// allowsCollaboration reports whether the licence includes searches for profiles.
func (p Profile) allowsCollaboration() bool { return licenseRank(p.License) >= licenseRank("standard") }

// allowsDocumentSecurity reports whether the licence includes document and field
// level security.
func (p Profile) allowsDocumentSecurity() bool {
	return licenseRank(p.License) >= licenseRank("platinum")
}
