package market

import (
	"math"
	"time"
)

// Storage is the disk, in GB, that an offer's total price contains unless the search names another amount.
const Storage = 8

// Offer is one chunk of one machine as Vast.AI's search states it. Prices are in dollars per hour for the whole
// offer, unless a field says otherwise.
type Offer struct {
	AskContractID       int64    `json:"ask_contract_id"`
	BundleID            int64    `json:"bundle_id"`
	BundledResults      *int64   `json:"bundled_results"`
	BwNVLink            float64  `json:"bw_nvlink"`
	ClusterID           *int64   `json:"cluster_id"`
	ComputeCap          int64    `json:"compute_cap"`
	CPUArch             string   `json:"cpu_arch"`
	CPUCores            int64    `json:"cpu_cores"`
	CPUCoresEffective   float64  `json:"cpu_cores_effective"`
	CPUGHz              float64  `json:"cpu_ghz"`
	CPUName             string   `json:"cpu_name"`
	CPURAM              int64    `json:"cpu_ram"`
	CreditDiscountMax   float64  `json:"credit_discount_max"`
	CudaMaxGood         float64  `json:"cuda_max_good"`
	DirectPortCount     int64    `json:"direct_port_count"`
	DiscountRate        *float64 `json:"discount_rate"`
	DiscountedDphTotal  float64  `json:"discounted_dph_total"`
	DiscountedHourly    float64  `json:"discounted_hourly"`
	DiskBw              float64  `json:"disk_bw"`
	DiskName            string   `json:"disk_name"`
	DiskSpace           float64  `json:"disk_space"`
	DLPerf              float64  `json:"dlperf"`
	DLPerfPerDphTotal   float64  `json:"dlperf_per_dphtotal"`
	DphBase             float64  `json:"dph_base"`
	DphTotal            float64  `json:"dph_total"`
	DphTotalAdj         float64  `json:"dph_total_adj"`
	DriverVers          int64    `json:"driver_vers"`
	DriverVersion       string   `json:"driver_version"`
	Duration            float64  `json:"duration"`
	EndDate             float64  `json:"end_date"`
	ExpectedReliability float64  `json:"expected_reliability"`
	External            *bool    `json:"external"`
	FlopsPerDphTotal    float64  `json:"flops_per_dphtotal"`
	Geolocation         *string  `json:"geolocation"`
	Geolocode           *int64   `json:"geolocode"`
	GPUArch             string   `json:"gpu_arch"`
	GPUDisplayActive    bool     `json:"gpu_display_active"`
	GPUFrac             float64  `json:"gpu_frac"`
	GPUIDs              []int64  `json:"gpu_ids"`
	GPULanes            int64    `json:"gpu_lanes"`
	GPUMaxPower         float64  `json:"gpu_max_power"`
	GPUMaxTemp          float64  `json:"gpu_max_temp"`
	GPUMemBw            float64  `json:"gpu_mem_bw"`
	GPUName             string   `json:"gpu_name"`
	GPURAM              int64    `json:"gpu_ram"`
	GPUTotalRAM         int64    `json:"gpu_total_ram"`
	HasAVX              int64    `json:"has_avx"`
	HostID              int64    `json:"host_id"`
	HostingType         *int64   `json:"hosting_type"`
	Hostname            *string  `json:"hostname"`
	ID                  int64    `json:"id"`
	InetDown            float64  `json:"inet_down"`
	InetDownCost        float64  `json:"inet_down_cost"`
	InetUp              float64  `json:"inet_up"`
	InetUpCost          float64  `json:"inet_up_cost"`
	Instance            Cost     `json:"instance"`
	InternetDownPerTB   float64  `json:"internet_down_cost_per_tb"`
	InternetUpPerTB     float64  `json:"internet_up_cost_per_tb"`
	IsBid               bool     `json:"is_bid"`
	IsVMDeverified      bool     `json:"is_vm_deverified"`
	Logo                string   `json:"logo"`
	MachineID           int64    `json:"machine_id"`
	MinBid              float64  `json:"min_bid"`
	MoboName            string   `json:"mobo_name"`
	NumGPUs             int64    `json:"num_gpus"`
	OSVersion           string   `json:"os_version"`
	PCIGen              float64  `json:"pci_gen"`
	PCIeBw              float64  `json:"pcie_bw"`
	PublicIPAddr        string   `json:"public_ipaddr"`
	Reliability         float64  `json:"reliability"`
	Reliability2        float64  `json:"reliability2"`
	ReliabilityMult     float64  `json:"reliability_mult"`
	Rentable            bool     `json:"rentable"`
	Rented              bool     `json:"rented"`
	ResourceType        string   `json:"resource_type"`
	RN                  int64    `json:"rn"`
	Score               float64  `json:"score"`
	Search              Cost     `json:"search"`
	StartDate           *float64 `json:"start_date"`
	StaticIP            bool     `json:"static_ip"`
	StorageCost         float64  `json:"storage_cost"`
	StorageTotalCost    float64  `json:"storage_total_cost"`
	TimeRemaining       string   `json:"time_remaining"`
	TimeRemainingIsBid  string   `json:"time_remaining_isbid"`
	TotalFlops          float64  `json:"total_flops"`
	Vericode            int64    `json:"vericode"`
	Verification        string   `json:"verification"`
	VMsEnabled          bool     `json:"vms_enabled"`
	VRAMCostPerHour     float64  `json:"vram_costperhour"`
	Webpage             *string  `json:"webpage"`

	sparse bool
}

// Cost is what an offer costs while it runs (search) or is stopped (instance), in dollars per hour.
type Cost struct {
	DiscountTotalHour      float64 `json:"discountTotalHour"`
	DiscountedTotalPerHour float64 `json:"discountedTotalPerHour"`
	DiskHour               float64 `json:"diskHour"`
	GPUCostPerHour         float64 `json:"gpuCostPerHour"`
	TotalHour              float64 `json:"totalHour"`
}

// Offers gives every offer on the market at a time, rented ones included, by machine and then by chunk. Here and
// there one stands twice, with a lower score the second time.
func (m *Market) Offers(at time.Time) []Offer {
	states := m.states(hourOf(at))
	list := make([]Offer, 0, 6*len(states))
	for i := range states {
		s := &states[i]
		for _, c := range s.machine.chunks {
			if s.machine.bare && c.size == s.machine.size && s.machine.size > 1 {
				continue
			}
			o := m.offer(s, c, at)
			list = append(list, o)
			if roll(m.config.Seed, forCopy, uint64(o.ID))%120 == 0 {
				o.Score *= 0.9
				list = append(list, o)
			}
		}
	}
	return list
}

// offer states a chunk.
func (m *Market) offer(s *state, c chunk, at time.Time) Offer {
	x, kind := s.machine, s.machine.model
	number, _ := x.epoch(c, hourOf(at))
	r := func(n uint64) uint64 { return mix(x.roll + n) }
	n, size := float64(c.size), float64(x.size)
	id := 20_000_000 + (int64(x.index)*16+int64(c.number))*2_000 + number%2_000
	cores := between(r(1), 1, 8) * 16
	o := Offer{
		AskContractID: id, ID: id, BundleID: int64(mix(x.roll^uint64(c.size))%2_000_000_000) + 1, MachineID: x.id, HostID: x.host.id,
		ComputeCap: kind.compute, CPUArch: "amd64", CPUCores: cores, CPUCoresEffective: float64(cores) * n / size,
		CPUGHz: float64(between(r(2), 22, 58)) / 10, CPUName: []string{"AMD EPYC 7642 48-Core Processor", "Core™ Ultra 9 285K", "Xeon® Gold 6330"}[r(3)%3],
		CPURAM: between(r(4), 30_000, 1_030_000), CudaMaxGood: 12.8, DirectPortCount: between(r(5), 20, 500),
		DiskBw: float64(between(r(6), 400_000, 7_000_000)) / 1000, DiskName: "NVMe " + kind.skypilot, DiskSpace: float64(between(r(7), 500, 60_000)) / 10 * n,
		DLPerf: kind.dlperf * n * x.efficiency(), TotalFlops: kind.tflops * n,
		DriverVers: 570124004, DriverVersion: "570.124.04", GPUArch: "nvidia", GPUFrac: n / size, GPUIDs: x.gpuIDs[c.first : c.first+c.size],
		GPULanes: 16, GPUMaxPower: float64(kind.power), GPUMaxTemp: float64(between(r(9), 60, 90)), GPUMemBw: kind.bandwidth * (0.97 + 0.05*unit(r(10))),
		GPUName: kind.name, GPURAM: kind.ram, GPUTotalRAM: kind.ram * int64(c.size), HasAVX: 1,
		InetDown: float64(between(r(11), 500, 90_000)) / 10, InetUp: float64(between(r(12), 200, 80_000)) / 10,
		Logo: "/static/logos/vastai_small2.png", MoboName: "H12SSL", NumGPUs: int64(c.size), OSVersion: []string{"20.04", "22.04"}[r(13)%2],
		PCIGen: float64(3 + r(14)%3), PCIeBw: float64(between(r(15), 60, 520)) / 10, PublicIPAddr: x.host.address,
		Rentable: s.rented&c.mask() == 0, ResourceType: "gpu", RN: 1, StaticIP: x.host.datacenter, Verification: x.verdict,
		VMsEnabled: r(16)%4 == 0, sparse: x.sparse,
	}
	if x.model.name == "InstinctMI50" {
		o.GPUArch = "amd"
	}
	if c.size > 1 && kind.large {
		o.BwNVLink = 300
	}
	m.state(&o, x, at)
	o.StorageCost = float64(between(r(17), 5, 100)) / 75
	o.InetUpCost, o.InetDownCost = float64(between(r(18), 0, 20))/1024, float64(between(r(19), 0, 20))/1024
	o.MinBid = math.Round(n*s.perGPU()*(0.5+0.4*unit(r(20)))*1e7) / 1e7
	o.price(n*s.perGPU(), Storage)
	o.Score = o.DLPerfPerDphTotal * (0.9 + 0.2*unit(roll(m.config.Seed, forScore, uint64(id), uint64(at.Unix()))))
	return o
}

// efficiency is the machine's part of its model's usual DLPerf.
func (x *machine) efficiency() float64 { return 0.94 + 0.08*unit(mix(x.roll+8)) }

// state fills in what is said about the host, its record and its time.
func (m *Market) state(o *Offer, x *machine, at time.Time) {
	if p := x.host.place; p != nil {
		o.Geolocation, o.Geolocode = &p.geolocation, &p.code
	}
	if hosting := int64(0); x.host.datacenter || x.roll%3 > 0 {
		if x.host.datacenter {
			hosting = 1
		}
		o.HostingType = &hosting
	}
	o.Reliability = math.Round((0.9+0.0999*math.Sqrt(unit(mix(x.roll+30))))*1e7) / 1e7
	o.Reliability2, o.ReliabilityMult = o.Reliability, o.Reliability*o.Reliability
	if x.verdict == "verified" {
		o.Vericode = 1
	}
	if x.verdict == "deverified" {
		o.IsVMDeverified = true
	}
	const term = 90 * 86400
	now := float64(at.Unix()) + float64(at.Nanosecond())/1e9
	shift := float64(x.roll % term)
	o.EndDate = (math.Floor((now+shift)/term)+1)*term - shift + 86400
	o.Duration = o.EndDate - now
	if x.roll>>40%2 == 0 {
		start := o.EndDate - term
		o.StartDate = &start
	}
}

// price fills in what follows from the price of the GPUs, with so many GB of disk.
func (o *Offer) price(base, storage float64) {
	disk := o.StorageCost * storage / 720
	o.DphBase, o.DphTotal, o.DiscountedDphTotal = base, base+disk, base+disk
	o.DphTotalAdj = o.DphTotal + o.InetUpCost + o.InetDownCost
	o.StorageTotalCost = disk
	o.Search = Cost{DiskHour: disk, GPUCostPerHour: base, TotalHour: o.DphTotal, DiscountedTotalPerHour: o.DphTotal}
	o.Instance = Cost{DiskHour: disk, TotalHour: disk, DiscountedTotalPerHour: disk}
	o.DLPerfPerDphTotal, o.FlopsPerDphTotal = o.DLPerf/o.DphTotal, o.TotalFlops/o.DphTotal
	o.VRAMCostPerHour = base / (float64(o.GPUTotalRAM) / 1024)
	o.InternetUpPerTB, o.InternetDownPerTB = o.InetUpCost*1024, o.InetDownCost*1024
}
