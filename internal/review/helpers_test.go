package review_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kibana-cases/terraform-provider-cases/internal/cases"
	"github.com/kibana-cases/terraform-provider-cases/internal/review"
)

type (
	object = map[string]any
	list   = []any
)

// planOf returns a plan with resource changes, and other keys instead of or beside the usual ones.
func planOf(changes list, more ...object) object {
	p := object{
		"format_version": "1.2", "terraform_version": "1.11.4", "planned_values": object{"root_module": object{}},
		"resource_changes": changes, "applyable": true, "complete": true, "errored": false,
	}
	for _, keys := range more {
		maps.Copy(p, keys)
	}
	return p
}

// changeOf returns a change of a resource. Before and after are objects or nil. Each of more adds keys to the resource
// change, or to its change where the key belongs there.
func changeOf(address, actions string, before, after any, more ...object) object {
	module, relative := "", address
	if at := max(strings.LastIndex(address, ".cases_"), strings.LastIndex(address, ".elasticstack_")); at >= 0 {
		module, relative = address[:at], address[at+1:]
	}
	resourceType, name, _ := strings.Cut(relative, ".")
	name, _, _ = strings.Cut(name, "[")
	change := object{"actions": strings.Split(actions, ","), "before": before, "after": after, "after_unknown": object{}}
	rc := object{
		"address": address, "mode": "managed", "type": resourceType, "name": name, "provider_name": "registry.terraform.io/kibana-cases/cases", "change": change,
	}
	if module != "" {
		rc["module_address"] = module
	}
	for _, keys := range more {
		for key, value := range keys {
			if slices.Contains([]string{"after_unknown", "before_sensitive", "after_sensitive", "importing"}, key) {
				change[key] = value
			} else {
				rc[key] = value
			}
		}
	}
	return rc
}

// roleOf returns the values of a cases_role. Capabilities are written as "soc/security: read_cases, create_cases".
func roleOf(name string, capabilities ...string) object {
	return object{"id": name, "name": name, "capabilities": capabilitiesOf(capabilities), "privileges": object{}, "spaces": object{}}
}

// grantOf returns the values of a cases_feature_privilege on the role "a".
func grantOf(space string, capabilities ...string) object {
	return object{"id": "a/" + space, "role": "a", "space": space, "capabilities": capabilitiesOf(capabilities), "privileges": object{}}
}

// with returns a copy of values with other attributes.
func with(values, more object) object {
	result := maps.Clone(values)
	maps.Copy(result, more)
	return result
}

func capabilitiesOf(rows []string) object {
	result := object{}
	for _, row := range rows {
		key, names, _ := strings.Cut(row, ": ")
		var all list
		for name := range strings.SplitSeq(names, ", ") {
			all = append(all, name)
		}
		result[key] = all
	}
	return result
}

func read(t *testing.T, plan object, opts review.Options) review.Review {
	t.Helper()
	return readBytes(t, encode(t, plan), opts)
}

func readBytes(t *testing.T, plan []byte, opts ...review.Options) review.Review {
	t.Helper()
	r, err := review.Read(bytes.NewReader(plan), append(opts, review.Options{})[0])
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func encode(t *testing.T, value any) []byte {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// summary writes a review as lines.
func summary(r review.Review) string {
	var b strings.Builder
	for _, role := range r.Roles {
		summarize(&b, "", role)
	}
	for _, role := range r.Outside {
		summarize(&b, "outside: ", role)
	}
	b.WriteString(summaryOfPeople(r.People))
	for _, note := range r.Notes {
		fmt.Fprintf(&b, "note: %s\n", note)
	}
	if !r.Complete {
		fmt.Fprintln(&b, "incomplete")
	}
	if r.Unchanged > 0 {
		fmt.Fprintf(&b, "%d unchanged\n", r.Unchanged)
	}
	return b.String()
}

func summarize(b *strings.Builder, prefix string, role review.Role) {
	name := role.Name
	if role.Provider != "" {
		name += " of " + role.Provider
	}
	fmt.Fprintf(b, "%s%s %s\n", prefix, role.Action, name)
	for _, r := range role.Resources {
		fmt.Fprintf(b, "  by %s %s", r.Address, strings.Join(r.Actions, ","))
		if r.PreviousAddress != "" {
			fmt.Fprintf(b, " from %s", r.PreviousAddress)
		}
		if r.Imported {
			b.WriteString(" imported")
		}
		if r.Deferred != "" {
			fmt.Fprintf(b, " deferred: %s", r.Deferred)
		}
		b.WriteByte('\n')
	}
	for _, a := range role.Access {
		fmt.Fprintf(b, "  %s/%s", a.Space, a.Solution)
		for _, change := range []struct {
			sign string
			list []cases.Capability
		}{{"+", a.Gains}, {"-", a.Loses}} {
			for _, c := range change.list {
				fmt.Fprintf(b, " %s%s", change.sign, c)
			}
		}
		if a.Unknown {
			b.WriteString(" ?")
		}
		if len(a.Widens) > 0 {
			fmt.Fprintf(b, " !%s", a.Widens)
		}
		b.WriteByte('\n')
	}
	for _, w := range role.WaysAround {
		fmt.Fprintf(b, "  way %s %s: %s\n", w.Change, w.Way, w.Why)
	}
	for _, note := range role.Notes {
		fmt.Fprintf(b, "  note: %s\n", note)
	}
}

// lines joins the lines of a wanted summary.
func lines(all ...string) string { return strings.Join(all, "\n") + "\n" }

func compare(t *testing.T, want, got string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s\ngot:\n%s", diff, got)
	}
}
