package review

import (
	"maps"
	"slices"
	"strings"
)

// noConfiguration stands for the provider configuration of a resource that is in the state only.
const noConfiguration = "unknown"

// kibanas tells which provider configurations reach the same Kibana.
type kibanas struct {
	configuration configuration
	// names holds the name of the Kibana of each key that a resource of the plan uses. It is nil if the plan has one only.
	names map[string]string
	// guessed says that different names may mean one Kibana.
	guessed bool
}

// site is a set of provider configurations that are known to reach the same Kibana.
type site struct {
	keys     []string
	provider string // "" if there are several
	endpoint string // "" if the environment decides, or if it is not known
	known    bool
}

func newKibanas(c configuration, changes []*change) kibanas {
	k := kibanas{configuration: c}
	providers := map[string]string{} // by key
	for _, change := range changes {
		providers[k.key(change)] = change.kind.provider
	}
	delete(providers, noConfiguration)
	var sites []site
	for _, key := range slices.Sorted(maps.Keys(providers)) {
		sites = addSite(sites, k.site(key, providers[key]))
	}
	sites = join(sites)
	if len(sites) < 2 {
		return k
	}
	k.guessed = slices.ContainsFunc(sites, func(s site) bool { return s.endpoint == "" })
	k.names = map[string]string{noConfiguration: noConfiguration}
	for _, s := range sites {
		for _, key := range s.keys {
			k.names[key] = providerName(s.keys[0])
		}
	}
	return k
}

// key returns the key of the provider configuration that a resource uses, or the resource's own address if it has a
// connection of its own.
func (k kibanas) key(c *change) string {
	if c.ownConnection {
		return c.configAddress
	}
	if key := k.configuration.keys[c.configAddress]; key != "" {
		return key
	}
	return noConfiguration
}

func (k kibanas) site(key, provider string) site {
	s := site{keys: []string{key}, provider: provider}
	if config := k.configuration.providers[key]; config != nil {
		s.endpoint, s.known = endpoint(config)
	}
	return s
}

// addSite adds a site, or its keys to one with the same endpoint. The environment has one endpoint for all providers.
func addSite(sites []site, s site) []site {
	for i, other := range sites {
		if other.known && s.known && other.endpoint == s.endpoint {
			sites[i] = merge(other, s)
			return sites
		}
	}
	return append(sites, s)
}

func merge(a, b site) site {
	a.keys = append(a.keys, b.keys...)
	if a.provider != b.provider {
		a.provider = ""
	}
	return a
}

// join joins a single site of each provider, unless both endpoints are known.
func join(sites []site) []site {
	if len(sites) != 2 || sites[0].endpoint != "" && sites[1].endpoint != "" {
		return sites
	}
	if a, b := sites[0], sites[1]; a.provider != "" && b.provider != "" && a.provider != b.provider {
		return []site{merge(a, b)}
	}
	return sites
}

// name returns the name of the Kibana that a resource's role is in; "" if the plan has one Kibana only.
func (k kibanas) name(c *change) string { return k.names[k.key(c)] }

// notes are sentences about what the plan does not say about Kibanas.
func (k kibanas) notes() []string {
	if !k.guessed {
		return nil
	}
	var names []string
	for _, name := range slices.Compact(slices.Sorted(maps.Values(k.names))) {
		if name != noConfiguration {
			names = append(names, name)
		}
	}
	return []string{"The plan does not say whether these provider configurations reach the same Kibana: " + strings.Join(names, ", ") +
		". The review treats their roles as different roles."}
}
