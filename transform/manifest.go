package transform

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/lakepeer/lakepeer/load"
)

// Manifest says everything about a candidate or a publication that its tables don't: what it was built from, by what, and
// what came of it. It lies beside the file as JSON. Fields are only ever added.
type Manifest struct {
	// ID names the candidate and later the publication: "000012-20261123T200644Z". Ids sort in the order of building.
	ID string `json:"id"`
	// Network is the network that the home is about.
	Network load.Network `json:"network"`
	// RunID is the run that built it, CreatedAt when, by the run's clock.
	RunID     string    `json:"run_id"`
	CreatedAt time.Time `json:"created_at"`
	// PublishedAt is when it was first published, by the run's clock; zero for a candidate.
	PublishedAt time.Time `json:"published_at,omitzero"`
	// AsOf is what "now" is to the models; AsOfGiven tells that it was asked for, and that the lake was read as it was then.
	AsOf      time.Time `json:"as_of"`
	AsOfGiven bool      `json:"as_of_given,omitempty"`
	// Versions are those of the programs that built it.
	Versions Versions `json:"versions"`
	// Fingerprint is a hash of all that the tables are a function of: equal fingerprints mean equal tables.
	Fingerprint string `json:"fingerprint"`
	// Previous is the publication that was CURRENT when this one was published; "" for the first one.
	Previous string `json:"previous,omitempty"`
	// Parts are the parts of the raw streams read, with the streams' horizons.
	Parts []PartState `json:"parts"`
	// Files are the lake files that were current, read up to their stream's horizon.
	Files []LakeFile `json:"files"`
	// CurrentRound is the last round that has begun before the horizon, nil if none is known.
	CurrentRound *int64 `json:"current_round,omitempty"`
	// StandIn is the _instance of the events that a subgraph states in place of a chain; "" where a chain is read.
	StandIn string `json:"stand_in,omitempty"`
	// Ledger says what the bonding ledger is.
	Ledger LedgerState `json:"ledger"`
	// Models are the tables of reference, staging and main in the order of building.
	Models []ModelState `json:"models"`
	// Checks are the results of all checks.
	Checks []CheckResult `json:"checks"`
	// Warehouse is the file itself.
	Warehouse FileState `json:"warehouse"`
}

// Versions are those of the programs that made a file.
type Versions struct {
	Lakepeer string `json:"lakepeer"`
	// DuckDB's version is part of every hash's meaning.
	DuckDB  string `json:"duckdb"`
	Decoder string `json:"decoder"`
	// Ledger is the version of the bonding ledger's replay.
	Ledger string `json:"ledger,omitempty"`
}

// PartState is one part of a raw stream as the build found it.
type PartState struct {
	load.StreamID
	Part string `json:"part"`
	// Axis is what the part's slices are cut along; "" in manifests that are older than it.
	Axis load.Axis `json:"axis,omitempty"`
	// ChainID is the EVM chain id of a part of logs; 0 of every other part, and in manifests that are older than it.
	ChainID uint64 `json:"chain_id,omitempty"`
	// Horizon is, on AxisBlock, the end (exclusive) of what the models read of the stream, the same for all its parts; on
	// AxisTime the end of the part's gap-free prefix in Unix seconds, past which models read too; else 0.
	Horizon int64 `json:"horizon"`
	// HorizonAt is the time of the last position before the horizon where the lake knows it, else nil; on AxisTime the
	// horizon itself, and on AxisInstant the newest snapshot.
	HorizonAt *time.Time `json:"horizon_at,omitempty"`
	// IsComplete tells that nothing committed lies after the horizon; if not, Reason says what holds it back.
	IsComplete bool   `json:"is_complete"`
	Reason     string `json:"reason,omitempty"`
	// Files, Rows and Rejected count what is committed of the part, past the horizon too.
	Files    int64 `json:"files"`
	Rows     int64 `json:"rows"`
	Rejected int64 `json:"rejected_rows"`
	// FirstRejected is the position of the first rejected row, FirstRejectedReason what is wrong with it. The position is
	// nil if nothing is rejected or it isn't known.
	FirstRejected       *int64 `json:"first_rejected,omitempty"`
	FirstRejectedReason string `json:"first_rejected_reason,omitempty"`
}

// LakeFile is one file of the lake.
type LakeFile struct {
	// Path is relative to the lake's folder, with slashes.
	Path     string `json:"path"`
	Revision int    `json:"revision"`
	Size     int64  `json:"size_bytes"`
	// ModifiedAt is the file's time on disk. A file of equal path, size and time isn't opened again.
	ModifiedAt  time.Time `json:"modified_at"`
	Rows        int64     `json:"rows"`
	Rejected    int64     `json:"rejected_rows"`
	Checksum    string    `json:"checksum"`
	ExtractedAt time.Time `json:"extracted_at"`
	// AnchorTime is the time of the slice's last position in Unix seconds, as text; "" if the slice doesn't know it.
	AnchorTime string `json:"anchor_time,omitempty"`
}

// ModelState is what became of a model.
type ModelState struct {
	Schema string `json:"schema"`
	Name   string `json:"name"`
	Rows   int64  `json:"rows"`
	// Hash is the content hash of the table, the same whatever the rows' order. It holds for one version of DuckDB.
	Hash string `json:"content_hash"`
	// Fingerprint is a hash of what the table is a function of.
	Fingerprint string `json:"fingerprint"`
	// Copied tells that the table was taken from the publication before.
	Copied bool `json:"was_copied"`
}

// FileState identifies a DuckDB file.
type FileState struct {
	Size   int64  `json:"size_bytes"`
	SHA256 string `json:"sha256"`
	// ModifiedAt is the file's time on disk when it was hashed. A file of equal size and time isn't hashed again.
	ModifiedAt time.Time `json:"modified_at"`
}

// ContentHashes gives the content hash of each table: "main.dim_round" → hash.
func (m Manifest) ContentHashes() map[string]string {
	hashes := make(map[string]string, len(m.Models))
	for _, s := range m.Models {
		hashes[s.Schema+"."+s.Name] = s.Hash
	}
	return hashes
}

// model gives the state of a table, false if the manifest has none.
func (m Manifest) model(table string) (ModelState, bool) {
	for _, s := range m.Models {
		if s.Schema+"."+s.Name == table {
			return s, true
		}
	}
	return ModelState{}, false
}

func readManifest(path string) (Manifest, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Manifest{}, err
	}
	var m Manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return Manifest{}, fmt.Errorf("read the manifest %s: %w", path, err)
	}
	return m, nil
}

func writeManifest(path string, m Manifest) error {
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	return replaceFile(path, append(text, '\n'))
}
