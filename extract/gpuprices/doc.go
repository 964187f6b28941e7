// Package gpuprices reads what GPUs cost to rent elsewhere: at clouds, from SkyPilot's public catalogue, and anywhere else,
// from sheets that somebody puts into a folder.
//
//	streams, err := gpuprices.New(gpuprices.Config{
//		Instance: "main", Clouds: []string{"aws", "lambda", "runpod"}, Folder: "inputs/gpu_prices", Client: client,
//		SkyPilot: "https://raw.githubusercontent.com/skypilot-org/skypilot-catalog/master/catalogs/v8",
//	})
//
// The stream skypilot is one snapshot of each cloud a day, the stream files one slice for each state of the folder. Rows are
// landed as the texts that stand in the files; what they mean is told by the warehouse's models.
package gpuprices
