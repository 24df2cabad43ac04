package cases

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// roleWith is a role that stores privileges.
func roleWith(name string, p Privileges) Role { return Role{Name: name, Kibana: p.Entries()} }

// said writes a review as "<key> <capability>" to the list of "<role>
// <space> <privilege>".
func said(r Union) map[string][]string {
	all := map[string][]string{}
	for key, capabilities := range r {
		for capability, sources := range capabilities {
			for _, s := range sources {
				at := key + " " + string(capability)
				all[at] = append(all[at], s.Role+" "+s.Space+" "+s.Privilege)
			}
		}
	}
	return all
}

// TestReview: what adds up, and why. The rows name some of what is held, and
// some of what is not.
func TestReview(t *testing.T) {
	t.Parallel()
	type held = map[string][]string
	in := func(space, feature string, ids ...string) Privileges {
		return Privileges{space: {Features: featureIDs{feature: ids}}}
	}
	base := func(space, id string) Privileges { return Privileges{space: {Base: []string{id}}} }
	everything := Role{Name: "superuser", Kibana: []Entry{{Spaces: []string{"*"}, Base: []string{"*"}}}}
	machine := Role{Name: "kibana_ml", Kibana: []Entry{{Spaces: []string{"*"}, Base: []string{}, Reserved: []string{"ml_user"}}}}
	const security, connectors = "securitySolutionCasesV3", "actions"
	for name, test := range map[string]struct {
		roles []Role
		want  held
		not   []string // prefixes
	}{
		"nobody": {nil, nil, []string{""}},
		"roles of different spaces stay apart": {
			[]Role{roleWith("a", in("soc", security, "all")), roleWith("b", in("noc", security, "read"))},
			held{"soc/security delete_cases": {"a soc " + security + ".all"}, "noc/security read_cases": {"b noc " + security + ".read"}},
			[]string{"noc/security delete", "soc/observability", "*/"},
		},
		"every role that gives it is named": {
			[]Role{roleWith("a", in("soc", security, "all")), roleWith("b", in("soc", security, "read")), roleWith("c", in("soc", security, "cases_delete"))},
			held{
				"soc/security read_cases":   {"a soc " + security + ".all", "b soc " + security + ".read"},
				"soc/security delete_cases": {"a soc " + security + ".all", "c soc " + security + ".cases_delete"},
			},
			nil,
		},
		"a named space repeats what all spaces give": {
			[]Role{roleWith("a", Privileges{"*": {Features: featureIDs{security: {"read"}}}, "soc": {Features: featureIDs{security: {"create_comment"}}}})},
			held{
				"*/security read_cases": {"a * " + security + ".read"}, "soc/security read_cases": {"a * " + security + ".read"},
				"soc/security add_comments": {"a soc " + security + ".create_comment"},
			},
			[]string{"*/security add"},
		},
		"all spaces of one role reach the space of another": {
			[]Role{roleWith("a", in("*", security, "cases_delete")), roleWith("b", in("soc", security, "read"))},
			held{"soc/security delete_cases": {"a * " + security + ".cases_delete"}},
			[]string{"*/security read"},
		},
		"pushing takes a connector": {
			[]Role{roleWith("a", in("soc", security, "all"))}, held{"soc/security update_cases": {"a soc " + security + ".all"}}, []string{"soc/security push"},
		},
		"pushing takes a connector, of whichever role": {
			[]Role{roleWith("a", in("soc", security, "all")), roleWith("b", in("soc", connectors, "read"))},
			held{"soc/security push_cases": {"a soc " + security + ".all", "b soc actions.read"}, "soc/connectors use_connectors": {"b soc actions.read"}},
			nil,
		},
		"pushing takes a connector, of whichever entry": {
			[]Role{roleWith("a", in("*", security, "all")), roleWith("b", in("soc", connectors, "all"))},
			held{"soc/security push_cases": {"a * " + security + ".all", "b soc actions.all"}},
			[]string{"*/security push", "*/connectors"},
		},
		"a connector elsewhere does not help": {
			[]Role{roleWith("a", in("soc", security, "all")), roleWith("b", in("noc", connectors, "all"))}, nil, []string{"soc/security push", "noc/security"},
		},
		"connectors push nothing that is only read": {
			[]Role{roleWith("a", in("soc", security, "read")), roleWith("b", in("soc", connectors, "all"))}, nil, []string{"soc/security push"},
		},
		"a base privilege is each solution and connectors": {
			[]Role{roleWith("editor", base("*", "all"))},
			held{
				"*/stack delete_cases": {"editor * base.all"}, "*/observability manage_templates": {"editor * base.all"},
				"*/security push_cases": {"editor * base.all"}, "*/connectors manage_connectors": {"editor * base.all"},
			},
			nil,
		},
		"base read pushes what another role works on": {
			[]Role{roleWith("viewer", base("*", "read")), roleWith("a", in("soc", security, "minimal_all"))},
			held{"soc/security push_cases": {"a soc " + security + ".minimal_all", "viewer * base.read"}, "soc/stack read_cases": {"viewer * base.read"}},
			[]string{"*/security create", "*/security push", "*/connectors manage"},
		},
		"superuser": {
			[]Role{everything, roleWith("a", in("soc", security, "read"))},
			held{"*/stack delete_cases": {"superuser * base.all"}, "soc/security read_cases": {"a soc " + security + ".read", "superuser * base.all"}},
			nil,
		},
		"everything, and a reserved privilege": {
			[]Role{{Name: "a", Kibana: []Entry{{Spaces: []string{"*"}, Base: []string{"*"}, Reserved: []string{"ml_user"}}}}},
			held{"*/stack delete_cases": {"a * base.all"}},
			nil,
		},
		"a reserved privilege gives nothing here": {[]Role{machine}, nil, []string{""}},
		"deprecated ids": {
			[]Role{roleWith("a", in("soc", "generalCases", "minimal_all")), roleWith("b", in("soc", "generalCasesV2", "case_reopen"))},
			held{"soc/stack reopen_cases": {"a soc generalCases.minimal_all", "b soc generalCasesV2.case_reopen"}},
			[]string{"soc/stack delete"},
		},
		"a sub-feature without read": {
			[]Role{roleWith("a", in("soc", security, "cases_assign"))}, held{"soc/security assign_users": {"a soc " + security + ".cases_assign"}}, []string{"soc/security read"},
		},
		"unknown ids and other features": {
			[]Role{roleWith("a", Privileges{"soc": {Features: featureIDs{security: {"delete"}, "generalCasesV9": {"all"}, "siemV5": {"all"}}}})}, nil, []string{""},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			review := said(builtIn(t, "9.5").Union(test.roles))
			for at, want := range test.want {
				if diff := cmp.Diff(want, review[at]); diff != "" {
					t.Errorf("%s (-want +got):\n%s", at, diff)
				}
			}
			for at := range review {
				if slices.ContainsFunc(test.not, func(prefix string) bool { return strings.HasPrefix(at, prefix) }) {
					t.Errorf("%s, from %q", at, review[at])
				}
			}
		})
	}
}

// anyRole draws a role, now and then one that holds everything through an
// application that is not Kibana's own.
func anyHolder(t *rapid.T, name string) Role {
	role := roleWith(name, anyPrivileges(t))
	if rapid.IntRange(0, 9).Draw(t, "superuser?") == 0 {
		role.Kibana = append(role.Kibana, Entry{Spaces: []string{"*"}, Base: []string{"*"}})
	}
	return role
}

func anyHolders(t *rapid.T) []Role {
	var roles []Role
	for i := range rapid.IntRange(1, 4).Draw(t, "roles") {
		roles = append(roles, anyHolder(t, fmt.Sprintf("role%d", i)))
	}
	return roles
}

// A union holds what each role holds, in whichever order they are named.
func TestReviewIsAUnion(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, roles := anyCatalogue(t), anyHolders(t)
		review := c.Union(roles)
		for _, role := range roles {
			if lost, is := beyond(c.Capabilities(EffectivePrivileges(role)), review.Capabilities()); is {
				t.Fatalf("%+v gives %s, the union does not", role, lost)
			}
			if lost, is := beyond(c.Union([]Role{role}).Capabilities(), review.Capabilities()); is {
				t.Fatalf("the review of %+v has %s, the union does not", role, lost)
			}
		}
		other := c.Union(rapid.Permutation(roles).Draw(t, "order"))
		if diff := cmp.Diff(said(review), said(other)); diff != "" {
			t.Fatalf("another order:\n%s", diff)
		}
		if diff := cmp.Diff(review.Markdown(), other.Markdown()); diff != "" {
			t.Fatalf("another order:\n%s", diff)
		}
	})
}

// The review of one role is what its entries give, and in a named space what
// all spaces give besides.
func TestReviewOfOneRole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, role := anyCatalogue(t), anyHolder(t, "role")
		alone := c.Capabilities(EffectivePrivileges(role))
		review := c.Union([]Role{role}).Capabilities()
		for key, capabilities := range review {
			space, subject, _ := strings.Cut(key, "/")
			want := UnionIDs(texts(alone[key]), texts(alone[AllSpaces+"/"+subject]))
			got := texts(capabilities)
			// Who works cases everywhere can push them where there is a connector.
			if space != AllSpaces && !slices.Contains(want, string(PushCases)) {
				got = slices.DeleteFunc(got, func(c string) bool { return c == string(PushCases) && len(review[space+"/connectors"]) > 0 })
			}
			if diff := cmp.Diff(want, got, ignoreOrder, ignoreEmpty); diff != "" {
				t.Fatalf("%s of %+v (-entries +review):\n%s", key, role, diff)
			}
		}
		if _, everywhere := EffectivePrivileges(role)[AllSpaces]; !everywhere {
			if diff := cmp.Diff(plain(alone), plain(review), ignoreOrder); diff != "" {
				t.Fatalf("%+v (-entries +review):\n%s", role, diff)
			}
		}
	})
}

func plain(held map[string][]Capability) map[string][]string {
	all := map[string][]string{}
	for key, capabilities := range held {
		all[key] = texts(capabilities)
	}
	return all
}

func texts(list []Capability) []string {
	all := make([]string, 0, len(list))
	for _, c := range list {
		all = append(all, string(c))
	}
	return all
}

// Each capability has a source. A source by itself gives what it is named for,
// pushing with one of the connectors beside it; and whatever gives something is
// named.
func TestReviewSources(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, roles := anyCatalogue(t), anyHolders(t)
		review := c.Union(roles)
		for key, capabilities := range review {
			space, _, _ := strings.Cut(key, "/")
			for capability, sources := range capabilities {
				if len(sources) == 0 {
					t.Fatalf("%s %s comes from nowhere", key, capability)
				}
				for _, source := range sources {
					if !c.gives(source, key, capability) {
						t.Fatalf("%s %s does not come from %+v, one of %+v", key, capability, source, sources)
					}
				}
			}
			for _, role := range roles {
				for _, entry := range slices.Compact([]string{space, AllSpaces}) {
					for _, p := range EffectivePrivileges(role)[entry].each() {
						source := Source{role.Name, entry, p.String()}
						for _, capability := range c.Capabilities(Privileges{space: p.alone()})[key] {
							if !slices.Contains(review[key][capability], source) {
								t.Fatalf("%s %s comes from %+v too, not only %+v", key, capability, source, review[key][capability])
							}
						}
					}
				}
			}
		}
	})
}

// gives reports whether a source gives a capability by itself; for pushing,
// with a connector beside it, or as the connector.
func (c Catalogue) gives(source Source, key string, capability Capability) bool {
	space, _, _ := strings.Cut(key, "/")
	feature, id, _ := strings.Cut(source.Privilege, ".")
	alone := Privileges{space: SpacePrivileges{Features: featureIDs{feature: {id}}}}
	if feature == "base" {
		alone = Privileges{space: SpacePrivileges{Base: []string{id}}}
	}
	roles := []Role{roleWith("alone", alone)}
	if capability == PushCases {
		if slices.Contains(c.Union(roles).Capabilities()[space+"/connectors"], UseConnectors) {
			return true
		}
		roles = append(roles, roleWith("connectors", Privileges{space: {Features: featureIDs{ConnectorsFeature: {"read"}}}}))
	}
	return slices.Contains(c.Union(roles).Capabilities()[key], capability)
}

// What a review says without its reasons has no empty keys.
func TestReviewCapabilities(t *testing.T) {
	t.Parallel()
	review := Union{"soc/stack": {}, "soc/security": {ReadCases: {{"a", "soc", "x.read"}}, AddComments: {{"a", "soc", "x.create_comment"}}}}
	if diff := cmp.Diff(map[string][]Capability{"soc/security": {AddComments, ReadCases}}, review.Capabilities()); diff != "" {
		t.Error(diff)
	}
	if keys := slices.Collect(maps.Keys(builtIn(t, "serverless").Union([]Role{roleWith("a", Privileges{"*": {Base: []string{"all"}}})}).Capabilities())); len(keys) != 3 {
		t.Errorf("serverless has %q", keys)
	}
}
