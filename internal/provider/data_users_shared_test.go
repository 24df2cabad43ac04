package provider_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
)

// On any Elasticsearch: a user who never logged in can work cases and cannot be assigned; one
// who did, can. When their role loses access, so do they.
func TestDataUsersOnKibana(t *testing.T) {
	t.Parallel()
	k := onKibana(t)
	k.needs(t, 8, 12)
	if k.elasticsearch == "" {
		t.Skip("needs ELASTICSEARCH_ENDPOINT, and this environment names Kibana alone")
	}
	role := ownName(t, "worker")
	never, once := strings.ReplaceAll(ownName(t, "never"), "/", "-"), strings.ReplaceAll(ownName(t, "once"), "/", "-")
	const password = "not-a-secret"
	for _, name := range []string{never, once} {
		k.asksElasticsearch(t, http.MethodPut, "/_security/user/"+name, fmt.Sprintf(`{"password":%q,"roles":[%q]}`, password, role))
	}
	defer func() {
		for _, name := range []string{never, once} {
			k.asksElasticsearch(t, http.MethodDelete, "/_security/user/"+name, "")
		}
	}()
	k.asksElasticsearch(t, http.MethodPost, "/_security/profile/_activate", fmt.Sprintf(`{"grant_type":"password","username":%q,"password":%q}`, once, password))

	provider := strings.Replace(k.provider, "{", fmt.Sprintf("{\nelasticsearch_endpoint = %q\n", k.elasticsearch), 1)
	k.provider = "" // the configuration has its own
	config := func(access string) string {
		return provider + fmt.Sprintf(`
			resource "cases_role" "worker" {
			  name   = %q
			  spaces = { default = { security = { access = %q } } }
			}
			data "cases_users" "all" {
			  depends_on = [cases_role.worker]
			}
			locals {
			  users = data.cases_users.all.users
			}
			output "deletes" {
			  value = join(", ", [for name in [%[3]q, %[4]q] : contains(try(local.users[name].capabilities["default/security"], []), "delete_cases")])
			}
			output "assignable" {
			  value = join(", ", [for name in [%[3]q, %[4]q] : contains(local.users[name].assignable, "default/security")])
			}
			output "logged_in" {
			  value = join(", ", [for name in [%[3]q, %[4]q] : local.users[name].logged_in])
			}`, role, access, never, once)
	}
	says := func(access, deletes, assignable string) resource.TestStep {
		step := resource.TestStep{Config: config(access)}
		for output, text := range map[string]string{"deletes": deletes, "assignable": assignable, "logged_in": "false, true"} {
			step.ConfigStateChecks = append(step.ConfigStateChecks, statecheck.ExpectKnownOutputValue(output, knownvalue.StringExact(text)))
		}
		return step
	}
	k.runCLI(t, says("assignee", "true, true", "false, true"), says("view", "false, false", "false, true"), says("none", "false, false", "false, false"))
}

// asksElasticsearch sends a request that has to succeed, and returns the answer.
func (k target) asksElasticsearch(t *testing.T, method, path, body string) []byte {
	t.Helper()
	request, err := http.NewRequest(method, strings.TrimRight(k.elasticsearch, "/")+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", k.authorization)
	request.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode >= http.StatusMultipleChoices {
		t.Fatalf("%s %s: %s", method, path, answer.Status)
	}
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
