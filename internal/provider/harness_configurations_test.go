package provider_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

const (
	featurePrivilege = "cases_feature_privilege"
	tier1            = featurePrivilege + ".test"

	// tier1Grant is a grant on a role that others own.
	tier1Grant = `
	resource "cases_feature_privilege" "test" {
	  role       = "rich"
	  space      = "soc"
	  security   = { access = "full", sub_features = { delete_cases = false } }
	  connectors = "all"
	}`
)

// richRole says something in every part of a role.
const richRole = `
	resource "cases_role" "test" {
	  name        = "rich"
	  description = "Works cases"
	  spaces = {
	    soc = {
	      security      = { access = "full", sub_features = { delete_cases = false } }
	      observability = { access = "view", sub_features = { add_comments = true } }
	      stack         = { access = "none" }
	      connectors    = "all"
	      features      = { discover_v2 = ["read"] }
	    }
	    dev = {
	      stack      = { access = "assignee" }
	      connectors = "read"
	    }
	    sandbox = { base = "read" }
	  }
` + richElasticsearch + `
	  metadata = jsonencode({ team = "secops" })
	}`

const richElasticsearch = `
	  elasticsearch {
	    cluster = ["monitor"]
	    run_as  = ["reporter"]
	    indices {
	      names      = ["logs-*"]
	      privileges = ["read", "view_index_metadata"]
	      query      = jsonencode({ term = { team = "soc" } })
	      field_security {
	        grant  = ["*"]
	        except = ["secret"]
	      }
	    }
	    indices {
	      names                    = [".alerts-security.alerts-soc"]
	      privileges               = ["read"]
	      allow_restricted_indices = true
	    }
	    remote_indices {
	      clusters   = ["eu-*"]
	      names      = ["logs-*"]
	      privileges = ["read"]
	      query      = jsonencode({ match_all = {} })
	      field_security { grant = ["message"] }
	    }
	    remote_cluster {
	      clusters   = ["eu-*"]
	      privileges = ["monitor_enrich"]
	    }
	  }`

// views is a grant of reading security cases.
func views(role, space string) object {
	return object{"role": role, "space": space, "security": object{"access": "view"}}
}

// access configures the access to one solution.
func access(level string) object { return object{"access": level} }

// grantOn configures a grant on a role in space soc.
func grantOn(role string, config object) object {
	grant := object{"role": role, "space": "soc"}
	maps.Copy(grant, config)
	return grant
}

// inSoc configures the space soc alone.
func inSoc(space object) object { return object{"soc": space} }

// security configures the access to one solution.
func security(access string, subFeatures ...object) object {
	return grantTo("security", access, subFeatures)
}

func grantTo(solution, access string, subFeatures []object) object {
	g := object{"access": access}
	if len(subFeatures) > 0 {
		g["sub_features"] = subFeatures[0]
	}
	return object{solution: g}
}

// rolesWith are resources with these spaces, each named by its key. What is JSON
// is an expression, too.
func rolesWith(spaces map[string]object) string {
	byName := map[string]string{}
	for name, s := range spaces {
		text, err := json.Marshal(s)
		if err != nil {
			panic(err)
		}
		byName[name] = fmt.Sprintf("spaces = %s", text)
	}
	return "\n" + roleBlocks(byName)
}

// roles are resources with the configurations, each named by its key.
func roleBlocks(byName map[string]string) string {
	var config strings.Builder
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		body := byName[name]
		if !strings.HasPrefix(body, "name ") {
			body = fmt.Sprintf("name = %q\n%s", name, body)
		}
		fmt.Fprintf(&config, "resource \"cases_role\" %q {\n%s\n}\n", name, body)
	}
	return config.String()
}

// variables are not known when a configuration is validated.
const variables = `
variable "text" {
  type = string
}
variable "bool" {
  type = bool
}
variable "list" {
  type = list(string)
}
variable "any" {}
`
