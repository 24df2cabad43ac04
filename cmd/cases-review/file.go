package main

import (
	"errors"
	"os"
	"path/filepath"
)

// writeFile writes a file so that nobody ever sees a part of it.
func writeFile(path string, data []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".cases-review-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name()) // the error that counts is the one before
		}
	}()
	_, err = f.Write(data)
	// A review is for others to read.
	if err := errors.Join(err, f.Chmod(0o644), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
