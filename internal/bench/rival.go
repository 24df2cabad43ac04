//go:build unix

package main

import (
	"fmt"
	"slices"
	"strings"
)

const rivalAddress = "registry.terraform.io/elastic/elasticstack"

// rivalHeader begins every configuration of the elasticstack provider. It has no block
// for Elasticsearch: the provider then gets the version from Kibana.
const rivalHeader = "terraform {\n  required_providers {\n    elasticstack = { source = \"elastic/elasticstack\" }\n  }\n}\n\nprovider \"elasticstack\" {\n  kibana {}\n}\n"

// rivalConfig configures the roles that the double stores, with the same privileges,
// for the elasticstack provider.
func rivalConfig(k *kibana) string {
	var config strings.Builder
	config.WriteString(rivalHeader)
	for i, name := range k.Names() {
		role, _ := k.Stored(name)
		fmt.Fprintf(&config, "\nresource \"elasticstack_kibana_security_role\" \"r%d\" {\n  name = %q\n  elasticsearch {}\n", i, name)
		for _, application := range role.Applications {
			config.WriteString(rivalEntry(application.Privileges, application.Resources))
		}
		config.WriteString("}\n")
	}
	return config.String()
}

// rivalEntry returns the kibana block for the privileges of an application, such as
// feature_discover.read, on its resources, such as space:soc.
func rivalEntry(privileges, resources []string) string {
	features := map[string][]string{}
	var order, spaces []string
	for _, privilege := range privileges {
		feature, name, _ := strings.Cut(strings.TrimPrefix(privilege, "feature_"), ".")
		if !slices.Contains(order, feature) {
			order = append(order, feature)
		}
		features[feature] = append(features[feature], name)
	}
	for _, resource := range resources {
		spaces = append(spaces, strings.TrimPrefix(resource, "space:"))
	}
	var block strings.Builder
	fmt.Fprintf(&block, "  kibana {\n    spaces = %s\n", quotedList(spaces))
	for _, feature := range order {
		fmt.Fprintf(&block, "    feature {\n      name       = %q\n      privileges = %s\n    }\n", feature, quotedList(features[feature]))
	}
	block.WriteString("  }\n")
	return block.String()
}

// quotedList returns a list of strings in Terraform's syntax.
func quotedList(values []string) string {
	var quoted []string
	for _, value := range values {
		quoted = append(quoted, fmt.Sprintf("%q", value))
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}
