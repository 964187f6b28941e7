package market

// model is a kind of GPU as Vast.AI names it. Figures are near those of 500.farm in December 2025.
type model struct {
	name string
	// weight is the share of machines, price the usual dollars per GPU and hour, used the usual rented share.
	weight, price, used float64
	// ram is in MB per GPU, dlperf and tflops are per GPU, bandwidth in GB/s, power in W.
	ram            int64
	dlperf, tflops float64
	bandwidth      float64
	power, compute int64
	// large says that its machines mostly hold eight.
	large bool
	// skypilot is the name in SkyPilot's catalogue.
	skypilot string
}

func models() []model {
	return []model{
		{"RTX 4090", 50, 0.34, 0.48, 24564, 98.6, 82.6, 3100, 450, 890, false, "RTX4090"},
		{"RTX 5090", 36, 0.41, 0.66, 32607, 203.2, 109.4, 1448, 575, 1200, false, "RTX5090"},
		{"RTX 3090", 36, 0.16, 0.55, 24576, 45.2, 35.8, 830, 350, 860, false, "RTX3090"},
		{"RTX 3060", 24, 0.07, 0.30, 12288, 12.5, 12.4, 310, 170, 860, false, "RTX3060"},
		{"RTX 3070", 10, 0.06, 0.25, 8192, 16.7, 20.3, 390, 220, 860, false, "RTX3070"},
		{"RTX 5060 Ti", 9, 0.10, 0.45, 16311, 38.7, 23.7, 400, 180, 1200, false, "RTX5060Ti"},
		{"RTX 3080", 9, 0.09, 0.35, 10240, 27.4, 29.7, 700, 320, 860, false, "RTX3080"},
		{"RTX 4060 Ti", 8, 0.12, 0.40, 16380, 22.9, 21.7, 260, 165, 890, false, "RTX4060"},
		{"RTX 4070S Ti", 8, 0.17, 0.45, 16376, 51.8, 42.6, 610, 285, 890, false, "RTX4070"},
		{"RTX 5080", 8, 0.16, 0.55, 16303, 84.1, 54.2, 900, 360, 1200, false, "RTX5080"},
		{"RTX 5070 Ti", 7, 0.12, 0.50, 16303, 76.1, 44.7, 840, 300, 1200, false, "RTX5070"},
		{"RTX A4000", 8, 0.09, 0.40, 16376, 21.6, 20.6, 390, 140, 860, false, "RTXA4000"},
		{"RTX A5000", 8, 0.20, 0.45, 24564, 35.3, 27.5, 650, 230, 860, false, "RTXA5000"},
		{"RTX A6000", 6, 0.38, 0.60, 49140, 55.2, 36.1, 640, 300, 860, false, "RTXA6000"},
		{"RTX 6000Ada", 5, 0.55, 0.60, 49140, 117.0, 81.4, 830, 300, 890, false, "RTX6000-Ada"},
		{"RTX PRO 6000 WS", 7, 0.92, 0.62, 97887, 283.6, 119.0, 1500, 600, 1200, false, "RTXPRO6000"},
		{"RTX PRO 6000 S", 6, 1.35, 0.70, 97887, 279.4, 93.6, 1500, 600, 1200, true, "RTXPRO6000"},
		{"L40S", 6, 0.60, 0.65, 46068, 95.2, 73.3, 750, 350, 890, true, "L40S"},
		{"A40", 4, 0.30, 0.50, 46068, 44.2, 29.9, 590, 300, 860, true, "A40"},
		{"A100 SXM4", 7, 0.99, 0.68, 81920, 131.8, 15.6, 1600, 400, 800, true, "A100-80GB"},
		{"A100 PCIE", 3, 0.73, 0.62, 81920, 127.4, 15.6, 1500, 300, 800, true, "A100-80GB"},
		{"H100 SXM", 8, 1.86, 0.75, 81559, 353.9, 53.5, 2600, 700, 900, true, "H100"},
		{"H100 NVL", 3, 2.13, 0.70, 95830, 377.4, 50.9, 2900, 400, 900, true, "H100"},
		{"H200", 9, 2.68, 0.72, 143771, 491.1, 53.5, 3800, 700, 900, true, "H200"},
		{"B200", 4, 2.95, 0.60, 183359, 589.0, 59.6, 6300, 1000, 1000, true, "B200"},
		{"Tesla V100", 5, 0.18, 0.35, 32768, 25.7, 12.5, 750, 300, 700, true, "V100-32GB"},
		{"Q RTX 8000", 2, 0.26, 0.40, 49152, 14.4, 15.5, 560, 260, 750, false, "RTX8000"},
		{"GTX 1080 Ti", 2, 0.04, 0.15, 11264, 5.3, 11.2, 390, 250, 610, false, "GTX1080Ti"},
		{"InstinctMI50", 1, 0.13, 0.10, 32752, 7.2, 12.6, 800, 300, 906, false, "MI50"},
	}
}

// place is where a host says it is.
type place struct {
	geolocation string
	code        int64
	// region is the place in SkyPilot's catalogue.
	region string
}

func places() []place {
	return []place{
		{"Texas, US", 433199645, "Texas, US, NA"},
		{"Michigan, US", 434502188, "Michigan, US, NA"},
		{", US", 433100000, ", US, NA"},
		{"Ontario, CA", 513588759, "Ontario, CA, NA"},
		{"Norway", 702140022, "Norway, NO, EU"},
		{"Germany, DE", 604410911, "Germany, DE, EU"},
		{"France, FR", 605520114, "France, FR, EU"},
		{"Bulgaria, BG", 606031175, "Bulgaria, BG, EU"},
		{"Bács-Kiskun, HU", 607711102, "Bács-Kiskun, HU, EU"},
		{"Guangxi, CN", 921675020, "Guangxi, CN, AS"},
		{"Hong Kong, HK", 922004417, "Hong Kong, HK, AS"},
		{"South Korea, KR", 923311870, "South Korea, KR, AS"},
	}
}
