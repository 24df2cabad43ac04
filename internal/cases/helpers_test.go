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

// featureIDs maps feature ids to privilege ids.
type featureIDs = map[string][]string

// choice grants or withholds sub-features.
type choice = map[SubFeature]bool

// ignoreEmpty makes cmp treat nil and empty slices and maps as equal.
var ignoreEmpty = cmp.Options{cmpopts.EquateEmpty()}

// ignoreOrder makes cmp ignore the order of strings.
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
	c, err := BuiltInCatalogue(version(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// listed returns the catalogue of a server that lists the features of a release and
// more.
func listed(t *testing.T, text string, more featureIDs) Catalogue {
	t.Helper()
	features := builtInFeatures(version(t, text))
	maps.Copy(features, more)
	c, err := NewCatalogue(version(t, text), builtInListing(version(t, text), features))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// inSoc returns stored feature privileges in the space soc.
func inSoc(features featureIDs) roles.Privileges {
	if len(features) == 0 {
		return roles.Privileges{}
	}
	return roles.Privileges{"soc": {Features: features}}
}

// securityInSoc returns a configuration of security cases in the space soc.
func securityInSoc(access SolutionAccess) Spaces {
	return Spaces{"soc": {Cases: casesOf(map[Solution]SolutionAccess{Security: access})}}
}

// spacesWithIDs returns spaces that hide nothing. The result is not nil.
func spacesWithIDs(ids ...string) []Space {
	spaces := []Space{}
	for _, id := range ids {
		spaces = append(spaces, Space{ID: id})
	}
	return spaces
}

func capabilities(list ...Capability) []Capability { return list }

// text returns the path as Terraform shows it.
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

// brief returns a finding as "error at <path>: <summary>".
func brief(f Finding) string {
	severity := "error"
	if f.Warning {
		severity = "warning"
	}
	return severity + " at " + f.Path.text() + ": " + f.Summary
}

// expectFindings compares findings with their brief forms. details[i] must be part of
// the detail of the i-th finding.
func expectFindings(t *testing.T, got []Finding, want, details []string) {
	t.Helper()
	briefs := make([]string, 0, len(got))
	for _, f := range got {
		briefs = append(briefs, brief(f))
	}
	if diff := cmp.Diff(want, briefs, ignoreEmpty); diff != "" {
		t.Fatalf("findings (-want +got):\n%s", diff)
	}
	for i, part := range details {
		if !strings.Contains(got[i].Detail, part) {
			t.Errorf("the detail of finding %d does not contain %q:\n%s", i, part, got[i].Detail)
		}
	}
	for _, f := range got {
		if !strings.HasSuffix(f.Detail, ".") && !strings.HasSuffix(f.Detail, "?") {
			t.Errorf("not a sentence: %s", f.Detail)
		}
	}
}

// storeGrant encodes a grant and sets it, as an apply does.
func storeGrant(c Catalogue, entries []roles.Entry, g Grant) []roles.Entry {
	return SetGrant(entries, g, c.EncodeGrant(g))
}

// casesOf returns the access to solutions as known values.
func casesOf(access map[Solution]SolutionAccess) map[Solution]Value[SolutionAccess] {
	cases := map[Solution]Value[SolutionAccess]{}
	for solution, a := range access {
		cases[solution] = Known(a)
	}
	return cases
}

// rawOf returns raw feature privileges as known values.
func rawOf(features featureIDs) Value[map[string]Value[[]string]] {
	var config SpaceConfig
	config.setRawFeatures(features)
	return config.Features
}

// choose returns a choice of sub-features as known values.
func choose(sub choice) map[SubFeature]Value[bool] {
	chosen := map[SubFeature]Value[bool]{}
	for key, granted := range sub {
		chosen[key] = Known(granted)
	}
	return chosen
}
