package chain

// sizer chooses how many blocks the next request asks for. It doubles while a reply brings less than a quarter of
// what an endpoint gives at most, holds, and shrinks by what came. What failed is avoided for a while; what the
// endpoint itself names as its limit is kept to.
type sizer struct {
	logCap int64
	size   int64
	// ceiling is below the last size that failed; it doubles after every ceilingLife answers, 0 means none.
	ceiling int64
	answers int64
	// span is the limit that the endpoint named, 0 if it named none.
	span int64
	// best is the largest size that was answered.
	best int64
}

const ceilingLife = 16

func newSizer(size, logCap int64) *sizer { return &sizer{size: min(size, Grid), logCap: logCap} }

// next gives the blocks to ask for, of those that are left.
func (s *sizer) next(left int64) int64 { return min(s.bounded(s.size), left) }

// reach gives the blocks that a request covers where logs are sparse, as far as is known.
func (s *sizer) reach() int64 { return s.bounded(max(s.best, s.size)) }

func (s *sizer) bounded(size int64) int64 {
	size = min(size, Grid)
	if s.ceiling > 0 {
		size = min(size, s.ceiling)
	}
	if s.span > 0 {
		size = min(size, s.span)
	}
	return max(1, size)
}

// answered learns from a reply to a request of length blocks.
func (s *sizer) answered(length, logs int64) {
	s.best = max(s.best, length)
	if s.answers++; s.ceiling > 0 && s.answers%ceilingLife == 0 {
		s.ceiling = min(2*s.ceiling, Grid)
	}
	switch {
	case 4*logs < s.logCap:
		if length >= s.bounded(s.size) {
			s.size = min(2*length, Grid)
		}
	case 4*logs > 3*s.logCap:
		s.size = max(1, length*s.logCap/(2*logs))
	}
}

// refused learns from a refusal of a request for the blocks from from, length of them. The next size is smaller.
func (s *sizer) refused(from, length int64, r refusal) {
	s.answers = 0
	s.size = max(1, length/2)
	switch {
	case r.to >= 0 && r.from <= from && r.to >= from && r.to-from+1 < length:
		s.size = r.to - from + 1
		s.ceiling = s.size
	case r.span > 0 && r.span < length:
		s.span, s.size = r.span, r.span
	default:
		s.ceiling = s.size
	}
}
