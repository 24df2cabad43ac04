package main

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// withDebugRoutes serves, beside Kibana, routes below /_double/ that no Kibana
// has. They need no credentials and show what lies behind the API:
//
//	GET  /_double/role/{name}       the role as Elasticsearch stores it
//	POST /_double/role/{name}       store a role unchecked
//	POST /_double/profile?name=9.5  upgrade in place
//	GET  /_double/journal           the requests so far
func withDebugRoutes(double *kibanatest.Server) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /_double/role/{name}", func(w http.ResponseWriter, r *http.Request) {
		role, ok := double.Stored(r.PathValue("name"))
		if !ok {
			http.NotFound(w, r)
			return
		}
		writeJSON(w, role)
	})
	mux.HandleFunc("POST /_double/role/{name}", func(w http.ResponseWriter, r *http.Request) {
		var role kibanatest.ESRole
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&role); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		double.Plant(r.PathValue("name"), role)
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("POST /_double/profile", func(w http.ResponseWriter, r *http.Request) {
		profile, err := kibanatest.ProfileFor(r.FormValue("name"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		double.SetProfile(profile)
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("GET /_double/journal", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, journal(double))
	})
	// ServeMux would redirect role names with an odd path, so it sees only its own.
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/_double/") {
			mux.ServeHTTP(w, r)
			return
		}
		double.ServeHTTP(w, r)
	})
}

// line is a request of the journal, without headers: they hold credentials.
type line struct {
	Method string `json:"method"`
	Path   string `json:"path"`
	Query  string `json:"query,omitempty"`
	Body   string `json:"body,omitempty"`
	Status int    `json:"status"`
}

func journal(double *kibanatest.Server) []line {
	lines := []line{}
	for _, r := range double.Journal() {
		lines = append(lines, line{r.Method, r.Path, r.Query.Encode(), string(r.Body), r.Status})
	}
	return lines
}

func writeJSON(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	_ = enc.Encode(value) // The caller may have gone.
}
