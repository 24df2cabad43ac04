package client_test

import (
	"fmt"
	"io"
	"net/http"
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

// An answer of the size that a real Kibana sends.
func BenchmarkPrivileges(b *testing.B) {
	profile := kibanatest.Newest()
	profile.SavedObjectTypes = 20
	s := kibanatest.Start(b, profile)
	resp, err := http.DefaultClient.Do(authorized(b, s.URL()+"/api/security/privileges?includeActions=true&respectLicenseLevel=false"))
	if err != nil {
		b.Fatal(err)
	}
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.Body.Close() != nil {
		b.Fatal(err)
	}
	answered := serve(b, answer(http.StatusOK, string(text)))
	c := connect(b, config(answered.URL))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Privileges(b.Context(), onCases); err != nil {
			b.Fatal(err)
		}
	}
}

func authorized(b *testing.B, url string) *http.Request {
	b.Helper()
	req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		b.Fatal(err)
	}
	req.SetBasicAuth(kibanatest.DefaultUser, kibanatest.DefaultPassword)
	return req
}
