package cases

import "testing"

func TestFullAccessNeedsConnectorsAll(t *testing.T) {
	t.Parallel()
	full := security(SolutionAccess{Access: Known(Full)})
	assignee := security(SolutionAccess{Access: Known(Assignee)})
	const summary = "Full access needs Connectors All"
	refused := []string{`error at spaces["soc"].connectors: ` + summary}
	bothRemedies := []string{`Write connectors = "all" or leave it out, or write access = "assignee"`}
	runRules(t, map[string]ruleCase{
		"connectors left out":        {spaces: Spaces{"soc": {Cases: casesOf(full)}}},
		"connectors all":             {spaces: Spaces{"soc": {Cases: casesOf(full), Connectors: Known[Connectors]("all")}}},
		"connectors read":            {spaces: Spaces{"soc": {Cases: casesOf(full), Connectors: Known[Connectors]("read")}}, want: refused, details: bothRemedies},
		"connectors none":            {spaces: Spaces{"soc": {Cases: casesOf(full), Connectors: Known[Connectors]("none")}}, want: refused, details: bothRemedies},
		"assignee, connectors read":  {spaces: Spaces{"soc": {Cases: casesOf(assignee), Connectors: Known[Connectors]("read")}}},
		"assignee, connectors none":  {spaces: Spaces{"soc": {Cases: casesOf(assignee), Connectors: Known[Connectors]("none")}}},
		"full in another space":      {spaces: Spaces{"soc": {Cases: casesOf(assignee), Connectors: Known[Connectors]("none")}, "b": {Cases: casesOf(full)}}},
		"one of two solutions":       {spaces: Spaces{"soc": {Cases: casesOf(map[Solution]SolutionAccess{Security: {Access: Known(View)}, Stack: {Access: Known(Full)}}), Connectors: Known[Connectors]("read")}}, want: refused},
		"access unknown":             {spaces: Spaces{"soc": {Cases: casesOf(security(SolutionAccess{Access: Unknown[Access]()})), Connectors: Known[Connectors]("none")}}},
		"connectors unknown":         {spaces: Spaces{"soc": {Cases: casesOf(full), Connectors: Unknown[Connectors]()}}},
		"all spaces have connectors": {spaces: Spaces{"*": {Connectors: Known[Connectors]("all")}, "soc": {Cases: casesOf(full)}}},
		"all spaces have connectors, read here": {
			spaces: Spaces{"*": {Connectors: Known[Connectors]("all")}, "soc": {Cases: casesOf(full), Connectors: Known[Connectors]("read")}},
			want:   []string{`warning at spaces["soc"].connectors: Privileges of all spaces hold in soc/connectors too`},
		},
		"all spaces have base all, read here": {
			spaces: Spaces{"*": {Base: Known("all")}, "soc": {Cases: casesOf(full), Connectors: Known[Connectors]("read")}},
			want:   []string{`warning at spaces["soc"].connectors: Privileges of all spaces hold in soc/connectors too`},
		},
		"all spaces have full, read here": {
			spaces: Spaces{"*": {Cases: casesOf(full)}, "soc": {Cases: casesOf(full), Connectors: Known[Connectors]("read")}},
			want:   []string{`warning at spaces["soc"].connectors: Privileges of all spaces hold in soc/connectors too`},
		},
		"all spaces have raw connectors, read here": {
			spaces: Spaces{"*": {Features: rawOf(featureIDs{"actions": {"all"}})}, "soc": {Cases: casesOf(full), Connectors: Known[Connectors]("read")}},
			want:   []string{`warning at spaces["soc"].connectors: Privileges of all spaces hold in soc/connectors too`},
		},
		"all spaces may use connectors": {
			spaces: Spaces{"*": {Connectors: Known[Connectors]("read")}, "soc": {Cases: casesOf(full), Connectors: Known[Connectors]("read")}},
			want:   refused,
		},
		"all spaces have base read": {
			spaces: Spaces{"*": {Base: Known("read")}, "soc": {Cases: casesOf(full), Connectors: Known[Connectors]("read")}},
			want:   refused,
		},
		"all spaces are unknown": {
			spaces: Spaces{"*": UnknownSpace(), "soc": {Cases: casesOf(full), Connectors: Known[Connectors]("read")}},
		},
		"another space has connectors": {
			spaces: Spaces{"b": {Connectors: Known[Connectors]("all")}, "soc": {Cases: casesOf(full), Connectors: Known[Connectors]("none")}},
			want:   refused,
		},
		"full for all spaces without connectors": {
			spaces: Spaces{"*": {Cases: casesOf(full), Connectors: Known[Connectors]("none")}},
			want:   []string{`error at spaces["*"].connectors: ` + summary},
		},
		"full for all spaces without connectors, rest unknown": {
			spaces: Spaces{"*": {Cases: casesOf(full), Connectors: Known[Connectors]("read"), Base: Unknown[string]()}},
			want:   []string{`error at spaces["*"].connectors: ` + summary},
		},
		"raw connectors alone": {
			spaces:  Spaces{"soc": {Cases: casesOf(full), Features: rawOf(featureIDs{"actions": {"all"}})}},
			want:    []string{`error at spaces["soc"].features["actions"]: ` + summary},
			details: []string{`Write connectors = "all"`},
		},
		"raw connectors with connectors": {
			spaces: Spaces{"soc": {Cases: casesOf(full), Connectors: Known[Connectors]("all"), Features: rawOf(featureIDs{"actions": {"all"}})}},
			want:   []string{`error at spaces["soc"].features["actions"]: Feature is set twice`},
		},
		"raw connectors with assignee": {
			spaces: Spaces{"soc": {Cases: casesOf(assignee), Features: rawOf(featureIDs{"actions": {"all"}})}},
		},
	})
}
