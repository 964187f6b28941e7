package explorer

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// class is how long a cache may keep an answer: fresh seconds, up to random more of them, and stale seconds in which it gives
// the old answer while it fetches a new one. The zero class is not kept.
type class struct{ fresh, random, stale int64 }

// The Explorer's classes, by their names in its code.
var (
	revalidate = class{0, 0, 10}
	second     = class{10, 0, 60}
	minute     = class{60, 0, 60}
	hour       = class{3600, 600, 7200}
	day        = class{86400, 3600, 604800}
	week       = class{604800, 0, 1209600}
)

// header gives the Cache-Control of an answer that was made with a draw of chance; "" for the zero class.
func (c class) header(d draw) string {
	if c == (class{}) {
		return ""
	}
	fresh := c.fresh
	if c.random > 0 {
		fresh += d.Int64N(c.random + 1)
	}
	return fmt.Sprintf("public, s-maxage=%d, stale-while-revalidate=%d", fresh, c.stale)
}

// copyOf says when the copy was made that the cache has of a URL. The Explorer's visitors are so many that a copy is renewed soon
// after it has become stale, and for some URLs not before it may not be given any more.
func (h *Hosts) copyOf(c class, url string, now time.Time) (made time.Time) {
	d := h.draw(0, "copy", url)
	idle := d.Float64()
	every := c.fresh + int64(idle*idle*idle*float64(c.stale+1))
	if every == 0 {
		return now
	}
	age := (now.Unix() + d.Int64N(every)) % every
	made = now.Add(-time.Duration(age) * time.Second)
	if made.Before(h.config.Begin) {
		return now
	}
	return made
}

// cached serves a route through the cache: what was said when the copy was made, with its age. Only what was found is kept.
func (h *Hosts) cached(w http.ResponseWriter, r *http.Request, now time.Time, route func(r *http.Request, at time.Time) answer) {
	a := route(r, now)
	url := r.URL.RequestURI()
	made := now
	if a.status == http.StatusOK && a.class != (class{}) {
		made = h.copyOf(a.class, url, now)
		if then := route(r, made); then.status == http.StatusOK {
			a = then
		} else {
			made = now
		}
		w.Header().Set("Age", strconv.FormatInt(int64(now.Sub(made)/time.Second), 10))
	}
	a.write(w, a.class.header(h.draw(made.Unix(), "lifetime", url)))
}
