package provider_test

import (
	"strings"
	"testing"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/kibanatest"
)

// TestCatalogue holds what the provider believes of every privilege on cases
// against the actions that Kibana itself registers for it: on the real Kibana
// that the environment names, and on every double. It fails by the name of what
// is new.
func TestCatalogue(t *testing.T) {
	t.Parallel()
	t.Run("Kibana", func(t *testing.T) {
		t.Parallel()
		k := onKibana(t)
		expectCatalogue(t, k.client, k.privilegeActions(t))
	})
	for _, name := range kibanatest.ProfileNames() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, profile(t, name))
			expectCatalogue(t, k.client, k.privilegeActions(t))
		})
	}
}

// TestCatalogueNamesWhatIsNew: the comparison itself notices each difference.
func TestCatalogueNamesWhatIsNew(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(map[string]map[string][]string)
		want   string
	}{
		"a generation": {func(f map[string]map[string][]string) { f["generalCasesV4"] = f["generalCasesV3"] }, "generalCasesV4: the provider does not know this feature"},
		"a sub-feature": {func(f map[string]map[string][]string) {
			f["generalCasesV3"]["cases_paint"] = []string{"cases:cases/paintCase"}
		}, "generalCasesV3.cases_paint: the provider does not know this privilege"},
		"a sub-feature of an old generation": {func(f map[string]map[string][]string) { f["generalCases"]["cases_paint"] = nil }, "generalCases.cases_paint: the provider does not know this privilege"},
		"an operation": {func(f map[string]map[string][]string) {
			f["generalCasesV3"]["all"] = append(f["generalCasesV3"]["all"], "cases:cases/paintCase")
		}, "generalCasesV3.all: the provider does not know the operation paintCase"},
		"another owner": {func(f map[string]map[string][]string) {
			f["generalCasesV3"]["read"] = append(f["generalCasesV3"]["read"], "cases:observability/getCase")
		}, "generalCasesV3.read: acts on other cases: cases:observability/getCase"},
		"an operation more": {func(f map[string]map[string][]string) {
			f["generalCasesV3"]["read"] = append(f["generalCasesV3"]["read"], "cases:cases/deleteCase")
		}, "generalCasesV3.read"},
		"an operation less":  {func(f map[string]map[string][]string) { f["generalCasesV2"]["case_reopen"] = nil }, "generalCasesV2.case_reopen"},
		"a sub-feature less": {func(f map[string]map[string][]string) { delete(f["generalCasesV3"], "cases_assign") }, "9.5 is believed to store stack full"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := onDouble(t, kibanatest.Newest())
			actions := k.privilegeActions(t)
			test.change(actions)
			version, err := cases.ParseVersion("9.5")
			if err != nil {
				t.Fatal(err)
			}
			found := catalogueDifferences(t, version, actions)
			if len(found) == 0 || !strings.Contains(strings.Join(found, "\n"), test.want) {
				t.Errorf("found %q, want %q", found, test.want)
			}
		})
	}
}
