package client

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
)

// fetchList makes a call that is answered with a JSON list. Its elements are
// decoded as they arrive: the text of a long list is never held as a whole.
func fetchList[T any](ctx context.Context, c *Client, r request) (*exchange, []T, error) {
	var list []T
	var problem string
	r.list = func(contentType string, answer io.Reader) { list, problem = decodeList[T](contentType, answer) }
	x, err := c.do(ctx, r)
	if err == nil && problem != "" {
		err = x.responseError(problem)
	}
	if err != nil {
		return x, nil, err
	}
	return x, list, nil
}

// readList is read for a list. It is read to its end whatever is wrong with it:
// one that breaks off is an attempt that failed.
func (x *exchange) readList(resp *http.Response) error {
	from := &arriving{Reader: io.LimitReader(resp.Body, maxListSize+1)}
	x.list(resp.Header.Get("Content-Type"), from)
	_, _ = io.Copy(io.Discard, from) // It keeps what that ended with.
	if from.failure != nil {
		return from.failure
	}
	x.status = resp.StatusCode
	if from.size > maxListSize {
		return x.tooLong(maxListSize)
	}
	return nil
}

// arriving keeps what is to be known of an answer whose text is not kept.
type arriving struct {
	io.Reader

	size    int
	failure error // what reading ended with, unless that was the answer's end
}

func (a *arriving) Read(p []byte) (int, error) {
	n, err := a.Reader.Read(p)
	a.size += n
	if err != nil && !errors.Is(err, io.EOF) {
		a.failure = err
	}
	return n, err
}

// decodeList is [decode] for a JSON list that is still arriving.
func decodeList[T any](contentType string, answer io.Reader) (list []T, problem string) {
	from := bufio.NewReader(answer)
	first := firstOf(from)
	if first != '[' {
		text, _ := io.ReadAll(from) // The caller knows what it ended with.
		return decode[[]T](contentType, text)
	}
	decoder := json.NewDecoder(from)
	_, err := decoder.Token()
	for err == nil && decoder.More() {
		var element T
		err = decoder.Decode(&element)
		list = append(list, element)
	}
	if err == nil {
		_, err = decoder.Token()
	}
	if err == nil {
		if _, err = decoder.Token(); errors.Is(err, io.EOF) {
			return list, ""
		}
		err = errors.New("content after the list")
	}
	return nil, describe(contentType, []byte{first}, err)
}

// firstOf is the first byte of JSON, which stays unread; 0 where there is none.
func firstOf(text *bufio.Reader) byte {
	for {
		next, err := text.ReadByte()
		switch {
		case err != nil:
			return 0
		case next != ' ' && next != '\n' && next != '\t' && next != '\r':
			_ = text.UnreadByte() // what was just read can be unread
			return next
		}
	}
}
