package cases

import "reflect"

// Value is a value in a configuration: null, not known yet, or known. The zero
// Value is null. Rules judge known values only, and conclude nothing from a value
// that is not known yet.
type Value[T any] struct {
	value T // the zero value unless known
	state valueState
}

type valueState uint8

const (
	isNull valueState = iota
	isUnknown
	isKnown
)

// Known returns a known value. An empty text is one, too.
func Known[T any](value T) Value[T] { return Value[T]{value, isKnown} }

// Unknown returns a value that is known only after apply.
func Unknown[T any]() Value[T] { return Value[T]{state: isUnknown} }

// IsNull reports whether the configuration leaves the value out.
func (v Value[T]) IsNull() bool { return v.state == isNull }

// IsUnknown reports whether the value is not known yet. It may turn out null.
func (v Value[T]) IsUnknown() bool { return v.state == isUnknown }

// IsKnown reports whether the value is set, and known.
func (v Value[T]) IsKnown() bool { return v.state == isKnown }

// Get returns the value, and the zero value of its type unless it is known.
func (v Value[T]) Get() T { return v.value }

// Equal reports whether both values are in the same state, with the same value.
func (v Value[T]) Equal(other Value[T]) bool { return reflect.DeepEqual(v, other) }
