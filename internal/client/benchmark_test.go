package client_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
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

// BenchmarkPeople reads 10,000 users and 10,000 profiles with 50 sets of roles. The metric
// is the memory that the result keeps.
func BenchmarkPeople(b *testing.B) {
	k := kibanatest.Start(b, kibanatest.Newest())
	for i := range 10_000 {
		u := kibanatest.ESUser{
			Username: fmt.Sprintf("user-%d", i), FullName: fmt.Sprintf("User Number %d", i), Email: fmt.Sprintf("user-%d@example.com", i),
			Roles: []string{"soc-reader", "viewer", fmt.Sprintf("team-%d", i%50)},
		}
		k.AddUser(u)
		k.LogIn(u.Username)
	}
	// Recorded answers: the double would cost more than the client.
	answers := map[string]string{}
	for _, path := range []string{"/_security/user?with_profile_uid=true", "/_security/profile/_suggest"} {
		recorder := httptest.NewRecorder()
		req := httptest.NewRequestWithContext(b.Context(), http.MethodGet, path, strings.NewReader(`{"size":10000}`))
		req.SetBasicAuth(kibanatest.DefaultUser, kibanatest.DefaultPassword)
		k.Elasticsearch().ServeHTTP(recorder, req)
		answers[path] = recorder.Body.String()
		b.SetBytes(int64(recorder.Body.Len()))
	}
	s := serve(b, func(w http.ResponseWriter, r *http.Request) { answer(http.StatusOK, answers[r.RequestURI])(w, r) })
	var users []client.User
	var profiles client.UserProfiles
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	b.ReportAllocs()
	for b.Loop() {
		es := forElasticsearch(b, config(s.URL))
		var usersErr, profilesErr error
		users, usersErr = es.Users(b.Context())
		profiles, profilesErr = es.Profiles(b.Context())
		if usersErr != nil || profilesErr != nil || len(users) < 10_000 || len(profiles.List) != 10_000 {
			b.Fatal(usersErr, profilesErr)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(int64(after.HeapAlloc)-int64(before.HeapAlloc))/(1<<20), "MiB-kept")
	runtime.KeepAlive(users)
	runtime.KeepAlive(profiles)
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
