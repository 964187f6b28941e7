package subject

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
)

// program is the import path of the command under test.
const program = "github.com/lakepeer/lakepeer/cmd/lakepeer"

// Build compiles lakepeer into a folder and gives the binary's path. The working folder must lie in the module.
func Build(ctx context.Context, dir string) (binary string, err error) {
	binary = filepath.Join(dir, "lakepeer")
	out, err := exec.CommandContext(ctx, "go", "build", "-o", binary, program).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build %s (run this within the module): %w\n%s", program, err, out)
	}
	return binary, nil
}
