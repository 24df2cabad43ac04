package client_test

import (
	"fmt"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// A plan of 300 roles on a Kibana that has 300 or 5,000: what the others cost is
// to be read, and little more than their text.
func BenchmarkRefresh(b *testing.B) {
	for _, stored := range []int{300, 5000} {
		b.Run(fmt.Sprintf("300 of %d", stored), func(b *testing.B) {
			s, _ := newManyRoles(b, stored)
			b.ReportAllocs()
			for b.Loop() {
				s.ResetJournal()
				c := connect(b, client.Config{Endpoint: s.URL(), Username: kibanatest.DefaultUser, Password: kibanatest.DefaultPassword})
				for i := range 300 {
					if _, err := c.RefreshRole(b.Context(), fmt.Sprintf("r%d", i)); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(len(s.Journal())), "requests/op")
		})
	}
}
