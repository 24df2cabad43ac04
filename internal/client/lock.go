package client

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"github.com/gofrs/flock"
)

// lockPoll is how often a process looks whether a lock is free.
const lockPoll = 10 * time.Millisecond

// lockRole makes the provider processes of one user on one machine take turns
// with a role. The operating system releases the lock of a process that ends.
// Where no lock can be had, or none within the time of a request, the caller
// goes on without: the verifying reads still find what another process undid.
func (c *Client) lockRole(ctx context.Context, name string) (unlock func()) {
	none := func() {}
	dir, err := c.lockDir()
	if err != nil {
		return none
	}
	// The name of a role can be longer than that of a file, and have any character.
	id := sha256.Sum256([]byte(c.base + "\x00" + name))
	lock := flock.New(filepath.Join(dir, hex.EncodeToString(id[:16])+".lock"), flock.SetPermissions(0o600))
	ctx, cancel := context.WithTimeout(ctx, c.requestTimeout)
	defer cancel()
	if locked, err := lock.TryLockContext(ctx, lockPoll); err != nil || !locked {
		_ = lock.Close()
		return none
	}
	return func() { _ = lock.Unlock() }
}

// lockDir is a folder of this user's among the temporary files. One that others
// may write is not used: they could put something else in a lock's place.
func (c *Client) lockDir() (string, error) {
	dir := filepath.Join(c.tempDir, "terraform-provider-cases-"+strconv.Itoa(os.Getuid()))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return "", err
	}
	// Windows keeps the temporary files of each user apart, and has no such bits.
	if !info.IsDir() || runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return "", os.ErrPermission
	}
	return dir, nil
}
