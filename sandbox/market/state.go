package market

import "math"

// state is what changes about a machine, for one hour.
type state struct {
	machine *machine
	// rented has a bit for each rented GPU.
	rented uint16
	// cents is what the host asks per GPU and hour; the customer pays a third more.
	cents int64
}

// perGPU gives what a customer pays per GPU and hour, in dollars.
func (s *state) perGPU() float64 { return float64(s.cents) / 75 }

// rentedCount gives the number of rented GPUs.
func (s *state) rentedCount() (n int) {
	for i := range s.machine.size {
		n += int(s.rented >> i & 1)
	}
	return n
}

// mask has a bit for each GPU of the chunk.
func (c chunk) mask() uint16 { return (1<<c.size - 1) << c.first }

// states gives the machines that are listed in an hour.
func (m *Market) states(hour int64) []state {
	list := make([]state, 0, len(m.machines))
	for i := range m.machines {
		x := &m.machines[i]
		if m.listed(x, hour) {
			list = append(list, state{machine: x, rented: m.rented(x, hour), cents: m.cents(x, hour)})
		}
	}
	return list
}

// listed tells whether a machine is on the market; some are away for eleven days.
func (m *Market) listed(x *machine, hour int64) bool {
	const stay = 11 * 24
	return unit(roll(m.config.Seed, forPresence, uint64(x.index), uint64(hour+int64(x.roll%stay))/stay)) >= 0.06
}

// epoch gives the number of a chunk's letting in an hour, and the hour in which it began. A letting lasts 5 to 71
// hours; with the next one the chunk has another offer id.
func (x *machine) epoch(c chunk, hour int64) (number, begin int64) {
	r := mix(x.roll ^ mix(uint64(c.number)))
	length := between(r, 5, 71)
	shift := int64(r >> 32 % uint64(length))
	number = (hour + shift) / length
	return number, number*length - shift
}

// rented gives the rented GPUs: a chunk is let as a whole, or its parts are let by themselves.
func (m *Market) rented(x *machine, hour int64) (bits uint16) {
	for _, c := range x.chunks {
		if bits&c.mask() != 0 {
			continue
		}
		number, begin := x.epoch(c, hour)
		used := x.model.used + 0.2*noise(m.config.Seed, forDemand<<8+x.kind, float64(begin), 96)
		chance := 1 - math.Pow(1-min(max(used, 0.02), 0.95), 1/float64(len(x.sizes)))
		if unit(roll(m.config.Seed, forRental, uint64(x.index), uint64(c.number), uint64(number))) < chance {
			bits |= c.mask()
		}
	}
	return bits
}

// cents gives the host's price in an hour. The host looks at the market every half day to three days.
func (m *Market) cents(x *machine, hour int64) int64 {
	length := between(x.roll>>8, 12, 72)
	number := (hour + int64(x.roll>>16%uint64(length))) / length
	at := float64(number*length) * 3600
	trend := walk(m.config.Seed, forModel<<8+x.kind, at, []octave{
		{60 * 86400, 0.2}, {14 * 86400, 0.1}, {3 * 86400, 0.04},
	})
	whim := 0.12 * (unit(roll(m.config.Seed, forPrice, uint64(x.index), uint64(number))) - 0.5)
	price := x.model.price * x.factor * math.Exp(trend+whim)
	return max(int64(math.Round(price*75)), 1)
}
