package explorer

import (
	"bytes"
	"encoding/json"
	"net/http"
	"time"
)

// answer is what a route has to say.
type answer struct {
	status int
	// class is how long caches may keep it.
	class class
	// body is the JSON value. A text is sent in its place as it is.
	body any
	text string
	// allow is the method that the route has, where it was asked by another.
	allow string
}

// apiError is the body of most of the Explorer's errors.
type apiError struct {
	Error   string `json:"error"`
	Code    string `json:"code"`
	Details string `json:"details,omitempty"`
}

func found(c class, body any) answer { return answer{status: http.StatusOK, class: c, body: body} }

// invalid refuses a parameter. The Explorer mostly sets the cache's header before it looks at the parameters.
func invalid(c class, message string) answer {
	return answer{status: http.StatusBadRequest, class: c, body: apiError{Error: message, Code: "VALIDATION_ERROR"}}
}

func internalError(c class, details string) answer {
	return answer{status: http.StatusInternalServerError, class: c, body: apiError{"Internal server error", "INTERNAL_ERROR", details}}
}

func badGateway(c class, service string) answer {
	failure := apiError{Error: "Failed to fetch from " + service, Code: "EXTERNAL_API_ERROR"}
	return answer{status: http.StatusBadGateway, class: c, body: failure}
}

// null is the error of the routes that say nothing about it.
func null(status int, c class) answer { return answer{status: status, class: c} }

// notAllowed refuses a method, as JSON or as plain text.
func notAllowed(method string, asText bool) answer {
	message := "Method " + method + " Not Allowed"
	if asText {
		return answer{status: http.StatusMethodNotAllowed, allow: http.MethodGet, text: message}
	}
	return answer{status: http.StatusMethodNotAllowed, allow: http.MethodGet, body: apiError{Error: message, Code: "METHOD_NOT_ALLOWED"}}
}

// write sends the answer, with a Cache-Control that may be empty.
func (a answer) write(w http.ResponseWriter, cacheControl string) {
	header := w.Header()
	if cacheControl != "" {
		header.Set("Cache-Control", cacheControl)
	}
	if a.allow != "" {
		header.Set("Allow", a.allow)
	}
	if a.text != "" {
		w.WriteHeader(a.status)
		_, _ = w.Write([]byte(a.text))
		return
	}
	header.Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(a.status)
	_, _ = w.Write(jsonOf(a.body))
}

// jsonOf gives a value's JSON as JavaScript writes it: without a line end, and with < > & as they are. The values of this package
// all have one.
func jsonOf(value any) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// isoTime gives an instant as JavaScript's toISOString does.
func isoTime(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z") }
