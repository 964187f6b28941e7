package httpclient

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestIntoReadsTheBodyOfTheAttemptThatCounts begins anew after a cut body and after a refusal, and keeps no body.
func TestIntoReadsTheBodyOfTheAttemptThatCounts(t *testing.T) {
	b := newBench(t, Options{})
	url := serve(t, replies(cut, status(http.StatusBadGateway, "bad"), status(http.StatusOK, `<html>`), status(http.StatusOK, `{"a":1}`)))
	var meter Meter
	var got string
	attempts := 0
	response, err := b.Do(t.Context(), Request{URL: url, JSON: true, Meter: &meter, Into: func(body io.Reader) error {
		attempts++
		text, err := io.ReadAll(body)
		if got = string(text); strings.HasPrefix(got, "<") {
			return errors.New("it is a page")
		}
		return err
	}})
	if err != nil || got != `{"a":1}` || attempts != 3 || len(response.Body) != 0 || response.Status != http.StatusOK {
		t.Errorf("read %q in %d attempts, body %q: %v", got, attempts, response.Body, err)
	}
	if meter.Requests() != 4 || meter.Bytes() != int64(len(`{"half":`+"bad"+`<html>`+`{"a":1}`)) {
		t.Errorf("%d requests and %d bytes were counted", meter.Requests(), meter.Bytes())
	}
}

// TestIntoFails tells apart what the connection does wrong and what Into finds, and reads what Into leaves.
func TestIntoFails(t *testing.T) {
	for name, c := range map[string]struct {
		body  http.HandlerFunc
		into  func(io.Reader) error
		limit int64
		class Class
	}{
		"cut behind what was read": {cut, func(body io.Reader) error {
			_, err := io.ReadFull(body, make([]byte, 4))
			return err
		}, 0, CutBody},
		"not what was expected": {status(http.StatusOK, "hello"), func(io.Reader) error { return errors.New("no object") }, 0, NotJSON},
		"larger than the cap": {status(http.StatusOK, "hello"), func(body io.Reader) error {
			_, err := io.ReadAll(body)
			return err
		}, 4, TooLarge},
		"not allowed": {status(http.StatusUnauthorized, "key?"), func(io.Reader) error {
			return errors.New("a refusal's body is not for Into")
		}, 0, Auth},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, Options{MaxAttempts: 2})
			_, err := b.Do(t.Context(), Request{URL: serve(t, c.body), Into: c.into, MaxBody: c.limit})
			var failed *Error
			if !errors.As(err, &failed) || failed.Class != c.class {
				t.Errorf("got %v, want class %q", err, c.class)
			}
		})
	}
}
