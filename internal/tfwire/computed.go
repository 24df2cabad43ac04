package tfwire

import "slices"

// Computed returns the paths of the computed attributes, sorted. "spaces.base" is a path
// into an object, and into the objects of a map or of a list.
func (s *Schema) Computed() []string {
	paths := s.object.computedIn("")
	slices.Sort(paths)
	return paths
}

func (n *node) computedIn(prefix string) (paths []string) {
	if n.element != nil {
		return n.element.computedIn(prefix)
	}
	for name, attribute := range n.attributes {
		if attribute.computed {
			paths = append(paths, prefix+name)
		}
		paths = append(paths, attribute.computedIn(prefix+name+".")...)
	}
	return paths
}
