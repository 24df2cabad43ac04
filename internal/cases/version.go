package cases

import (
	"fmt"
	"regexp"

	goversion "github.com/hashicorp/go-version"
)

// Version says which Kibana a catalogue describes: a release, or serverless,
// which is always the newest.
type Version struct {
	major, minor int
	serverless   bool
}

// Serverless is the version of every serverless project.
var Serverless = Version{serverless: true}

// oldest is the first release whose cases are generally available in all
// three solutions, and the oldest that the provider supports.
var oldest = Version{major: 8, minor: 11}

// majorMinor is how the text of a release begins: go-version alone takes "v9"
// and "9-rc.1" too.
var majorMinor = regexp.MustCompile(`^\d+\.\d+`)

// ParseVersion reads a release such as "9.2.0" or "8.19", or "serverless".
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

// IsServerless reports whether the version stands for a serverless project.
func (v Version) IsServerless() bool { return v.serverless }

// AtLeast reports whether v is the release major.minor or newer; a serverless
// project is newer than every release.
func (v Version) AtLeast(major, minor int) bool {
	return v.serverless || v.major > major || v.major == major && v.minor >= minor
}

// Supported reports whether the provider knows the version's privileges.
func (v Version) Supported() bool { return v.AtLeast(oldest.major, oldest.minor) }

// String returns "serverless" or the release as major.minor.
func (v Version) String() string {
	if v.serverless {
		return "serverless"
	}
	return fmt.Sprintf("%d.%d", v.major, v.minor)
}
