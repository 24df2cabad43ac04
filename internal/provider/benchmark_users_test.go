package provider_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// Reading 10,000 users with 50 sets of roles. The double's share counts.
func BenchmarkDataUsers(b *testing.B) {
	k := onDouble(b, kibanatest.Newest())
	for i := range 50 {
		k.Plant(fmt.Sprintf("role%d", i), granting(fmt.Sprintf("space:s%d: feature_securitySolutionCasesV3.all feature_observabilityCasesV3.read feature_actions.read", i), "space:soc: feature_securitySolutionCasesV3.read"))
	}
	for i := range 10000 {
		name := fmt.Sprintf("user%05d", i)
		k.AddUser(kibanatest.ESUser{Username: name, FullName: "User Number", Email: name + "@example.com", Roles: []string{fmt.Sprintf("role%d", i%50), fmt.Sprintf("role%d", (i+1)%50)}})
		if i%2 == 0 && i < 9000 {
			k.LogIn(name)
		}
	}
	p := start(b, k.withElasticsearch(nil))
	config := encode(b, allSchemas().DataSourceSchemas["cases_users"], object{})
	b.ReportAllocs()
	for b.Loop() {
		resp, err := p.server.ReadDataSource(b.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: "cases_users", Config: config})
		if err != nil || len(resp.Diagnostics) > 0 {
			b.Fatal(err, resp.Diagnostics)
		}
	}
}
