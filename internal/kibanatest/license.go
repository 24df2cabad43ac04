package kibanatest

import "slices"

// LicenseUnavailable is the licence of a Kibana that cannot learn its licence
// from Elasticsearch.
const LicenseUnavailable = "unavailable"

// licenseRank orders licence types by what they allow; -1 is no known type.
func licenseRank(kind string) int {
	if kind == "trial" {
		kind = "enterprise"
	}
	return slices.Index([]string{"basic", "standard", "gold", "platinum", "enterprise"}, kind)
}

// allowsSecurity tells whether the licence has roles at all.
func (p Profile) allowsSecurity() bool { return licenseRank(p.License) >= 0 }

// allowsSubFeatures tells whether the licence has sub-feature privileges.
func (p Profile) allowsSubFeatures() bool { return licenseRank(p.License) >= licenseRank("gold") }

// allowsDocumentSecurity tells whether roles may limit documents and fields.
func (p Profile) allowsDocumentSecurity() bool {
	return licenseRank(p.License) >= licenseRank("platinum")
}
