package review

import "io"

// ReadUpTo is Read with another limit of bytes.
func ReadUpTo(r io.Reader, limit int64) (Review, error) { return read(r, Options{}, limit) }
