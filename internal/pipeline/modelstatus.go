package pipeline

import (
	"slices"
	"strings"

	"github.com/lakepeer/lakepeer/transform"
)

// ModelStatus is one table of the current publication, with its checks. A check of several tables counts with each.
type ModelStatus struct {
	// Model is the table: "main.dim_round".
	Model string `json:"model"`
	Rows  int64  `json:"rows"`
	// Passed, Warned and Failed count its checks by how they ended when the publication was built. Failed are those of
	// severity error, which no publication should have.
	Passed int `json:"checks_passed"`
	Warned int `json:"checks_warned"`
	Failed int `json:"checks_failed"`
	// Findings names the checks that didn't pass.
	Findings []string `json:"findings"`
}

func modelStatus(m transform.Manifest) []ModelStatus {
	models := make([]ModelStatus, len(m.Models))
	for i, model := range m.Models {
		models[i] = ModelStatus{Model: model.Schema + "." + model.Name, Rows: model.Rows, Findings: []string{}}
	}
	for _, check := range m.Checks {
		of := strings.Split(check.Model, ", ")
		for i := range models {
			if slices.Contains(of, models[i].Model) {
				models[i].count(check)
			}
		}
	}
	return models
}

func (s *ModelStatus) count(check transform.CheckResult) {
	switch {
	case check.Passed():
		s.Passed++
		return
	case check.Severity == transform.SeverityError:
		s.Failed++
	default:
		s.Warned++
	}
	s.Findings = append(s.Findings, check.Name)
}
