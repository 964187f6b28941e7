package livepeer

const ethereumLegacyName = "ethereum-legacy"

// EthereumLegacy gives Livepeer on Ethereum, where it was before February 2022: staking is frozen there since block
// 14,207,040, and the bridge goes on. It is a second chain beside Arbitrum One, not a network of its own. Addresses
// and first blocks are those of the subgraph's configuration, livepeer/protocol and livepeer/arbitrum-lpt-bridge. The
// catalogue has no events of these contracts: their logs are landed as they are.
func EthereumLegacy() Deployment {
	return Deployment{
		Name:       ethereumLegacyName,
		ChainID:    1,
		Controller: "0xf96d54e490317c557a967abfa5d6e33006be69b3",
		Contracts: []Contract{
			{Name: L1Controller, Address: "0xf96d54e490317c557a967abfa5d6e33006be69b3", FirstBlock: 5_533_890},
			{Name: L1Minter, Address: "0x8573f2f5a3bd960eee3d998473e50c75cdbe6828", FirstBlock: 5_533_913, Former: true, Note: "replaced in August 2020"},
			{Name: L1Minter, Address: "0x505f8c2ee81f1c6fa0d88e918ef0491222e05818", FirstBlock: 10_686_186},
			{Name: L1BondingManager, Address: "0x511bc4556d823ae99630ae8de28b9b80df90ea2e", FirstBlock: 5_533_958},
			{Name: L1RoundsManager, Address: "0x3984fc4ceeef1739135476f625d36d6c35c40dc3", FirstBlock: 5_533_997},
			{Name: L1ServiceRegistry, Address: "0x406a112f3218b988c66778fd72fc8467f2601366", FirstBlock: 6_194_966},
			{Name: L1TicketBroker, Address: "0x5b1ce829384eebfa30286f12d1e7a695ca45f5d2", FirstBlock: 9_274_420},
			{Name: L1PollCreator, Address: "0xbf824edb6b94d9b52d972d5b25bcc19b4e6e3f3c", FirstBlock: 10_039_868},
			{Name: L1Escrow, Address: "0x6a23f4940bd5ba117da261f98aae51a8bffa210a", FirstBlock: 14_199_409, Note: "holds the LPT that is on Arbitrum"},
			{Name: L1LPTDataCache, Address: "0x1d24838b35a9c138ac157a852e19e948ad6323d7", FirstBlock: 14_199_440},
			{Name: L1LPTGateway, Address: "0x6142f1c8bbf02e6a6bd074e8d564c9a5420a0676", FirstBlock: 14_199_457},
			{Name: L1Migrator, Address: "0x21146b872d3a95d2cf9afed03ee5a783dae9a89a", FirstBlock: 14_199_479},
		},
		Unasked: []Unasked{
			{Name: "LPT", Address: "0x58b6a8a3302369daec383334672404ee733ab239", Reason: "the token on Ethereum: nearly all of its logs are transfers between exchanges and holders"},
			{Name: "Inbox", Address: "0x4dbd4fc535ac27206064b68ffcf827b0a60bab3f", Reason: "Arbitrum's own, for all of its users"},
			{Name: "GatewayRouter", Address: "0x72ce9c846789fdb6fc1f34ac4ad25dd9ef7031ef", Reason: "Arbitrum's own, for all of its users"},
		},
	}
}
