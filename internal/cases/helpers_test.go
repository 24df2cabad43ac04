package cases

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/kibana-cases/terraform-provider-cases/internal/roles"
)

// ids are privilege ids by feature id, as Kibana stores them.
type featureIDs = map[string][]string

// granted is a choice of sub-features.
type choice = map[SubFeature]bool

// ignoreEmpty makes nil and empty equal: both say nothing.
var ignoreEmpty = cmp.Options{cmpopts.EquateEmpty()}

// sorted ignores the order of texts, where it means nothing.
var ignoreOrder = cmpopts.SortSlices(func(a, b string) bool { return a < b })

func version(t testing.TB, text string) Version {
	t.Helper()
	v, err := ParseVersion(text)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func builtIn(t testing.TB, text string) Catalogue {
	t.Helper()
	c, err := BuiltIn(version(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// listed is the catalogue of a server that lists what its release does, and
// more.
func listed(t *testing.T, text string, more featureIDs) Catalogue {
	t.Helper()
	features := builtInFeatures(version(t, text))
	maps.Copy(features, more)
	c, err := NewCatalogue(version(t, text), features)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// inSoc is a role that stores feature privileges in the space soc alone.
func inSoc(features featureIDs) roles.Privileges {
	if len(features) == 0 {
		return roles.Privileges{}
	}
	return roles.Privileges{"soc": {Features: features}}
}

// securityIn is a role that says something about security cases in soc alone.
func securityIn(g SolutionAccess) Spaces {
	return Spaces{"soc": {Cases: casesOf(map[Solution]SolutionAccess{Security: g})}}
}

func capabilities(list ...Capability) []Capability { return list }

// text writes a path as a configuration would.
func (p Path) text() string {
	var b strings.Builder
	for _, step := range p {
		switch step := step.(type) {
		case Attribute:
			if b.Len() > 0 {
				b.WriteString(".")
			}
			b.WriteString(string(step))
		case Key:
			fmt.Fprintf(&b, "[%q]", string(step))
		case Index:
			fmt.Fprintf(&b, "[%d]", int(step))
		default:
			fmt.Fprintf(&b, "?%T", step)
		}
	}
	return b.String()
}

// brief writes a finding as "error at <path>: <summary>".
func brief(f Finding) string {
	severity := "error"
	if f.Warning {
		severity = "warning"
	}
	return severity + " at " + f.Path.text() + ": " + f.Summary
}

// expectFindings compares findings with their brief forms, and what each says
// to write: says[i] is part of the i-th finding's detail.
func expectFindings(t *testing.T, got []Finding, want, says []string) {
	t.Helper()
	briefs := make([]string, 0, len(got))
	for _, f := range got {
		briefs = append(briefs, brief(f))
	}
	if diff := cmp.Diff(want, briefs, ignoreEmpty); diff != "" {
		t.Fatalf("findings (-want +got):\n%s", diff)
	}
	for i, part := range says {
		if !strings.Contains(got[i].Detail, part) {
			t.Errorf("finding %d does not say %q:\n%s", i, part, got[i].Detail)
		}
	}
	for _, f := range got {
		if !strings.HasSuffix(f.Detail, ".") && !strings.HasSuffix(f.Detail, "?") {
			t.Errorf("not a sentence: %s", f.Detail)
		}
	}
}

// mergeShare sets a share of a role to what it stores, as the apply of a grant does.
func storeGrant(c Catalogue, entries []roles.Entry, s Grant) []roles.Entry {
	return SetGrant(entries, s, c.EncodeGrant(s))
}

// casesOf sets the access to solutions.
func casesOf(access map[Solution]SolutionAccess) map[Solution]Value[SolutionAccess] {
	cases := map[Solution]Value[SolutionAccess]{}
	for solution, a := range access {
		cases[solution] = Known(a)
	}
	return cases
}

// idsOf sets privilege ids on features.
func idsOf(features featureIDs) Value[map[string]Value[[]string]] {
	var s SpaceConfig
	s.setRawFeatures(features)
	return s.Features
}

// choose grants and withholds sub-features.
func choose(granted choice) map[SubFeature]Value[bool] {
	chosen := map[SubFeature]Value[bool]{}
	for key, is := range granted {
		chosen[key] = Known(is)
	}
	return chosen
}
