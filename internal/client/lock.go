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

// lockPoll is the time between two attempts to get a lock.
const lockPoll = 10 * time.Millisecond

// lockRole makes the provider processes of one user on one machine take turns
// with a role. The operating system releases the lock of a process that ends. If
// there is no lock, or not within the time of a request, unlock is nil and the caller
// goes on without it: the verifying reads still find a change that another process has
// undone.
func (c *Client) lockRole(ctx context.Context, name string) (unlock func()) {
	dir, err := c.lockDir()
	if err != nil {
		return nil
	}
	// The name of a role may be too long for a file, and have any character.
	id := sha256.Sum256([]byte(c.base + "\x00" + name))
	lock := flock.New(filepath.Join(dir, hex.EncodeToString(id[:])+".lock"), flock.SetPermissions(0o600))
	ctx, cancel := context.WithTimeout(ctx, c.requestTimeout)
	defer cancel()
	if locked, _ := lock.TryLockContext(ctx, lockPoll); !locked {
		_ = lock.Close()
		return nil
	}
	return func() { _ = lock.Unlock() }
}

// lockDir returns a folder for the locks of this user. It is an error if others may
// write to the folder: they could replace a lock.
func (c *Client) lockDir() (string, error) {
	dir := filepath.Join(c.tempDir, "terraform-provider-cases-"+strconv.Itoa(os.Getuid()))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return "", err
	}
	// On Windows each user has a folder of their own, and modes have no such bits.
	if !info.IsDir() || runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return "", os.ErrPermission
	}
	return dir, nil
}
