package cases

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// roleWith returns a role that stores privileges.
func roleWith(name string, p roles.Privileges) roles.Role {
	return roles.Role{Name: name, Kibana: p.Entries()}
}

// flat returns a union as a map from "<key> <capability>" to sources as
// "<role> <space> <privilege>".
func flat(u Union) map[string][]string {
	all := map[string][]string{}
	for key, capabilities := range u {
		for capability, sources := range capabilities {
			for _, s := range sources {
				at := key + " " + string(capability)
				all[at] = append(all[at], s.Role+" "+s.Space+" "+s.Privilege)
			}
		}
	}
	return all
}

// expectUnion compares the union of roles with some of its sources, and with prefixes of
// keys that must be absent.
func expectUnion(t *testing.T, all []roles.Role, want map[string][]string, not []string) {
	t.Helper()
	union := flat(builtIn(t, "9.5").Union(all))
	for at, sources := range want {
		if diff := cmp.Diff(sources, union[at]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", at, diff)
		}
	}
	for at := range union {
		if slices.ContainsFunc(not, func(prefix string) bool { return strings.HasPrefix(at, prefix) }) {
			t.Errorf("%s, from %q", at, union[at])
		}
	}
}

func TestUnionAddsUpRolesAndNamesSources(t *testing.T) {
	t.Parallel()
	type flatUnion = map[string][]string
	in := func(space, feature string, ids ...string) roles.Privileges {
		return roles.Privileges{space: {Features: featureIDs{feature: ids}}}
	}
	base := func(space, id string) roles.Privileges { return roles.Privileges{space: {Base: []string{id}}} }
	everything := roles.Role{Name: "superuser", Kibana: []roles.Entry{{Spaces: []string{"*"}, Base: []string{"*"}}}}
	machine := roles.Role{Name: "kibana_ml", Kibana: []roles.Entry{{Spaces: []string{"*"}, Base: []string{}, Reserved: []string{"ml_user"}}}}
	const security, connectors = "securitySolutionCasesV3", "actions"
	for name, test := range map[string]struct {
		roles []roles.Role
		want  flatUnion
		not   []string // prefixes
	}{
		"no roles": {nil, nil, []string{""}},
		"roles of different spaces stay apart": {
			[]roles.Role{roleWith("a", in("soc", security, "all")), roleWith("b", in("noc", security, "read"))},
			flatUnion{"soc/security delete_cases": {"a soc " + security + ".all"}, "noc/security read_cases": {"b noc " + security + ".read"}},
			[]string{"noc/security delete", "soc/observability", "*/"},
		},
		"every role that gives a capability is a source": {
			[]roles.Role{roleWith("a", in("soc", security, "all")), roleWith("b", in("soc", security, "read")), roleWith("c", in("soc", security, "cases_delete"))},
			flatUnion{
				"soc/security read_cases":   {"a soc " + security + ".all", "b soc " + security + ".read"},
				"soc/security delete_cases": {"a soc " + security + ".all", "c soc " + security + ".cases_delete"},
			},
			nil,
		},
		"a named space repeats what all spaces give": {
			[]roles.Role{roleWith("a", roles.Privileges{"*": {Features: featureIDs{security: {"read"}}}, "soc": {Features: featureIDs{security: {"create_comment"}}}})},
			flatUnion{
				"*/security read_cases": {"a * " + security + ".read"}, "soc/security read_cases": {"a * " + security + ".read"},
				"soc/security add_comments": {"a soc " + security + ".create_comment"},
			},
			[]string{"*/security add"},
		},
		"all spaces of one role reach the space of another": {
			[]roles.Role{roleWith("a", in("*", security, "cases_delete")), roleWith("b", in("soc", security, "read"))},
			flatUnion{"soc/security delete_cases": {"a * " + security + ".cases_delete"}},
			[]string{"*/security read"},
		},
		"push_cases needs a connector": {
			[]roles.Role{roleWith("a", in("soc", security, "all"))}, flatUnion{"soc/security update_cases": {"a soc " + security + ".all"}}, []string{"soc/security push"},
		},
		"push_cases with a connector of another role": {
			[]roles.Role{roleWith("a", in("soc", security, "all")), roleWith("b", in("soc", connectors, "read"))},
			flatUnion{"soc/security push_cases": {"a soc " + security + ".all", "b soc actions.read"}, "soc/connectors use_connectors": {"b soc actions.read"}},
			nil,
		},
		"push_cases with a connector of another entry": {
			[]roles.Role{roleWith("a", in("*", security, "all")), roleWith("b", in("soc", connectors, "all"))},
			flatUnion{"soc/security push_cases": {"a * " + security + ".all", "b soc actions.all"}},
			[]string{"*/security push", "*/connectors"},
		},
		"no push_cases with a connector in another space": {
			[]roles.Role{roleWith("a", in("soc", security, "all")), roleWith("b", in("noc", connectors, "all"))}, nil, []string{"soc/security push", "noc/security"},
		},
		"no push_cases with read and connectors": {
			[]roles.Role{roleWith("a", in("soc", security, "read")), roleWith("b", in("soc", connectors, "all"))}, nil, []string{"soc/security push"},
		},
		"a base privilege covers each solution and connectors": {
			[]roles.Role{roleWith("editor", base("*", "all"))},
			flatUnion{
				"*/stack delete_cases": {"editor * base.all"}, "*/observability manage_templates": {"editor * base.all"},
				"*/security push_cases": {"editor * base.all"}, "*/connectors manage_connectors": {"editor * base.all"},
			},
			nil,
		},
		"base read of one role lets another push": {
			[]roles.Role{roleWith("viewer", base("*", "read")), roleWith("a", in("soc", security, "minimal_all"))},
			flatUnion{"soc/security push_cases": {"a soc " + security + ".minimal_all", "viewer * base.read"}, "soc/stack read_cases": {"viewer * base.read"}},
			[]string{"*/security create", "*/security push", "*/connectors manage"},
		},
		"superuser": {
			[]roles.Role{everything, roleWith("a", in("soc", security, "read"))},
			flatUnion{"*/stack delete_cases": {"superuser * base.all"}, "soc/security read_cases": {"a soc " + security + ".read", "superuser * base.all"}},
			nil,
		},
		"base * with a reserved privilege": {
			[]roles.Role{{Name: "a", Kibana: []roles.Entry{{Spaces: []string{"*"}, Base: []string{"*"}, Reserved: []string{"ml_user"}}}}},
			flatUnion{"*/stack delete_cases": {"a * base.all"}},
			nil,
		},
		"a reserved privilege gives nothing here": {[]roles.Role{machine}, nil, []string{""}},
		"deprecated ids": {
			[]roles.Role{roleWith("a", in("soc", "generalCases", "minimal_all")), roleWith("b", in("soc", "generalCasesV2", "case_reopen"))},
			flatUnion{"soc/stack reopen_cases": {"a soc generalCases.minimal_all", "b soc generalCasesV2.case_reopen"}},
			[]string{"soc/stack delete"},
		},
		"a sub-feature without read": {
			[]roles.Role{roleWith("a", in("soc", security, "cases_assign"))}, flatUnion{"soc/security assign_users": {"a soc " + security + ".cases_assign"}}, []string{"soc/security read"},
		},
		"unknown ids and other features": {
			[]roles.Role{roleWith("a", roles.Privileges{"soc": {Features: featureIDs{security: {"delete"}, "generalCasesV9": {"all"}, "siemV5": {"all"}}}})}, nil, []string{""},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			expectUnion(t, test.roles, test.want, test.not)
		})
	}
}

// anyHolder draws a role. Sometimes it holds the base privilege "*" in a foreign entry.
func anyHolder(t *rapid.T, name string) roles.Role {
	role := roleWith(name, anyPrivileges(t))
	if rapid.IntRange(0, 9).Draw(t, "superuser?") == 0 {
		role.Kibana = append(role.Kibana, roles.Entry{Spaces: []string{"*"}, Base: []string{"*"}})
	}
	return role
}

func anyHolders(t *rapid.T) []roles.Role {
	var all []roles.Role
	for i := range rapid.IntRange(1, 4).Draw(t, "roles") {
		all = append(all, anyHolder(t, fmt.Sprintf("role%d", i)))
	}
	return all
}

// The order of the roles does not count.
func TestUnionIncludesEachRole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, all := anyCatalogue(t), anyHolders(t)
		union := c.Union(all)
		for _, role := range all {
			if lost, is := beyond(c.Capabilities(EffectivePrivileges(role)), union.Capabilities()); is {
				t.Fatalf("%+v gives %s, and the union does not", role, lost)
			}
			if lost, is := beyond(c.Union([]roles.Role{role}).Capabilities(), union.Capabilities()); is {
				t.Fatalf("%+v alone gives %s, and the union does not", role, lost)
			}
		}
		other := c.Union(rapid.Permutation(all).Draw(t, "order"))
		if diff := cmp.Diff(flat(union), flat(other)); diff != "" {
			t.Fatalf("another order:\n%s", diff)
		}
		if diff := cmp.Diff(union.Markdown(), other.Markdown()); diff != "" {
			t.Fatalf("another order:\n%s", diff)
		}
	})
}

// The key of one space also has the capabilities that the entry for all spaces gives.
func TestUnionOfOneRoleHasItsCapabilities(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, role := anyCatalogue(t), anyHolder(t, "role")
		alone := c.Capabilities(EffectivePrivileges(role))
		union := c.Union([]roles.Role{role}).Capabilities()
		for key, capabilities := range union {
			space, subject, _ := strings.Cut(key, "/")
			want := roles.UnionIDs(texts(alone[key]), texts(alone[roles.AllSpaces+"/"+subject]))
			got := texts(capabilities)
			// A connector in one space lets people push cases that they can edit in all.
			if space != roles.AllSpaces && !slices.Contains(want, string(PushCases)) {
				got = slices.DeleteFunc(got, func(c string) bool { return c == string(PushCases) && len(union[space+"/connectors"]) > 0 })
			}
			if diff := cmp.Diff(want, got, ignoreOrder, ignoreEmpty); diff != "" {
				t.Fatalf("%s of %+v (-entries +union):\n%s", key, role, diff)
			}
		}
		if _, everywhere := EffectivePrivileges(role)[roles.AllSpaces]; !everywhere {
			if diff := cmp.Diff(plain(alone), plain(union), ignoreOrder); diff != "" {
				t.Fatalf("%+v (-entries +union):\n%s", role, diff)
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

// Each capability has a source, each source gives its capability, and each privilege
// that gives a capability is a source of it.
func TestUnionSourcesAreExact(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, all := anyCatalogue(t), anyHolders(t)
		union := c.Union(all)
		for key, capabilities := range union {
			space, _, _ := strings.Cut(key, "/")
			for capability, sources := range capabilities {
				if len(sources) == 0 {
					t.Fatalf("%s %s has no source", key, capability)
				}
				for _, source := range sources {
					if !c.gives(source, key, capability) {
						t.Fatalf("%s %s does not come from %+v, one of %+v", key, capability, source, sources)
					}
				}
			}
			for _, role := range all {
				for _, entry := range slices.Compact([]string{space, roles.AllSpaces}) {
					for _, p := range splitPrivileges(EffectivePrivileges(role)[entry]) {
						source := Source{role.Name, entry, p.String()}
						for _, capability := range c.Capabilities(roles.Privileges{space: p.asSpacePrivileges()})[key] {
							if !slices.Contains(union[key][capability], source) {
								t.Fatalf("%s %s comes from %+v too, not only %+v", key, capability, source, union[key][capability])
							}
						}
					}
				}
			}
		}
	})
}

// gives reports whether a source gives a capability by itself. For PushCases, it may
// need a connector, or be the connector.
func (c Catalogue) gives(source Source, key string, capability Capability) bool {
	space, _, _ := strings.Cut(key, "/")
	feature, id, _ := strings.Cut(source.Privilege, ".")
	alone := roles.Privileges{space: roles.SpacePrivileges{Features: featureIDs{feature: {id}}}}
	if feature == "base" {
		alone = roles.Privileges{space: roles.SpacePrivileges{Base: []string{id}}}
	}
	all := []roles.Role{roleWith("alone", alone)}
	if capability == PushCases {
		if slices.Contains(c.Union(all).Capabilities()[space+"/connectors"], UseConnectors) {
			return true
		}
		all = append(all, roleWith("connectors", roles.Privileges{space: {Features: featureIDs{ConnectorsFeature: {"read"}}}}))
	}
	return slices.Contains(c.Union(all).Capabilities()[key], capability)
}

func TestUnionCapabilitiesAreInOrderAndHaveNoEmptyKeys(t *testing.T) {
	t.Parallel()
	union := Union{"soc/stack": {}, "soc/security": {ReadCases: {{"a", "soc", "x.read"}}, AddComments: {{"a", "soc", "x.create_comment"}}}}
	if diff := cmp.Diff(map[string][]Capability{"soc/security": {ReadCases, AddComments}}, union.Capabilities()); diff != "" {
		t.Error(diff)
	}
	if keys := slices.Collect(maps.Keys(builtIn(t, "serverless").Union([]roles.Role{roleWith("a", roles.Privileges{"*": {Base: []string{"all"}}})}).Capabilities())); len(keys) != 3 {
		t.Errorf("serverless has %q", keys)
	}
}

// Only the base privilege "*" counts as "all". Kibana does not know what "x*" gives.
func TestEffectivePrivilegesReadsStarAlone(t *testing.T) {
	t.Parallel()
	role := roles.Role{Kibana: []roles.Entry{{Spaces: []string{"soc"}, Base: []string{"*"}}, {Spaces: []string{"noc"}, Base: []string{"x*"}}}}
	want := roles.Privileges{"soc": {Base: []string{"all"}}, "noc": {Base: []string{"x*"}}}
	if diff := cmp.Diff(want, EffectivePrivileges(role), ignoreEmpty); diff != "" {
		t.Errorf("privileges (-want +got):\n%s", diff)
	}
}

// What a role gives is worked out on a copy.
func TestEffectivePrivilegesKeepsTheRole(t *testing.T) {
	t.Parallel()
	role := roles.Role{Name: "a", Kibana: []roles.Entry{{Spaces: []string{"*"}, Base: []string{"*"}}}}
	EffectivePrivileges(role)
	if base := role.Kibana[0].Base[0]; base != "*" {
		t.Errorf("the role has become %q", base)
	}
}
