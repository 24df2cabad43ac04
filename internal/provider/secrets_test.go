package provider_test

import (
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
	"github.com/kibana-cases/terraform-provider-cases/internal/terraformtest"
)

// TestSecretsStayOut: whatever Terraform does, with every log it has, and even
// where Kibana repeats what it was sent, no credential shows in what Terraform
// says, logs, saves or leaves behind. Each runs with a client certificate too,
// whose key is one more secret.
func TestSecretsStayOut(t *testing.T) {
	t.Parallel()
	tf := newBuiltCLI(t)
	for name, login := range logins() {
		if login.config != "" && terraformtest.OlderThan(t, "1.10.0", "1.11.0") {
			t.Logf("ephemeral variables need Terraform 1.10 or OpenTofu 1.11")
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := kibanatest.Start(t, kibanatest.Newest(), kibanatest.WithSpaces("soc"), kibanatest.WithClientCert(), kibanatest.WithCredentials(login.accepts))
			h := newHaystack(t, tf, k, login)
			h.e.write(t, "main.tf", login.config+straw)
			h.terraform(0, "apply", "-auto-approve")
			h.e.write(t, "main.tf", login.config+strings.Replace(straw, "view", "assignee", 1))
			k.Hook(kibanatest.On("PUT", "/api/security/role/straw").Once().Do(repeat))
			h.terraform(0, "plan", "-out=plan")
			h.terraform(0, "show", "-json", "plan")
			h.terraform(1, "apply", "plan")
			h.terraform(0, "apply", "-auto-approve")
			h.terraform(0, "destroy", "-auto-approve")
			for _, where := range []string{"output", "log", "terraform.tfstate", "terraform.tfstate.backup", "plan: tfplan", "plan: tfstate", "plan: tfconfig/m-/main.tf"} {
				if !h.searched[where] {
					t.Errorf("%s was not searched: %v", where, h.searched)
				}
			}
		})
	}
}
