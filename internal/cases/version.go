package cases

import (
	"cmp"
	"fmt"
	"regexp"

	goversion "github.com/hashicorp/go-version"
)

// Version is the version of a Kibana: a release, or [Serverless]. Only the major and
// the minor number of a release count.
type Version struct {
	major, minor int
	serverless   bool
}

// Serverless is the version of every serverless project. It is newer than every
// release.
var Serverless = Version{serverless: true}

// oldestSupported is the oldest release that the provider supports: the first with
// generally available cases in all three solutions.
var oldestSupported = Version{major: 8, minor: 11}

// newestRelease is the newest release whose privileges the built-in tables hold.
var newestRelease = Version{major: 9, minor: 5}

// majorMinor matches the beginning of a release. The parser of go-version also
// accepts "v9" and "9-rc.1".
var majorMinor = regexp.MustCompile(`^\d+\.\d+`)

// ParseVersion parses a release such as "9.2.0", "8.19" or "9.5.0-SNAPSHOT", or
// "serverless". Any other text is an error that states the allowed forms.
func ParseVersion(text string) (Version, error) {
	if text == "serverless" {
		return Serverless, nil
	}
	parsed, err := goversion.NewVersion(text)
	if err != nil || !majorMinor.MatchString(text) {
		return Version{}, fmt.Errorf(`%q is not a Kibana version: write a release such as "9.2.0", or "serverless"`, text)
	}
	segments := parsed.Segments()
	return Version{major: segments[0], minor: segments[1]}, nil
}

// NewestRelease returns the newest release that the built-in tables know.
func NewestRelease() Version { return newestRelease }

// Compare orders versions from the oldest release to [Serverless].
func (v Version) Compare(other Version) int {
	switch {
	case v == other:
		return 0
	case v.serverless:
		return 1
	case other.serverless:
		return -1
	}
	return cmp.Or(cmp.Compare(v.major, other.major), cmp.Compare(v.minor, other.minor))
}

// IsServerless reports whether the version is [Serverless].
func (v Version) IsServerless() bool { return v.serverless }

// AtLeast reports whether v is the release major.minor or newer.
func (v Version) AtLeast(major, minor int) bool {
	return v.serverless || v.major > major || v.major == major && v.minor >= minor
}

// Supported reports whether the provider supports the version: 8.11 or newer.
func (v Version) Supported() bool { return v.AtLeast(oldestSupported.major, oldestSupported.minor) }

// String returns "serverless" or the release as "<major>.<minor>".
func (v Version) String() string {
	if v.serverless {
		return "serverless"
	}
	return fmt.Sprintf("%d.%d", v.major, v.minor)
}
