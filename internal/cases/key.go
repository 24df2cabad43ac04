package cases

import "strings"

// SplitKey splits a key of [Catalogue.Capabilities]: "<space>/<solution>" or
// "<space>/connectors". A space that Elasticsearch reads as a pattern may contain
// slashes, so that only the last one separates.
func SplitKey(key string) (space, subject string) {
	at := strings.LastIndex(key, "/")
	if at < 0 {
		return key, ""
	}
	return key[:at], key[at+1:]
}
