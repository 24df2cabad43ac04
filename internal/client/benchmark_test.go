package client_test

import (
	"fmt"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/client"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// BenchmarkRefresh refreshes 300 roles of a Kibana with 300 or 5,000 roles. The other
// roles should cost little more than the reading of their text.
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
