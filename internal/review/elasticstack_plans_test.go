package review_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/kibana-cases/terraform-provider-cases/internal/review"
	"github.com/kibana-cases/terraform-provider-cases/internal/terraformtest"
)

var record = flag.Bool("record", false, "write the plans in testdata with Terraform")

// The configurations that the plans in testdata lead from and to.
const (
	elasticstackBefore = `
		resource "elasticstack_kibana_security_role" "changed" {
		  name = "changed"
		  elasticsearch {
		    cluster = ["monitor"]
		  }
		  kibana {
		    spaces = ["soc", "dev"]
		    feature {
		      name       = "securitySolutionCasesV3"
		      privileges = ["read"]
		    }
		    feature {
		      name       = "discover"
		      privileges = ["read"]
		    }
		  }
		}
		resource "elasticstack_kibana_security_role" "same" {
		  name = "same"
		  elasticsearch {}
		  kibana {
		    spaces = ["*"]
		    base   = ["read"]
		  }
		}
		resource "elasticstack_elasticsearch_security_role" "stored" {
		  name = "stored"
		  applications {
		    application = "kibana-.kibana"
		    privileges  = ["feature_generalCasesV3.all"]
		    resources   = ["space:soc"]
		  }
		}`
	elasticstackAfter = `
		variable "solution" {
		  default   = "observabilityCasesV3"
		  sensitive = true
		}
		resource "terraform_data" "later" {}
		resource "elasticstack_kibana_security_role" "changed" {
		  name = "changed"
		  elasticsearch {
		    cluster = ["manage_security"]
		  }
		  kibana {
		    spaces = ["soc"]
		    feature {
		      name       = "securitySolutionCasesV3"
		      privileges = ["minimal_read", "cases_delete"]
		    }
		  }
		}
		resource "elasticstack_kibana_security_role" "same" {
		  name        = "same"
		  description = "as before"
		  elasticsearch {}
		  kibana {
		    spaces = ["*"]
		    base   = ["read"]
		  }
		}
		resource "elasticstack_kibana_security_role" "hidden" {
		  name = "hidden"
		  elasticsearch {}
		  kibana {
		    spaces = ["soc"]
		    feature {
		      name       = var.solution
		      privileges = ["read"]
		    }
		  }
		}
		resource "elasticstack_elasticsearch_security_role" "stored" {
		  name = "renamed"
		  applications {
		    application = "kibana-.kibana"
		    privileges  = ["feature_generalCasesV3.read", "feature_actions.read"]
		    resources   = ["space:soc", "space:${terraform_data.later.id}"]
		  }
		  indices {
		    names                    = [".kibana*"]
		    privileges               = ["read"]
		    allow_restricted_indices = true
		  }
		}`
)

// Plans that Terraform wrote with both versions of the schema of elasticstack_kibana_security_role.
func TestReadPlansOfElasticstack(t *testing.T) {
	t.Parallel()
	for version := range int64(2) {
		t.Run(fmt.Sprintf("schema version %d", version), func(t *testing.T) {
			t.Parallel()
			file := filepath.Join("testdata", fmt.Sprintf("elasticstack-%d.json", version))
			if *record {
				recordPlan(t, file, stub{version})
			}
			plan, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			r, err := review.Read(bytes.NewReader(plan), review.Options{KibanaVersion: "9.2.0"})
			if err != nil {
				t.Fatal(err)
			}
			compare(t, lines(
				"update changed",
				"  by elasticstack_kibana_security_role.changed update",
				"  dev/security -read_cases",
				"  soc/security +delete_cases ![delete_cases]",
				`  way gain manage_security: The cluster privilege "manage_security" lets people change roles and users, and so give themselves any access.`,
				"create hidden",
				"  by elasticstack_kibana_security_role.hidden create",
				"  (sensitive value)/observability +read_cases",
				"  note: The plan marks values of this role as sensitive. The review does not show them.",
				"create renamed",
				"  by elasticstack_elasticsearch_security_role.stored delete,create",
				"  */security ? ![all_spaces]", "  */observability ? ![all_spaces]", "  */stack ? ![all_spaces]", "  */connectors ? ![all_spaces]",
				"  soc/stack +read_cases", "  soc/connectors +use_connectors",
				`  way gain kibana_indices: The index privilege "read" on ".kibana*" with allow_restricted_indices lets people read Kibana's own indices, which hold the cases of all spaces and solutions.`,
				"delete stored",
				"  by elasticstack_elasticsearch_security_role.stored delete,create",
				"  soc/stack -read_cases -create_cases -update_cases -delete_cases -edit_settings -add_comments -reopen_cases -assign_users",
				deletedNote,
				"1 unchanged",
			), summary(r))
		})
	}
}

// recordPlan writes the plan that leads from one configuration to the other.
func recordPlan(t *testing.T, file string, s stub) {
	t.Helper()
	w := newWorkspace(t)
	w.provider = func() string {
		return terraformtest.Serve(t, providerserver.NewProtocol6(s), "registry.terraform.io/elastic/elasticstack")
	}
	const requirements = `
		terraform {
		  required_providers {
		    elasticstack = { source = "elastic/elasticstack" }
		  }
		}`
	w.write("main.tf", requirements+elasticstackBefore)
	w.terraform("init", "-input=false")
	w.terraform("apply", "-input=false", "-auto-approve")
	w.write("main.tf", requirements+elasticstackAfter)
	var indented bytes.Buffer
	if err := json.Indent(&indented, w.plan(), "", "  "); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, append(indented.Bytes(), '\n'), 0o600); err != nil {
		t.Fatal(err)
	}
}
