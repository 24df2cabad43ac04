package kibanatest

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"
)

// Server is a double of one Kibana and of the Elasticsearch behind it. It is Kibana's
// [http.Handler]; [Server.Elasticsearch] returns the other one. It is safe for
// concurrent use. It handles one request at a time: no other request comes between
// the read and the write of a PUT.
type Server struct {
	// These do not change after New and Start.
	basePath            string
	credentials         []Credential
	latency             time.Duration
	restrictedLicensing bool
	maxPayload          int
	tls                 *tlsIdentity
	// The addresses without the base path.
	listenURL, elasticsearchURL string

	mu sync.Mutex // guards the fields below

	profile Profile
	es      elasticsearch
	spaces  []Space
	hooks   []*installedHook
	journal []*Request
}

// New returns a server without a listener. It has the built-in roles and the
// default space.
func New(p Profile, opts ...Option) *Server {
	s := &Server{
		credentials: []Credential{Basic(DefaultUser, DefaultPassword), APIKey(DefaultAPIKey)},
		maxPayload:  defaultMaxPayload,
		profile:     p,
		es:          newElasticsearch(),
		spaces:      []Space{{ID: "default", Name: "Default", reserved: true}},
	}
	for _, opt := range opts {
		opt(s)
	}
	return s
}

// Start returns a server with two listeners on the loopback interface, until the end
// of the test: one for Kibana and one for Elasticsearch.
func Start(t testing.TB, p Profile, opts ...Option) *Server {
	t.Helper()
	s := New(p, opts...)
	s.listenURL = s.listen(t, s)
	s.elasticsearchURL = s.listen(t, s.Elasticsearch())
	return s
}

// listen serves a handler until the end of the test, and returns its address.
func (s *Server) listen(t testing.TB, handler http.Handler) string {
	t.Helper()
	ts := httptest.NewUnstartedServer(handler)
	ts.Config.ErrorLog = discardLog()
	if s.tls != nil {
		ts.TLS = s.tls.serverConfig()
		ts.StartTLS()
	} else {
		ts.Start()
	}
	t.Cleanup(ts.Close)
	return ts.URL
}

// URL returns the address of Kibana with the base path. Without a listener it
// returns only the base path.
func (s *Server) URL() string { return s.listenURL + s.basePath }

// ElasticsearchURL returns the address of Elasticsearch with the base path. Without a
// listener it returns only the base path.
func (s *Server) ElasticsearchURL() string { return s.elasticsearchURL + s.basePath }

// SetProfile upgrades Kibana in place. The stored roles, the spaces and the licence
// do not change.
func (s *Server) SetProfile(p Profile) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p.License = s.profile.License
	s.profile = p
}

// SetLicense sets the licence type: "basic", "standard", "gold", "platinum",
// "enterprise", "trial", or [LicenseUnavailable].
func (s *Server) SetLicense(kind string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.profile.License = kind
}

// AddSpace creates a space. A role can name a space that does not exist.
func (s *Server) AddSpace(id, name string) {
	s.SetSpace(Space{ID: id, Name: name})
}

// SetSpace creates or replaces a space.
func (s *Server) SetSpace(sp Space) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.spaces, func(there Space) bool { return there.ID == sp.ID })
	if i < 0 {
		s.spaces = append(s.spaces, sp)
		return
	}
	sp.reserved = s.spaces[i].reserved
	s.spaces[i] = sp
}

// Plant stores a role without the checks of Kibana and Elasticsearch. Tests use it
// for roles that another program has written, and for roles that Kibana would not
// accept.
func (s *Server) Plant(name string, role ESRole) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.es.roles[name] = role.clone()
}

// Remove deletes a role. It does nothing if the role does not exist.
func (s *Server) Remove(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.es.roles, name)
}

// Stored returns a copy of a role as Elasticsearch stores it.
func (s *Server) Stored(name string) (ESRole, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	role, ok := s.es.roles[name]
	if !ok {
		return ESRole{}, false
	}
	return role.clone().normalized(), true
}

// Names returns the sorted names of the roles that are not built in.
func (s *Server) Names() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var names []string
	for name, role := range s.es.roles {
		if !role.reserved() {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Hook installs a hook. It runs after the hooks that were installed before it.
func (s *Server) Hook(h Hook) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hooks = append(s.hooks, &installedHook{Hook: h})
}

// must returns the value of a call that cannot fail, and panics if it fails.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
