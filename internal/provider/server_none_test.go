package provider_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/vmihailenco/msgpack/v5"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// TestServerSaysWhatIsInTheWayOfNone: a grant that only keeps features absent holds
// nothing, and so looks unchanged in a role that shows nothing. Where a base
// privilege gives access all the same, or the role cannot be decoded, a refresh from
// the list says so, too.
func TestServerSaysWhatIsInTheWayOfNone(t *testing.T) {
	t.Parallel()
	stored := func(resource string, privileges ...string) kibanatest.ESRole {
		return kibanatest.ESRole{Applications: []kibanatest.ESApplication{{Application: "kibana-.kibana", Resources: []string{resource}, Privileges: privileges}}}
	}
	for name, test := range map[string]struct {
		role kibanatest.ESRole
		says []string
	}{
		"nothing":             {kibanatest.ESRole{}, nil},
		"a base privilege":    {stored("space:soc", "space_read"), []string{"WARNING", "Space has a base privilege"}},
		"an undecodable role": {stored("space:soc", "all"), []string{"ERROR", "cannot be decoded"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			k.Plant("filler", kibanatest.ESRole{})
			k.Plant("rich", kibanatest.ESRole{})
			grant := start(t, k.settings(nil)).change(featurePrivilege, kept{}, object{"role": "rich", "space": "soc", "security": object{"access": "none"}})
			k.Plant("rich", test.role)
			own, framework := start(t, k.settings(nil)), startOn(t, frameworkServer(), k.settings(nil))
			refreshed, _ := answersAlike(t, own, framework, featurePrivilege, grant)
			if refreshed != (test.says == nil) {
				t.Errorf("answered by itself: %v", refreshed)
			}
			own.diagnostics = nil
			own.refresh(featurePrivilege, grant)
			own.wantDiagnostic(test.says...)
		})
	}
}

// TestServerRefusesAnAttributeTwice: an object that names an attribute twice is
// none, whatever Terraform would mean by it.
func TestServerRefusesAnAttributeTwice(t *testing.T) {
	t.Parallel()
	p := start(t, object{"endpoint": "https://kibana.invalid", "api_key": "a2V5"})
	config := p.value(featurePrivilege, views("rich", "soc"))
	again, err := msgpack.Marshal("role")
	if err != nil {
		t.Fatal(err)
	}
	other, err := msgpack.Marshal("other")
	if err != nil {
		t.Fatal(err)
	}
	if config.MsgPack[0]&0xf0 != 0x80 {
		t.Fatalf("no small map: %x", config.MsgPack[0])
	}
	config.MsgPack[0]++ // one attribute more
	config.MsgPack = append(append(config.MsgPack, again...), other...)
	for name, server := range map[string]tfprotov6.ProviderServer{"own": p.server, "framework": frameworkServer()} {
		resp, err := server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: featurePrivilege, Config: config})
		if err == nil && len(resp.Diagnostics) == 0 {
			t.Errorf("%s takes it", name)
		}
	}
}
