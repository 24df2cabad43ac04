package main

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// journalEntry is a request of the journal. It has no headers, because these hold
// credentials.
type journalEntry struct {
	Method string `json:"method"`
	Path   string `json:"path"`
	Query  string `json:"query,omitempty"`
	Body   string `json:"body,omitempty"`
	Status int    `json:"status"`
}

// withDebugRoutes adds routes to the double that Kibana does not have. They need no
// credentials:
//
//	GET  /_double/role/{name}       returns a role as Elasticsearch stores it
//	POST /_double/role/{name}       stores a role without checks
//	POST /_double/profile?name=9.5  upgrades Kibana in place
//	GET  /_double/journal           lists the requests
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
	// ServeMux redirects paths such as /a//b, which may contain a role's name. It
	// therefore gets only the debug routes.
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/_double/") {
			mux.ServeHTTP(w, r)
			return
		}
		double.ServeHTTP(w, r)
	})
}

func journal(double *kibanatest.Server) []journalEntry {
	entries := []journalEntry{}
	for _, r := range double.Journal() {
		entries = append(entries, journalEntry{r.Method, r.Path, r.Query.Encode(), string(r.Body), r.Status})
	}
	return entries
}

func writeJSON(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	_ = enc.Encode(value) // The caller may have given up.
}
