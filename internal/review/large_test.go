package review_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"testing"
	"time"

	"github.com/kibana-cases/terraform-provider-cases/internal/review"
)

// largePlan returns a plan of roles with two spaces and three solutions, of which every tenth changes, as it arrives. The
// plan also holds what Terraform writes beside changes.
func largePlan(t *testing.T, n int) io.Reader {
	t.Helper()
	all := []string{"read_cases", "create_cases", "update_cases", "delete_cases", "edit_settings", "add_comments", "manage_templates", "reopen_cases", "assign_users", "push_cases"}
	role := func(i, held int) object {
		capabilities, privileges, spaces := object{}, object{}, object{}
		for _, space := range []string{"soc", fmt.Sprintf("team-%d", i)} {
			features, config := object{}, object{}
			for solution, feature := range map[string]string{"security": "securitySolutionCasesV3", "observability": "observabilityCasesV3", "stack": "generalCasesV3"} {
				capabilities[space+"/"+solution] = all[:held]
				features[feature] = list{"case_reopen", "cases_assign", "cases_delete", "cases_settings", "create_comment", "minimal_all"}
				config[solution] = object{"access": "assignee", "sub_features": object{"delete_cases": false}}
			}
			capabilities[space+"/connectors"] = list{"use_connectors"}
			features["actions"] = list{"read"}
			privileges[space], spaces[space] = features, config
		}
		name := fmt.Sprintf("role-%d", i)
		return object{
			"id": name, "name": name, "description": "Works cases", "capabilities": capabilities, "privileges": privileges, "spaces": spaces,
			"elasticsearch": object{"cluster": list{}, "indices": list{object{"names": list{"logs-" + name}, "privileges": list{"read"}}}}, "metadata": `{"team":"secops"}`,
		}
	}
	in, out := io.Pipe()
	go func() {
		write := func(key string, element func(i int) any) {
			fmt.Fprintf(out, ", %q: [", key)
			for i := range n {
				if i > 0 {
					fmt.Fprint(out, ",")
				}
				data, _ := json.Marshal(element(i))
				_, _ = out.Write(data)
			}
			fmt.Fprint(out, "]")
		}
		address := func(i int) string { return fmt.Sprintf("cases_role.this[\"%d\"]", i) }
		fmt.Fprint(out, `{"format_version": "1.2", "planned_values": {"root_module": {"x": 1`)
		write("resources", func(i int) any { return object{"address": address(i), "values": role(i, 10)} })
		fmt.Fprint(out, "}}")
		write("resource_changes", func(i int) any {
			if i%10 == 0 {
				return changeOf(address(i), "update", role(i, 5), role(i, 10))
			}
			return changeOf(address(i), "no-op", role(i, 10), role(i, 10))
		})
		fmt.Fprint(out, `, "prior_state": {"values": {"root_module": {"x": 1`)
		write("resources", func(i int) any { return object{"address": address(i), "type": "cases_role", "values": role(i, 10)} })
		fmt.Fprint(out, `}}}, "complete": true, "errored": false}`)
		_ = out.Close()
	}()
	return in
}

// A plan of 10,000 roles takes a bounded amount of memory: what is alive after it is read grows with the roles that change.
func TestReadLargePlan(t *testing.T) { //nolint:paralleltest // measures the heap
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const n = 10_000
	var data bytes.Buffer
	if _, err := io.Copy(&data, largePlan(t, n)); err != nil {
		t.Fatal(err)
	}
	heap := &heapReader{r: &data}
	size := data.Len()
	runtime.GC()
	heap.before = heapInUse()
	start := time.Now()
	r, err := review.Read(heap, review.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d MB in %s, peak of the heap %d MB", size>>20, time.Since(start).Round(time.Millisecond), heap.peak>>20)
	if len(r.Roles) != n/10 || r.Unchanged != n-n/10 {
		t.Errorf("%d roles, %d unchanged", len(r.Roles), r.Unchanged)
	}
	if limit := uint64(200 << 20); heap.peak > limit {
		t.Errorf("the heap grew by %d MB", heap.peak>>20)
	}
}

// heapReader measures how much the heap has grown whenever a part of the plan is read.
type heapReader struct {
	r            io.Reader
	before, peak uint64
	reads        int
}

func (h *heapReader) Read(p []byte) (int, error) {
	h.reads++
	if h.reads%200 == 0 {
		runtime.GC()
		h.peak = max(h.peak, heapInUse()-min(h.before, heapInUse()))
	}
	return h.r.Read(p)
}

func heapInUse() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
