package cases

import "testing"

func TestSplitKeySplitsAtTheLastSlash(t *testing.T) {
	t.Parallel()
	for key, want := range map[string][2]string{
		"soc/security": {"soc", "security"}, "*/connectors": {"*", "connectors"}, "/a|b/*/stack": {"/a|b/*", "stack"}, "soc": {"soc", ""}, "/a": {"", "a"},
	} {
		if space, subject := SplitKey(key); [2]string{space, subject} != want {
			t.Errorf("%s: %q and %q", key, space, subject)
		}
	}
}
