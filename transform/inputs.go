package transform

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/lakepeer/lakepeer/load"
	"github.com/lakepeer/lakepeer/transform/decode"
)

// decodedTable is the raw table that package decode gives, of the logs in logsTable and transfersTable with the times in
// blocksTable. It has the logs of the chain that the home is about; those of other chains are in elsewhereTable.
const (
	decodedTable   = "chain__decoded"
	elsewhereTable = "chain__decoded_elsewhere"
	logsTable      = "chain__logs"
	transfersTable = "chain__lpt_transfers"
	blocksTable    = "chain__blocks"
)

// isRead tells whether a stream is behind one of the raw tables.
func isRead(id load.StreamID, tables []string) bool {
	return slices.Contains(tables, id.Table()) ||
		slices.ContainsFunc(tables, isDerived) && slices.Contains([]string{logsTable, transfersTable, blocksTable}, id.Table())
}

// isDerived tells whether a raw table is made of the logs of a chain.
func isDerived(table string) bool {
	return isDecoded(table) || isLedger(table) || table == horizonTable
}

// isDecoded tells whether a raw table is what package decode gives.
func isDecoded(table string) bool { return table == decodedTable || table == elsewhereTable }

// inputs is the part of the lake that a build reads.
type inputs struct {
	streams []streamInput
	// asOf is what "now" is to the models.
	asOf time.Time
}

// streamInput is one raw stream of one instance.
type streamInput struct {
	id      load.StreamID
	axis    load.Axis
	horizon load.Horizon
	parts   []PartState
	// files are the live files, states the same in the manifest's words.
	files  []load.File
	states []LakeFile
}

// readInputs lists the streams behind the raw tables. Known gives files that needn't be opened.
func readInputs(lake *load.Lake, tables []string, asOf time.Time, known Manifest) (*inputs, error) {
	ids, err := lake.Streams()
	if err != nil {
		return nil, err
	}
	states := map[string]LakeFile{}
	for _, f := range known.Files {
		states[f.Path] = f
	}
	in := &inputs{asOf: asOf}
	for _, id := range ids {
		if !isRead(id, tables) {
			continue
		}
		s, err := readStream(lake, id, load.ListOptions{AsOf: asOf}, states)
		if err != nil {
			return nil, err
		}
		in.streams = append(in.streams, s)
	}
	if asOf.IsZero() {
		for _, s := range in.streams {
			for _, f := range s.states {
				if f.ExtractedAt.After(in.asOf) {
					in.asOf = f.ExtractedAt
				}
			}
		}
	}
	return in, nil
}

func readStream(lake *load.Lake, id load.StreamID, opt load.ListOptions, known map[string]LakeFile) (streamInput, error) {
	s := streamInput{id: id}
	parts, err := lake.Parts(id)
	if err != nil {
		return s, err
	}
	if s.horizon, err = lake.StreamHorizon(id, opt); err != nil {
		return s, err
	}
	for _, part := range parts {
		s.axis = part.Axis
		files, err := lake.Files(part, opt)
		if err != nil {
			return s, err
		}
		state := PartState{StreamID: id, Part: part.Name, Axis: part.Axis, Files: int64(len(files))}
		if state.ChainID, err = chainOf(lake, part); err != nil {
			return s, err
		}
		for _, f := range files {
			file, err := stateOfLakeFile(lake, f, known)
			if err != nil {
				return s, err
			}
			state.Rows += file.Rows
			state.Rejected += file.Rejected
			if err := state.reject(lake, f); err != nil {
				return s, err
			}
			s.files, s.states = append(s.files, f), append(s.states, file)
		}
		if err := state.reach(lake, part, files, opt); err != nil {
			return s, err
		}
		s.parts = append(s.parts, state)
	}
	if s.axis == load.AxisBlock {
		s.hold(s.horizon)
	}
	return s, nil
}

// chainOf gives the EVM chain id of a part of logs, 0 for other parts.
func chainOf(lake *load.Lake, part load.Part) (uint64, error) {
	if table := part.Stream.Table(); table != logsTable && table != transfersTable {
		return 0, nil
	}
	return decode.ChainID(part, lake.Network())
}

// reach says how far a part reaches that models read to its end, whatever is missing in it.
func (p *PartState) reach(lake *load.Lake, part load.Part, files []load.File, opt load.ListOptions) error {
	h, err := lake.PartHorizon(part, opt)
	if err != nil {
		return err
	}
	p.Horizon, p.IsComplete, p.Reason = h.Position, h.Complete, h.Reason
	if len(files) == 0 {
		return nil
	}
	var seconds int64
	switch part.Axis {
	case load.AxisTime:
		seconds = h.Position
	case load.AxisInstant:
		seconds = files[len(files)-1].Slice.Interval.From
	default:
		return nil
	}
	at := time.Unix(seconds, 0).UTC()
	p.HorizonAt = &at
	return nil
}

// hold sets the horizon of a stream of blocks, in its parts too: the same for all of them.
func (s *streamInput) hold(h load.Horizon) {
	s.horizon = h
	at := s.horizonAt()
	for i := range s.parts {
		p := &s.parts[i]
		p.Horizon, p.HorizonAt, p.IsComplete, p.Reason = h.Position, at, h.Complete, h.Reason
	}
}

// horizonAt gives the time of the last position before the horizon, by the anchor of a slice that ends there; nil if there
// is none.
func (s *streamInput) horizonAt() *time.Time {
	for i, f := range s.files {
		if f.Slice.Interval.To != s.horizon.Position || s.states[i].AnchorTime == "" {
			continue
		}
		if seconds, err := strconv.ParseInt(s.states[i].AnchorTime, 10, 64); err == nil && seconds > 0 {
			at := time.Unix(seconds, 0).UTC()
			return &at
		}
	}
	return nil
}

// reject notes the first rejected row of a part.
func (p *PartState) reject(lake *load.Lake, f load.File) error {
	if p.FirstRejectedReason != "" || f.RejectedPath == "" {
		return nil
	}
	rows, err := lake.Rejected(f)
	if err != nil || len(rows) == 0 {
		return err
	}
	p.FirstRejectedReason = rows[0].Reason
	if rows[0].Position >= 0 {
		p.FirstRejected = &rows[0].Position
	}
	return nil
}

// stateOfLakeFile gives what the manifest says of a file. A file is opened only if the known one differs on disk.
func stateOfLakeFile(lake *load.Lake, f load.File, known map[string]LakeFile) (LakeFile, error) {
	relative, err := filepath.Rel(lake.Dir(), f.Path)
	if err != nil {
		return LakeFile{}, err
	}
	state := LakeFile{Path: filepath.ToSlash(relative), Revision: f.Slice.Revision, Size: f.Size}
	info, err := os.Stat(f.Path)
	if err != nil {
		return state, err
	}
	state.ModifiedAt = info.ModTime().UTC()
	if k, ok := known[state.Path]; ok && k.Size == state.Size && k.ModifiedAt.Equal(state.ModifiedAt) {
		return k, nil
	}
	meta, err := load.ReadMeta(f.Path)
	if err != nil {
		return state, err
	}
	state.Rows, state.Rejected, state.Checksum, state.ExtractedAt = meta.Rows, meta.Rejected, meta.Checksum, meta.ExtractedAt.UTC()
	state.AnchorTime = meta.Extra["anchor.time"]
	return state, nil
}

// current gives the files of a stream that hold something before the horizon.
func (s *streamInput) current() (files []load.File, states []LakeFile) {
	for i, f := range s.files {
		if s.axis == load.AxisBlock && f.Slice.Interval.From >= s.horizon.Position {
			continue
		}
		files, states = append(files, f), append(states, s.states[i])
	}
	return files, states
}

// isMissing tells whether an error says that something isn't there.
func isMissing(err error) bool { return errors.Is(err, fs.ErrNotExist) }
