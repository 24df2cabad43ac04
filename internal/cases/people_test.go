package cases

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// socDirectory has somebody of every kind.
func socDirectory() Directory {
	security := func(space string, ids ...string) roles.Privileges {
		return roles.Privileges{space: {Features: featureIDs{"securitySolutionCasesV3": ids}}}
	}
	return Directory{
		IncludeReserved: true,
		Roles: []roles.Role{
			roleWith("analyst", security("soc", "all")),
			roleWith("reader", security("soc", "read")),
			roleWith("cleaner", security("*", "cases_delete")),
			{Name: "broken", TransformErrors: []string{"x"}},
		},
		Users: []User{
			{Name: "ann", Roles: []string{"reader"}, Enabled: true},
			{Name: "bob", FullName: "Bob B", Email: "bob@example.com", Roles: []string{"analyst"}, Enabled: true, ProfileUID: "u_bob"},
			{Name: "eve", Roles: []string{"analyst"}, ProfileUID: "u_eve"},
			{Name: "kim", Roles: []string{"cleaner", "reader"}, Enabled: true, ProfileUID: "u_kim"},
			{Name: "old", Roles: []string{"analyst"}, Enabled: true, ProfileUID: "u_gone"},
			{Name: "elastic", Roles: []string{"superuser"}, Enabled: true, Reserved: true},
		},
		Profiles: []Profile{
			{UID: "u_bob", Name: "bob", Realm: "native", Roles: []string{"analyst"}},
			{UID: "u_eve", Name: "eve", Realm: "native", Roles: []string{"analyst"}},
			{UID: "u_kim", Name: "kim", Realm: "native", Roles: []string{"cleaner"}},
			{UID: "u_sso", Name: "sam", Realm: "saml1", Email: "sam@example.com", Roles: []string{"reader"}},
			{UID: "u_ann", Name: "ann", Realm: "saml1", Roles: []string{"analyst"}},
			{UID: "u_x1", Name: "twin", Realm: "ldap", Roles: []string{"file-role", "broken"}},
			{UID: "u_x2", Name: "twin", Realm: "ldap", Roles: nil},
		},
		Mappings: map[string]RoleMapping{
			"sso":  {Enabled: true, Roles: []string{"reader"}, Templates: []string{"{{#tojson}}groups{{/tojson}}"}},
			"off":  {Roles: []string{"analyst"}},
			"none": {Enabled: true, Roles: []string{"broken"}},
		},
	}
}

func TestPeople(t *testing.T) {
	t.Parallel()
	people := builtIn(t, "9.5").People(socDirectory())
	type row struct {
		realm             string
		enabled, loggedIn bool
		roles, atLogin    string
		deletes           bool
		assignable, why   string
	}
	got := map[string]row{}
	for key, p := range people.Persons {
		deletes := slices.ContainsFunc(slices.Collect(maps.Values(p.Capabilities())), func(held []Capability) bool { return slices.Contains(held, DeleteCases) })
		atLogin := ""
		if p.AtLogin != nil {
			atLogin = strings.Join(p.AtLogin.Roles, " ")
		}
		got[key] = row{
			p.Realm, p.Enabled, p.LoggedIn, strings.Join(p.Held.Roles, " "), atLogin, deletes,
			strings.Join(p.Assignable(), " "), p.whyNotAssignable(),
		}
	}
	want := map[string]row{
		"ann@native":  {"native", true, false, "reader", "", false, "", neverLoggedIn},
		"ann@saml1":   {"saml1", true, true, "analyst", "analyst", true, "soc/security", ""},
		"bob":         {"native", true, true, "analyst", "analyst", true, "soc/security", ""},
		"eve":         {"native", false, true, "analyst", "analyst", false, "soc/security", ""},
		"kim":         {"native", true, true, "cleaner reader", "cleaner", true, "", cannotRead},
		"old":         {"native", true, true, "analyst", "", true, "", profileDisabled},
		"elastic":     {"native", true, false, "superuser", "", false, "", neverLoggedIn},
		"sam":         {"saml1", true, true, "reader", "reader", false, "soc/security", ""},
		"twin@ldap":   {"ldap", true, true, "broken file-role", "broken file-role", false, "", cannotRead},
		"twin@ldap#2": {"ldap", true, true, "", "", false, "", cannotRead},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(row{})); diff != "" {
		t.Errorf("people (-want +got):\n%s", diff)
	}
	if people.Persons["bob"].Reserved || !people.Persons["elastic"].Reserved {
		t.Error("only elastic is reserved")
	}
	if bob := people.Persons["bob"]; bob.FullName != "Bob B" || bob.Email != "bob@example.com" {
		t.Errorf("bob: %+v", bob)
	}
	if diff := cmp.Diff([]string{"file-role", "superuser"}, people.Missing); diff != "" {
		t.Errorf("missing roles:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"broken"}, people.Undecodable); diff != "" {
		t.Errorf("roles that cannot be decoded:\n%s", diff)
	}
	if held := people.Mappings["sso"].Held.Capabilities["soc/security"]; !slices.Equal(held, []Capability{ReadCases}) {
		t.Errorf("the mapping gives %q", held)
	}
}

// Reserved users are left out unless they are asked for, with their profiles.
func TestPeopleWithoutReserved(t *testing.T) {
	t.Parallel()
	d := socDirectory()
	d.IncludeReserved = false
	d.Users = append(d.Users, User{Name: "kibana", Roles: []string{"own"}, Enabled: true, Reserved: true, ProfileUID: "u_kibana"})
	d.Profiles = append(d.Profiles, Profile{UID: "u_kibana", Name: "kibana", Realm: "reserved"})
	people := builtIn(t, "9.5").People(d)
	for _, name := range []string{"elastic", "kibana"} {
		if _, there := people.Persons[name]; there {
			t.Errorf("%s is there", name)
		}
	}
	if len(people.Persons) != 9 {
		t.Errorf("%d people", len(people.Persons))
	}
	if diff := cmp.Diff([]string{"file-role"}, people.Missing); diff != "" {
		t.Errorf("roles of reserved users are missed:\n%s", diff)
	}
}

// Before 8.12, Kibana offers only those who can update cases; with a licence below
// platinum it offers nobody.
func TestPeopleAssignable(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ version, license, want string }{
		"8.11":     {"8.11", "", "ann@saml1 bob eve"},
		"8.12":     {"8.12", "trial", "ann@saml1 bob eve sam"},
		"platinum": {"9.5", "platinum", "ann@saml1 bob eve sam"},
		"gold":     {"9.5", "gold", ""},
	} {
		d := socDirectory()
		d.License = test.license
		for i, role := range d.Roles { // the ids of 8.11
			for _, e := range role.Kibana {
				if ids, ok := e.Feature["securitySolutionCasesV3"]; ok {
					e.Feature["securitySolutionCases"] = ids
				}
			}
			d.Roles[i] = role
		}
		var got []string
		people := builtIn(t, test.version).People(d)
		for _, key := range slices.Sorted(maps.Keys(people.Persons)) {
			if len(people.Persons[key].Assignable()) > 0 {
				got = append(got, key)
			}
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// Everybody has the roles of the anonymous user.
func TestPeopleWithAnonymousAccess(t *testing.T) {
	t.Parallel()
	d := socDirectory()
	d.Users = append(d.Users, User{Name: "_guest", Roles: []string{"cleaner"}, Enabled: true, Reserved: true})
	people := builtIn(t, "9.5").People(d)
	if held := people.Persons["sam"].Capabilities()["soc/security"]; !slices.Equal(held, []Capability{ReadCases, DeleteCases}) {
		t.Errorf("sam can %q", held)
	}
	if !strings.Contains(people.Markdown(), "Everybody also has the roles of the anonymous user: `cleaner`") {
		t.Error(people.Markdown())
	}
}

func TestPeopleMatchFilters(t *testing.T) {
	t.Parallel()
	c := builtIn(t, "9.5")
	people := c.People(socDirectory())
	for name, test := range map[string]struct {
		filter Filter
		want   string
	}{
		"a capability":            {Filter{Capability: Known(DeleteCases)}, "ann@saml1 bob kim old"},
		"in a space":              {Filter{Capability: Known(DeleteCases), Space: Known("lab")}, "kim"},
		"a solution":              {Filter{Solution: Known(Stack)}, ""},
		"reading in all spaces":   {Filter{Capability: Known(ReadCases), Space: Known("*")}, ""},
		"what two roles together": {Filter{Capability: Known(DeleteCases), Space: Known("soc"), Solution: Known(Security)}, "ann@saml1 bob kim old"},
	} {
		got := strings.Join(slices.Sorted(maps.Keys(people.Matching(c, test.filter))), " ")
		if got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	if all := people.Matching(c, Filter{}); len(all) != len(people.Persons) {
		t.Errorf("without a filter: %d of %d", len(all), len(people.Persons))
	}
}

// People with the same roles are in one row, in order. The rows are in the order of their first people.
func TestPeopleMarkdownOrder(t *testing.T) {
	t.Parallel()
	reads := roles.Privileges{"soc": {Features: featureIDs{"securitySolutionCasesV3": {"read"}}}}
	d := Directory{Roles: []roles.Role{roleWith("team", reads)}}
	team, alone := strings.Fields("ann ben cem dov eli fay gus hal ida joy"), strings.Fields("kay lou max ned oda pia ron sue tom uma")
	for _, name := range team {
		d.Users = append(d.Users, User{Name: name, Roles: []string{"team"}, Enabled: true})
	}
	rows := "| `" + strings.Join(team, "`, `") + "` | `team` | read cases |  |  |  |\n"
	for _, name := range alone {
		d.Roles = append(d.Roles, roleWith("role-of-"+name, reads))
		d.Users = append(d.Users, User{Name: name, Roles: []string{"role-of-" + name}, Enabled: true})
		rows += "| `" + name + "` | `role-of-" + name + "` | read cases |  |  |  |\n"
	}
	if got := builtIn(t, "9.5").People(d).Markdown(); !strings.Contains(got, rows) {
		t.Errorf("the matrix has no rows\n%sbut\n%s", rows, got)
	}
}

func TestPeopleMarkdown(t *testing.T) {
	t.Parallel()
	d := socDirectory()
	want := "### All spaces\n\n" +
		"| People | Roles | Security | Observability | Stack Management | Connectors |\n|---|---|---|---|---|---|\n" +
		"| `kim` | `cleaner`, `reader` | delete cases |  |  |  |\n\n" +
		"### Space `soc`\n\n" +
		"| People | Roles | Security | Observability | Stack Management | Connectors |\n|---|---|---|---|---|---|\n" +
		"| `ann@native`, `sam` | `reader` | read cases |  |  |  |\n" +
		"| `ann@saml1`, `bob`, `old` | `analyst` | read cases, create cases, update cases, delete cases, edit settings, add comments, manage templates, reopen cases, assign users |  |  |  |\n" +
		"| `kim` | `cleaner`, `reader` | read cases, delete cases |  |  |  |\n\n" +
		"Can read cases, and cannot be assigned to any:\n\n" +
		"* `ann@native`: never logged in to Kibana, so there is no user profile\n" +
		"* `old`: the user profile is disabled, or the licence does not let it be listed\n" +
		"* `kim`: the roles of the last login do not let them read cases\n\n" +
		"Disabled, and still offered as assignees, because their user profile is enabled: `eve`.\n\n" +
		"Other roles at the last login than today: `kim`. Today's roles decide what they can do, those of the last login whether they can be assigned.\n\n" +
		"Role mappings that give access to people who log in:\n\n* `sso`: `reader`, roles by a template\n\n" +
		"Not counted, because Kibana does not show these roles: `file-role`, `superuser`.\n\n" +
		"Not counted, because Kibana cannot decode these roles: `broken`.\n\n"
	if diff := cmp.Diff(want, builtIn(t, "9.5").People(d).Markdown()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	// Names cannot leave their cell, and a large group is counted.
	for i := range 30 {
		d.Users = append(d.Users, User{Name: "user" + strconv.Itoa(i), Roles: []string{"reader"}, Enabled: true})
	}
	d.Profiles = append(d.Profiles, Profile{UID: "u_evil", Name: "a|`b`\n| c |", Realm: "saml1", Roles: []string{"cleaner"}})
	text := builtIn(t, "9.5").People(d).Markdown()
	for _, says := range []string{" and 12 more |", "| " + InlineCode("a|`b`\n| c |") + " | `cleaner` |"} {
		if !strings.Contains(text, says) {
			t.Errorf("not %q in:\n%s", says, text)
		}
	}
}

// An empty matrix says why it is empty: built-in users that are left out may have access, and
// a filter may match nobody.
func TestPeopleMarkdownOfNobody(t *testing.T) {
	t.Parallel()
	elastic := User{Name: "elastic", Roles: []string{"superuser"}, Enabled: true, Reserved: true}
	disabled := elastic
	disabled.Enabled = false
	reader := User{Name: "ann", Roles: []string{"reader"}, Enabled: true}
	for name, test := range map[string]struct {
		users    []User
		included bool
		want     string
	}{
		"no users":                     {nil, false, "Nobody has access to cases.\n"},
		"built-in users left out":      {[]User{elastic}, false, "Apart from built-in users, which are left out, nobody has access to cases.\n"},
		"built-in users included":      {[]User{elastic}, true, "Nobody has access to cases.\n"},
		"disabled built-in users":      {[]User{disabled}, false, "Nobody has access to cases.\n"},
		"filtered":                     {[]User{reader}, false, "Nobody matches the filter.\n"},
		"filtered, built-in users too": {[]User{reader, elastic}, false, "Apart from built-in users, which are left out, nobody matches the filter.\n"},
	} {
		c := builtIn(t, "9.5")
		people := c.People(Directory{Roles: socDirectory().Roles, Users: test.users, IncludeReserved: test.included})
		people.Persons = people.Matching(c, Filter{Capability: Known(ManageConnectors)})
		if got, _, _ := strings.Cut(people.Markdown(), "\n\n"); !strings.HasPrefix(got, test.want) {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// Thousands of people with few sets of roles cost little more than the sets.
func TestPeopleShareWhatTheirRolesGive(t *testing.T) {
	t.Parallel()
	d := socDirectory()
	for i := range 1000 {
		d.Users = append(d.Users, User{Name: "user" + strconv.Itoa(i), Roles: []string{"reader", "cleaner"}, Enabled: true})
	}
	people := builtIn(t, "9.5").People(d)
	if a, b := people.Persons["user1"], people.Persons["kim"]; a.Held != b.Held {
		t.Error("the same roles are judged twice")
	}
}

// Privileges that Kibana does not show are not counted, and the reader is told.
func TestPeopleWithHiddenPrivileges(t *testing.T) {
	t.Parallel()
	hides := roles.Role{Name: "hides", Kibana: []roles.Entry{{Spaces: []string{"*"}}}}
	off, unused := hides, hides
	off.Name, off.Disabled, unused.Name = "off", true, "unused"
	d := Directory{Roles: []roles.Role{hides, off, unused}, Users: []User{{Name: "ann", Roles: []string{"hides", "off"}, Enabled: true}}}
	people := builtIn(t, "9.5").People(d)
	if !slices.Equal(people.Hidden, []string{"hides"}) {
		t.Errorf("%q", people.Hidden)
	}
	const line = "Not counted, because Kibana does not show all privileges of these roles: `hides`."
	if text := people.Markdown(); !strings.Contains(text, line+"\n\n") {
		t.Error(text)
	}
	if hidden := builtIn(t, "9.5").Audit([]roles.Role{unused, hides, off}).Hidden; !slices.Equal(hidden, []string{"hides", "unused"}) {
		t.Errorf("%q", hidden)
	}
	if text := builtIn(t, "9.5").Audit(d.Roles[:2]).Markdown(); !strings.Contains(text, "\n"+line+"\n") {
		t.Error(text)
	}
}

// A role mapping is named if its roles give access, or if a template may name roles that do.
func TestPeopleMarkdownNamesMappings(t *testing.T) {
	t.Parallel()
	d := Directory{Roles: socDirectory().Roles, License: "gold", Users: []User{{Name: "ann", Roles: []string{"reader"}, Enabled: true, ProfileUID: "u"}}}
	d.Profiles = []Profile{{UID: "u", Name: "ann", Realm: "native", Roles: []string{"reader"}}}
	d.Mappings = map[string]RoleMapping{
		"by roles":    {Enabled: true, Roles: []string{"reader"}},
		"by template": {Enabled: true, Templates: []string{"{{groups}}"}},
		"by\n@all":    {Enabled: true, Roles: []string{"reader"}},
		"nothing":     {Enabled: true, Roles: []string{"file-role"}},
		"off":         {Roles: []string{"reader"}},
	}
	text := builtIn(t, "9.5").People(d).Markdown()
	want := "Can read cases, and cannot be assigned to any:\n\n* `ann`: " + notLicensed + "\n\n" +
		"Role mappings that give access to people who log in:\n\n* " + InlineCode("by\n@all") + ": `reader`\n* `by roles`: `reader`\n* `by template`: roles by a template\n\n" +
		"Not counted, because Kibana does not show these roles: `file-role`.\n\n"
	if _, rest, _ := strings.Cut(text, "|  |  |  |\n\n"); rest != want {
		t.Errorf("(-want +got):\n%s", cmp.Diff(want, rest))
	}
}

// What there is nothing of has no heading.
func TestPeopleMarkdownWithoutAnything(t *testing.T) {
	t.Parallel()
	text := builtIn(t, "9.5").People(Directory{}).Markdown()
	if strings.Contains(text, "Role mappings") || strings.Contains(text, "Not counted") {
		t.Error(text)
	}
}

// A cell names 20 people, and counts the others.
func TestNamesInACell(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{20: "`a`", 21: "`a` and 1 more"} {
		if got := cell(slices.Repeat([]string{"a"}, n)); !strings.HasSuffix(got, ", "+want) {
			t.Errorf("%d: %s", n, got)
		}
	}
}

// The keys do not depend on the order of the list: a name may look like the name and realm of somebody else.
func TestPeopleHaveKeysOfTheirOwn(t *testing.T) {
	t.Parallel()
	people := []Person{{Name: "a@b"}, {Name: "a", Realm: "c"}, {Name: "a", Realm: "b"}}
	for range 2 {
		slices.Reverse(people)
		got := keyed(slices.Clone(people))
		if len(got) != 3 || got["a@b"].Realm != "b" || got["a@c"].Realm != "c" || got["a@b#2"].Name != "a@b" {
			t.Errorf("%v", got)
		}
	}
}

// Roles and places are sorted.
func TestPeopleAreSorted(t *testing.T) {
	t.Parallel()
	d := socDirectory()
	d.Users = append(d.Users, User{Name: "_guest", Roles: []string{"reader", "cleaner", "analyst"}, Enabled: true, Reserved: true})
	everywhere := roles.Privileges{}
	for _, space := range []string{"e", "b", "d", "a", "c"} {
		everywhere[space] = roles.SpacePrivileges{Features: featureIDs{"securitySolutionCasesV3": {"all"}}}
	}
	d.Roles = append(d.Roles, roleWith("everywhere", everywhere))
	d.Profiles = append(d.Profiles, Profile{UID: "u_all", Name: "all", Realm: "saml1", Roles: []string{"everywhere"}})
	people := builtIn(t, "9.5").People(d)
	if !slices.Equal(people.Anonymous, []string{"analyst", "cleaner", "reader"}) {
		t.Errorf("anonymous: %q", people.Anonymous)
	}
	if got := people.Persons["all"].Assignable(); len(got) < 5 || !slices.IsSorted(got) {
		t.Errorf("assignable: %q", got)
	}
}

// A disabled person is mentioned only if Kibana still offers them. Somebody who can be assigned needs no mention.
func TestPeopleMarkdownOfDisabledPeople(t *testing.T) {
	t.Parallel()
	directory := func(user User, roles ...string) string {
		d := Directory{Roles: socDirectory().Roles, Users: []User{user}}
		if user.ProfileUID != "" {
			d.Profiles = []Profile{{UID: user.ProfileUID, Name: user.Name, Realm: "native", Roles: roles}}
		}
		return builtIn(t, "9.5").People(d).Markdown()
	}
	const cannot, offered, other = "cannot be assigned", "still offered", "Other roles at the last login"
	for name, test := range map[string]struct {
		text string
		says []string
	}{
		"assignable":                    {directory(User{Name: "a", Roles: []string{"reader"}, Enabled: true, ProfileUID: "u"}, "reader"), nil},
		"never logged in":               {directory(User{Name: "a", Roles: []string{"reader"}, Enabled: true}), []string{cannot}},
		"other roles":                   {directory(User{Name: "a", Roles: []string{"reader"}, Enabled: true, ProfileUID: "u"}, "analyst"), []string{other}},
		"disabled, still offered":       {directory(User{Name: "a", Roles: []string{"reader"}, ProfileUID: "u"}, "reader"), []string{offered}},
		"disabled, with other roles":    {directory(User{Name: "a", Roles: []string{"reader"}, ProfileUID: "u"}, "analyst"), []string{offered}},
		"disabled, and never logged in": {directory(User{Name: "a", Roles: []string{"reader"}}), nil},
	} {
		for _, text := range []string{cannot, offered, other} {
			if strings.Contains(test.text, text) != slices.Contains(test.says, text) {
				t.Errorf("%s: %q in\n%s", name, text, test.text)
			}
		}
	}
}
