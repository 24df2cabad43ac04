package cases

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// wayRole is a role with some part of each kind.
type wayRole struct {
	features map[string]featureIDs // by space
	base     string
	cluster  []string
	runAs    []string
	indices  []roles.Indices
	global   string
}

func (w wayRole) role() roles.Role {
	p := roles.Privileges{}
	for space, features := range w.features {
		p[space] = roles.SpacePrivileges{Features: features}
	}
	if w.base != "" {
		p["soc"] = roles.SpacePrivileges{Base: []string{w.base}}
	}
	role := roleWith("a", p)
	role.Elasticsearch = roles.Elasticsearch{Cluster: w.cluster, RunAs: w.runAs, Indices: w.indices}
	if w.global != "" {
		role.Elasticsearch.Other = map[string]json.RawMessage{"global": json.RawMessage(w.global)}
	}
	return role
}

func on(restricted bool, privileges string, names ...string) []roles.Indices {
	return []roles.Indices{{Names: names, Privileges: strings.Fields(privileges), AllowRestrictedIndices: restricted}}
}

func features(space, feature string, ids ...string) map[string]featureIDs {
	return map[string]featureIDs{space: {feature: ids}}
}

// A row lists "<way>: <a part of why>" for each way.
func TestWaysAroundOfRoles(t *testing.T) {
	t.Parallel()
	const (
		readKibana      = "kibana_indices: lets people read Kibana's own indices"
		changeKibana    = "kibana_indices: lets people change Kibana's own indices"
		changeSecurity  = "security_indices: lets people change users and roles"
		analytics       = "case_analytics: lets people read copies of cases"
		anything        = "manage_security: lets people change roles and users"
		serviceAccounts = "manage_service_account: elastic/kibana"
	)
	for name, test := range map[string]struct {
		role    wayRole
		version string // "9.5" if empty
		want    []string
	}{
		"nothing":                         {wayRole{cluster: []string{"monitor", "manage", "read_security"}, indices: on(false, "all", "logs-*")}, "", nil},
		"case privileges":                 {wayRole{features: features("soc", "securitySolutionCasesV3", "all")}, "", nil},
		"base all":                        {wayRole{base: "all"}, "", nil},
		"exporting":                       {wayRole{features: features("soc", "savedObjectsManagement", "read")}, "8.11", []string{`saved_objects_management: savedObjectsManagement.read in "soc" lets people export the cases`}},
		"importing":                       {wayRole{features: features("*", "savedObjectsManagement", "minimal_all")}, "", []string{"saved_objects_management: savedObjectsManagement.minimal_all in all spaces lets people export", "saved_objects_management: lets people import, overwrite and delete"}},
		"a pattern of spaces":             {wayRole{features: features("*-prod", "savedObjectsManagement", "minimal_read")}, "", []string{`saved_objects_management: in "*-prod"`}},
		"unknown ids":                     {wayRole{features: features("soc", "savedObjectsManagement", "odd")}, "", nil},
		"files":                           {wayRole{features: features("soc", "filesManagement", "all")}, "", []string{"files_management: delete the files", "files_management: list the files"}},
		"listing files":                   {wayRole{features: features("soc", "filesManagement", "read")}, "", []string{"files_management: list the files"}},
		"manage_security":                 {wayRole{cluster: []string{"manage_security"}}, "", []string{`manage_security: The cluster privilege "manage_security" lets people change roles`}},
		"all":                             {wayRole{cluster: []string{"ALL"}}, "", []string{anything}},
		"actions":                         {wayRole{cluster: []string{"cluster:admin/xpack/security/*"}}, "", []string{anything}},
		"the actions of roles":            {wayRole{cluster: []string{"cluster:admin/xpack/security/role/put"}}, "", []string{anything}},
		"reading roles":                   {wayRole{cluster: []string{"cluster:admin/xpack/security/role/get", "cluster:monitor/*"}}, "", nil},
		"service accounts":                {wayRole{cluster: []string{"manage_service_account"}}, "", []string{serviceAccounts}},
		"the action of a service account": {wayRole{cluster: []string{"cluster:admin/xpack/security/service_account/token/create"}}, "", []string{serviceAccounts}},
		"the action of PKI":               {wayRole{cluster: []string{"cluster:admin/xpack/security/delegate_pki"}}, "", []string{"delegate_pki: certificate"}},
		"an odd cluster privilege":        {wayRole{cluster: []string{"cluster?admin/xpack/security/role/put"}}, "", nil},
		"an odd index privilege":          {wayRole{indices: on(true, "indices?data/read/search", ".kibana*")}, "", nil},
		"a capital":                       {wayRole{indices: on(true, "READ", ".kibana*")}, "", []string{readKibana}},
		"PKI":                             {wayRole{cluster: []string{"delegate_pki"}}, "", []string{"delegate_pki: certificate"}},
		"API keys":                        {wayRole{cluster: []string{"manage_api_key", "grant_api_key", "manage_own_api_key", "manage_token", "manage_saml", "manage_user_profile"}}, "", nil},
		"run as":                          {wayRole{runAs: []string{"reporter", "ops-*"}}, "", []string{`run_as: run_as "ops-*"`, `run_as: run_as "reporter"`}},
		"application privileges":          {wayRole{global: `{"application": {"manage": {"applications": ["logstash-*", "kibana-*"]}}}`}, "", []string{`manage_application_privileges: "kibana-*"`}},
		"other global privileges":         {wayRole{global: `{"application": {"manage": {"applications": ["logstash-*"]}}, "profile": {}}`}, "", nil},
		"malformed global":                {wayRole{global: `{"application": []}`}, "", nil},
		"every index":                     {wayRole{indices: on(true, "all", "*")}, "9.1", []string{changeKibana, readKibana, changeSecurity}},
		"every index, unrestricted":       {wayRole{indices: on(false, "all", "*")}, "9.1", nil},
		"Kibana's, unrestricted":          {wayRole{indices: on(false, "all", ".kibana*")}, "", nil},
		"Kibana's":                        {wayRole{indices: on(true, "read", ".kibana*")}, "", []string{`kibana_indices: The index privilege "read" on ".kibana*" with allow_restricted_indices lets people read`}},
		"the alias":                       {wayRole{indices: on(true, "read", ".kibana")}, "", []string{readKibana}},
		"one index":                       {wayRole{indices: on(true, "write monitor", ".kibana_alerting_cases_9.5.0_001")}, "", []string{changeKibana}},
		"every hidden index":              {wayRole{indices: on(true, "read", ".*")}, "8.19", []string{readKibana}},
		"metadata":                        {wayRole{indices: on(true, "monitor view_index_metadata maintenance", "*")}, "", nil},
		"raw actions":                     {wayRole{indices: on(true, "indices:data/read/*", ".kibana*")}, "", []string{readKibana}},
		"raw actions on metadata":         {wayRole{indices: on(true, "indices:monitor/*", ".kibana*")}, "", nil},
		"other restricted indices":        {wayRole{indices: on(true, "all", ".fleet-*", ".alerts-security.alerts-soc")}, "", nil},
		"users":                           {wayRole{indices: on(true, "index", ".security-7")}, "", []string{changeSecurity}},
		"reading users":                   {wayRole{indices: on(true, "read", ".security*")}, "", nil},
		"a regular expression":            {wayRole{indices: on(true, "read", `/\.kibana.*/`)}, "9.1", []string{readKibana}},
		"another regular expression":      {wayRole{indices: on(true, "read", `/logs-.*/`)}, "", nil},
		"an open regular expression":      {wayRole{indices: on(true, "read", `/(a|b).*/`)}, "9.1", []string{readKibana}},
		"an optional character":           {wayRole{indices: on(true, "read", `/x?.*/`)}, "9.1", []string{readKibana}},
		"an escape":                       {wayRole{indices: on(true, "read", `.kib\ana*`)}, "9.1", []string{readKibana}},
		"analytics":                       {wayRole{indices: on(false, "read", ".cases*")}, "", []string{analytics}},
		"the analytics of 9.2":            {wayRole{indices: on(false, "read", ".internal.cases.default-cases")}, "9.2", []string{analytics}},
		"no analytics yet":                {wayRole{indices: on(false, "read", "*")}, "9.1", nil},
		"serverless analytics":            {wayRole{indices: on(false, "read", "*")}, "serverless", []string{analytics}},
		"writing to analytics":            {wayRole{indices: on(false, "write", ".cases*")}, "", nil},
		"remote indices":                  {wayRole{}, "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			version := test.version
			if version == "" {
				version = "9.5"
			}
			ways := WaysAround(test.role.role(), builtIn(t, version).Version())
			if len(ways) != len(test.want) {
				t.Fatalf("ways: %q", ways)
			}
			for i, want := range test.want {
				way, why, _ := strings.Cut(want, ": ")
				if ways[i].Way != way || !strings.Contains(ways[i].Why, why) || !strings.HasSuffix(ways[i].Why, ".") {
					t.Errorf("way %d: %q, want %s", i, ways[i], want)
				}
			}
		})
	}
}

// The foreign entry of superuser grants every Kibana privilege, which is a case privilege.
func TestWaysAroundOfAForeignEntry(t *testing.T) {
	t.Parallel()
	role := roles.Role{Name: "a", Kibana: []roles.Entry{{Spaces: []string{"*"}, Base: []string{"*"}}}}
	if ways := WaysAround(role, Version{}); len(ways) > 0 {
		t.Errorf("ways: %q", ways)
	}
}

// Only what a change opens is added: not what it keeps, narrows or removes.
func TestAddedWays(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		before, after wayRole
		want          []string // ways
	}{
		"nothing":             {wayRole{}, wayRole{}, nil},
		"a new way":           {wayRole{}, wayRole{runAs: []string{"a"}}, []string{WayRunAs}},
		"a removed way":       {wayRole{runAs: []string{"a"}}, wayRole{}, nil},
		"it stays":            {wayRole{cluster: []string{"all"}}, wayRole{cluster: []string{"all"}}, nil},
		"less of it":          {wayRole{cluster: []string{"all"}}, wayRole{cluster: []string{"manage_security"}}, nil},
		"another user":        {wayRole{runAs: []string{"a"}}, wayRole{runAs: []string{"a", "b"}}, []string{WayRunAs}},
		"another cluster way": {wayRole{cluster: []string{"manage_service_account"}}, wayRole{cluster: []string{"manage_security"}}, []string{WayManageSecurity}},
		"another way":         {wayRole{runAs: []string{"a"}}, wayRole{features: features("a", "filesManagement", "read")}, []string{WayFiles}},
		"to an expression":    {wayRole{runAs: []string{"b*"}}, wayRole{runAs: []string{"/b.*/"}}, []string{WayRunAs}},
		"fewer users":         {wayRole{runAs: []string{"*"}}, wayRole{runAs: []string{"ops-*"}}, nil},
		"more users":          {wayRole{runAs: []string{"ops-*"}}, wayRole{runAs: []string{"*"}}, []string{WayRunAs}},
		"another space":       {wayRole{features: features("soc", "filesManagement", "read")}, wayRole{features: features("ops", "filesManagement", "read")}, []string{WayFiles}},
		"one of all spaces":   {wayRole{features: features("*", "filesManagement", "read")}, wayRole{features: features("soc", "filesManagement", "read")}, nil},
		"read becomes all":    {wayRole{features: features("soc", "filesManagement", "read")}, wayRole{features: features("soc", "filesManagement", "all")}, []string{WayFiles}},
		"all becomes read":    {wayRole{features: features("soc", "filesManagement", "all")}, wayRole{features: features("soc", "filesManagement", "read")}, nil},
		"writing, too":        {wayRole{indices: on(true, "read", ".kibana*")}, wayRole{indices: on(true, "read write", ".kibana*")}, []string{WayKibanaIndices}},
		"fewer indices":       {wayRole{indices: on(true, "read", ".kib*")}, wayRole{indices: on(true, "read", ".kibana_alerting_cases*")}, nil},
		"an expression stays": {wayRole{runAs: []string{"/a.*/"}}, wayRole{runAs: []string{"/a.*/"}}, nil},
		"a new expression":    {wayRole{runAs: []string{"/a.*/"}}, wayRole{runAs: []string{"/b.*/"}}, []string{WayRunAs}},
		"from an expression":  {wayRole{runAs: []string{"/a.*/"}}, wayRole{runAs: []string{"b"}}, []string{WayRunAs}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := builtIn(t, "9.1").Version()
			var got []string
			for _, way := range AddedWays(WaysAround(test.before.role(), v), WaysAround(test.after.role(), v)) {
				got = append(got, way.Way)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("added %q, want %q", got, test.want)
			}
		})
	}
}

// The capabilities that a way stands in for, and where.
func TestWaysAroundStandInFor(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		role wayRole
		want []string // "<way> in <space>: <capabilities>"
	}{
		"run_as": {wayRole{runAs: []string{"a"}}, []string{"run_as in *: read_cases delete_cases manage_connectors"}},
		"saved objects": {wayRole{features: features("a-*", "savedObjectsManagement", "all")}, []string{
			"saved_objects_management in a-*: read_cases", "saved_objects_management in a-*: read_cases delete_cases manage_connectors",
		}},
		"files":                     {wayRole{features: features("soc", "filesManagement", "minimal_all")}, []string{"files_management in soc: delete_cases", "files_management in soc: read_cases"}},
		"reading Kibana's indices":  {wayRole{indices: on(true, "read", ".kibana")}, []string{"kibana_indices in *: read_cases"}},
		"changing Kibana's indices": {wayRole{indices: on(true, "write", ".kibana")}, []string{"kibana_indices in *: read_cases delete_cases manage_connectors"}},
		"changing users":            {wayRole{indices: on(true, "write", ".security")}, []string{"security_indices in *: read_cases delete_cases manage_connectors"}},
		"case analytics":            {wayRole{indices: on(false, "read", ".cases")}, []string{"case_analytics in *: read_cases"}},
	} {
		var got []string
		for _, way := range WaysAround(test.role.role(), Version{major: 9, minor: 5}) {
			line := way.Way + " in " + way.Space() + ":"
			for _, capability := range []Capability{ReadCases, DeleteCases, ManageConnectors} {
				if way.StandsInFor(capability) {
					line += " " + string(capability)
				}
			}
			got = append(got, line)
		}
		slices.Sort(got)
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
