package market

import (
	"encoding/csv"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// instance is a row of SkyPilot's catalogue, by column.
type instance map[string]string

// SkyPilot serves the catalogue at /{cloud}/vms.csv for aws, gcp, lambda, vast and runpod, renewed every midnight; 404
// for any other cloud. Each cloud has its own order of columns.
func (m *Market) SkyPilot(now Clock) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{cloud}/vms.csv", func(w http.ResponseWriter, r *http.Request) {
		cloud := r.PathValue("cloud")
		columns := catalogueColumns(cloud)
		if columns == nil {
			http.Error(w, "404: Not Found", http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		out := csv.NewWriter(w)
		rows := [][]string{columns}
		for _, row := range m.catalogue(cloud, now().UTC().Truncate(24*time.Hour)) {
			cells := make([]string, len(columns))
			for i, name := range columns {
				cells[i] = row[name]
			}
			rows = append(rows, cells)
		}
		_ = out.WriteAll(rows) // the client is gone, or the rows are sent
	})
	return mux
}

// catalogueColumns gives a cloud's columns; nil for a cloud that isn't served.
func catalogueColumns(cloud string) []string {
	switch cloud {
	case "aws":
		return strings.Split("InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Price,SpotPrice,Region,AvailabilityZone,Arch", ",")
	case "gcp":
		return strings.Split("InstanceType,vCPUs,MemoryGiB,AcceleratorName,AcceleratorCount,GpuInfo,Region,AvailabilityZone,Price,SpotPrice", ",")
	case "lambda":
		return strings.Split("InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,Price,Region,GpuInfo,SpotPrice", ",")
	case "vast":
		return strings.Split("InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Price,SpotPrice,Region,HostingType", ",")
	case "runpod":
		return strings.Split("InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Region,SpotPrice,Price,AvailabilityZone", ",")
	}
	return nil
}

// catalogue gives a cloud's rows as of a midnight.
func (m *Market) catalogue(cloud string, day time.Time) []instance {
	switch cloud {
	case "vast":
		return m.vastCatalogue(day)
	case "gcp":
		return m.gcpCatalogue(day)
	}
	var rows []instance
	for _, kind := range m.models {
		if !kind.large && cloud != "runpod" {
			continue
		}
		for _, count := range []int{1, 2, 4, 8} {
			rows = append(rows, m.cloudRows(cloud, &kind, count, day)...)
		}
	}
	if cloud == "aws" {
		rows = append(rows, instance{
			"InstanceType": "m7i.2xlarge", "vCPUs": "8.0", "MemoryGiB": "32.0", "Price": "0.4032", "SpotPrice": "0.1613",
			"Region": "us-east-1", "AvailabilityZone": "us-east-1a", "Arch": "x86_64",
		})
	}
	return rows
}

// retail gives a cloud's price per GPU and hour, which changes each month.
func (m *Market) retail(cloud string, kind *model, day time.Time) float64 {
	markup := map[string]float64{"aws": 3, "gcp": 2.8, "lambda": 1.5, "runpod": 1.35}[cloud]
	month := uint64(day.Year()*12 + int(day.Month()))
	drift := 1 + 0.06*(unit(roll(m.config.Seed, forCloud, month, uint64(kind.power), uint64(kind.ram), uint64(cloud[0])))-0.5)
	return math.Round(kind.price*markup*drift*100) / 100
}

// spotOf gives the price of a spot instance as text; a cloud without any says 0.00 or nothing.
func (m *Market) spotOf(cloud, region string, price float64, day time.Time) string {
	switch cloud {
	case "lambda":
		return ""
	case "vast":
		return "0.00"
	}
	var word uint64
	for _, b := range []byte(region) {
		word = word*31 + uint64(b)
	}
	r := roll(m.config.Seed, forCloud, word, uint64(day.Unix()), math.Float64bits(price))
	if r%5 == 0 {
		return ""
	}
	return money(price * (0.3 + 0.3*unit(r)))
}

func money(dollars float64) string { return strconv.FormatFloat(dollars, 'f', 4, 64) }

// gpuInfo is a Python dictionary as text. RunPod gives the memory in GiB where the others give MiB.
func gpuInfo(name string, count int, ramMiB int64, inGiB bool) string {
	whole := ramMiB * int64(count)
	if inGiB {
		ramMiB, whole = ramMiB/1024, whole/1024
	}
	return fmt.Sprintf("{'Gpus': [{'Name': '%s', 'Count': %d, 'MemoryInfo': {'SizeInMiB': %d}}], 'TotalGpuMemoryInMiB': %d}", name, count, ramMiB, whole)
}

// cloudRows gives one instance type in the cloud's regions.
func (m *Market) cloudRows(cloud string, kind *model, count int, day time.Time) (rows []instance) {
	price := m.retail(cloud, kind, day) * float64(count)
	regions := map[string][]string{
		"aws": {"us-east-1", "us-west-2", "eu-central-1"}, "lambda": {"us-east-1", "us-west-1"}, "runpod": {"US", "NO", "CZ"},
	}[cloud]
	accelerators := strconv.Itoa(count)
	if cloud == "aws" || cloud == "lambda" {
		accelerators += ".0"
	}
	for _, region := range regions {
		row := instance{
			"InstanceType": fmt.Sprintf("%s.%dx%s", cloud, count, kind.skypilot), "AcceleratorName": kind.skypilot, "AcceleratorCount": accelerators,
			"vCPUs": fmt.Sprintf("%d.0", 16*count), "MemoryGiB": fmt.Sprintf("%d.0", 64*count), "GpuInfo": gpuInfo(kind.skypilot, count, kind.ram, cloud == "runpod"),
			"Price": money(price), "SpotPrice": m.spotOf(cloud, region, price, day), "Region": region, "Arch": "x86_64",
		}
		switch cloud {
		case "aws":
			row["AvailabilityZone"] = region + "a"
		case "runpod":
			row["InstanceType"] = fmt.Sprintf("%dx_%s_SECURE", count, kind.skypilot)
			row["AvailabilityZone"] = region + "-1"
		}
		rows = append(rows, row)
	}
	return rows
}

// gcpCatalogue lists accelerators by themselves: the machine around them is priced apart, so there is no instance type.
func (m *Market) gcpCatalogue(day time.Time) (rows []instance) {
	for i := range m.models {
		kind := &m.models[i]
		if !kind.large || kind.name == "L40S" || kind.name == "A40" {
			continue
		}
		for _, count := range []int{1, 2, 4, 8} {
			for _, zone := range []string{"us-central1-a", "europe-west4-b"} {
				price := m.retail("gcp", kind, day) * float64(count)
				rows = append(rows, instance{
					"AcceleratorName": kind.skypilot, "AcceleratorCount": fmt.Sprintf("%d.0", count), "GpuInfo": gpuInfo(kind.skypilot, count, kind.ram, false),
					"Region": zone[:len(zone)-2], "AvailabilityZone": zone, "Price": money(price), "SpotPrice": m.spotOf("gcp", zone, price, day),
				})
			}
		}
	}
	return rows
}

// vastCatalogue lists whole machines that can be rented, each at the median price of its instance type.
func (m *Market) vastCatalogue(day time.Time) (rows []instance) {
	type bucket struct {
		row   instance
		price float64
	}
	prices := map[string][]float64{}
	var list []bucket
	for _, s := range m.states(hourOf(day)) {
		x := s.machine
		if s.rented != 0 || x.host.place == nil || x.bare {
			continue
		}
		kind := fmt.Sprintf("%dx-%s-32-65536", x.size, strings.ReplaceAll(x.model.name, " ", "_"))
		price := s.perGPU() * float64(x.size)
		prices[kind] = append(prices[kind], price)
		hosting := "0"
		if x.host.datacenter {
			hosting = "1"
		}
		list = append(list, bucket{instance{
			"InstanceType": kind, "AcceleratorName": x.model.skypilot, "AcceleratorCount": strconv.Itoa(x.size), "vCPUs": "32", "MemoryGiB": "64.0",
			"GpuInfo": gpuInfo(x.model.skypilot, x.size, x.model.ram, false), "SpotPrice": "0.00", "Region": x.host.place.region, "HostingType": hosting,
		}, price})
	}
	for _, b := range list {
		all := prices[b.row["InstanceType"]]
		slices.Sort(all)
		b.row["Price"] = strconv.FormatFloat(median(all), 'f', 2, 64)
		rows = append(rows, b.row)
	}
	return rows
}
