package client

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
)

// fetchList sends a request whose answer is a JSON list. It decodes the elements
// as they arrive, so that memory never holds the text of a long list.
func fetchList[T any](ctx context.Context, c *Client, r request) (*exchange, []T, error) {
	return fetchSelected(ctx, c, r, func(element T) (T, bool) { return element, true })
}

// fetchSelected is fetchList for a caller who needs a part of the elements, or a
// part of each: memory holds only what selects returns.
func fetchSelected[E, T any](ctx context.Context, c *Client, r request, selects func(E) (T, bool)) (*exchange, []T, error) {
	var list []T
	var problem string
	r.stream = func(contentType string, answer io.Reader) { list, problem = decodeList(contentType, answer, selects) }
	x, err := c.do(ctx, r)
	if err == nil && problem != "" {
		err = x.responseError(problem)
	}
	if err != nil {
		return x, nil, err
	}
	return x, list, nil
}

// receiveStream is [exchange.receive] for an answer that is decoded while it arrives. It
// reads to the end even if the answer cannot be decoded: one that breaks off fails the
// attempt.
func (x *exchange) receiveStream(resp *http.Response) error {
	body := &countingReader{Reader: io.LimitReader(resp.Body, maxStreamSize+1)}
	x.stream(resp.Header.Get("Content-Type"), body)
	_, _ = io.Copy(io.Discard, body) // body keeps the error
	if body.failure != nil {
		return body.failure
	}
	x.status = resp.StatusCode
	if body.size > maxStreamSize {
		return x.tooLong(maxStreamSize)
	}
	return nil
}

// countingReader counts bytes, and keeps the first error other than EOF.
type countingReader struct {
	io.Reader

	size    int
	failure error
}

func (r *countingReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.size += n
	if err != nil && r.failure == nil && !errors.Is(err, io.EOF) {
		r.failure = err
	}
	return n, err
}

// decodeList is [decode] for a JSON list that is still arriving.
func decodeList[E, T any](contentType string, answer io.Reader, selects func(E) (T, bool)) (list []T, problem string) {
	problem = decodeParts[[]E](contentType, answer, '[', func(d *json.Decoder) error {
		return decodeElements(d, func(element E) error {
			if selected, ok := selects(element); ok {
				list = append(list, selected)
			}
			return nil
		})
	})
	if problem != "" {
		return nil, problem
	}
	return list, ""
}

// decodeElements calls each for the elements of a list, up to its end.
func decodeElements[E any](d *json.Decoder, each func(E) error) error {
	for d.More() {
		var element E
		if err := d.Decode(&element); err != nil {
			return err
		}
		if err := each(element); err != nil {
			return err
		}
	}
	return nil
}

// decodeParts decodes a JSON value of type T that begins with the byte open, a list or an
// object, while it arrives. Inside decodes what is in it.
func decodeParts[T any](contentType string, answer io.Reader, open byte, inside func(*json.Decoder) error) (problem string) {
	from := bufio.NewReader(answer)
	first := peekByte(from)
	if first != open {
		text, _ := io.ReadAll(from) // the caller's countingReader keeps the error
		_, problem = decode[T](contentType, text)
		return problem
	}
	d := json.NewDecoder(from)
	_, err := d.Token()
	if err == nil {
		err = inside(d)
	}
	if err == nil {
		_, err = d.Token()
	}
	if err == nil {
		if _, err = d.Token(); errors.Is(err, io.EOF) {
			return ""
		}
		err = errors.New("content after the value")
	}
	return describe(contentType, []byte{first}, err)
}

// peekByte returns the first byte that is not white space, and leaves it unread.
// It returns 0 if there is none.
func peekByte(text *bufio.Reader) byte {
	for {
		next, err := text.ReadByte()
		switch {
		case err != nil:
			return 0
		case next != ' ' && next != '\n' && next != '\t' && next != '\r':
			_ = text.UnreadByte() // cannot fail after ReadByte
			return next
		}
	}
}
