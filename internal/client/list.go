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
	r.list = func(contentType string, answer io.Reader) (problem string) {
		list, problem = decodeList[T](contentType, answer)
		return problem
	}
	x, err := c.do(ctx, r)
	if err != nil {
		return x, nil, err
	}
	return x, list, nil
}

// readList is read for a list. One that breaks off is no list with a problem, but
// an attempt that failed.
func (x *exchange) readList(resp *http.Response) error {
	from := &arriving{Reader: io.LimitReader(resp.Body, maxListSize+1)}
	problem := x.list(resp.Header.Get("Content-Type"), from)
	if from.failure != nil {
		return from.failure
	}
	x.status = resp.StatusCode
	if from.size > maxListSize {
		return x.tooLong(maxListSize)
	}
	if problem != "" {
		return x.responseError(problem)
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
	if first := firstOf(from); first != '[' {
		text, _ := io.ReadAll(from) // whoever reads the answer knows what it ended with
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
	return nil, describe(contentType, []byte("["), err)
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
