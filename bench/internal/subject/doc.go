// Package subject holds what the programs of bench share: they build the lakepeer binary, write it a configuration, and
// run it as a child process whose end, duration and memory they observe. The product is met only as a user meets it.
//
//	binary, err := subject.Build(ctx, dir)
//	home, err := subject.NewHome(binary, filepath.Join(dir, "a"), subject.Settings{Endpoint: url, Deployment: d})
//	outcome, err := home.Run(ctx, nil, "run")
package subject
