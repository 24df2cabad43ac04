package kibanatest

import (
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"
)

// Server is a Kibana. It is an [http.Handler], safe for concurrent use; one
// request is handled at a time, so that nothing comes between the reading and
// the writing of a PUT.
type Server struct {
	// Fixed by the options.
	basePath            string
	credentials         []Credential
	latency             time.Duration
	restrictedLicensing bool
	maxPayload          int
	tls                 *tlsIdentity
	listenURL           string

	mu      sync.Mutex
	profile Profile
	es      elasticsearch
	spaces  []space
	hooks   []*installedHook
	journal []*Request
}

// New returns a server without a listener. It holds the built-in roles and the
// default space.
func New(p Profile, opts ...Option) *Server {
	s := &Server{
		credentials: []Credential{Basic(DefaultUser, DefaultPassword), APIKey(DefaultAPIKey)},
		maxPayload:  defaultMaxPayload,
		profile:     p,
		es:          elasticsearch{builtInRoles()},
		spaces:      []space{{ID: "default", Name: "Default", Reserved: true}},
	}
	for _, opt := range opts {
		opt(s)
	}
	return s
}

// Start returns a server that listens on the loopback interface until the test
// ends.
func Start(t testing.TB, p Profile, opts ...Option) *Server {
	t.Helper()
	s := New(p, opts...)
	ts := httptest.NewUnstartedServer(s)
	ts.Config.ErrorLog = discardLog()
	if s.tls != nil {
		ts.TLS = s.tls.serverConfig()
		ts.StartTLS()
	} else {
		ts.Start()
	}
	t.Cleanup(ts.Close)
	s.listenURL = ts.URL
	return s
}

// URL is the address of Kibana, with the base path. Without a listener it is
// the base path alone.
func (s *Server) URL() string { return s.listenURL + s.basePath }

// SetProfile upgrades Kibana in place: what is stored stays as it is. The
// licence and the built-in roles stay too.
func (s *Server) SetProfile(p Profile) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p.License = s.profile.License
	s.profile = p
}

// SetLicense changes the licence type: "basic", "standard", "gold",
// "platinum", "enterprise", "trial", or [LicenseUnavailable].
func (s *Server) SetLicense(kind string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.profile.License = kind
}

// AddSpace creates a space. Roles can name spaces that do not exist.
func (s *Server) AddSpace(id, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.spaces = append(s.spaces, space{ID: id, Name: name})
}

// Plant stores a role as it is, without Kibana's and Elasticsearch's checks, as
// somebody could who writes to Elasticsearch directly.
func (s *Server) Plant(name string, role ESRole) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.es.roles[name] = role.clone()
}

// Remove deletes a role, if there is one.
func (s *Server) Remove(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.es.roles, name)
}

// Stored returns a copy of a role as Elasticsearch has it.
func (s *Server) Stored(name string) (ESRole, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	role, ok := s.es.roles[name]
	if !ok {
		return ESRole{}, false
	}
	return role.clone().normalized(), true
}

// Names lists the roles that are not built in, sorted.
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

// Hook installs a hook, after those that are installed already.
func (s *Server) Hook(h Hook) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hooks = append(s.hooks, &installedHook{Hook: h})
}
