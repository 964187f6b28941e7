// Package protocol is an independent, slow and obvious model of Livepeer's contracts on Arbitrum (the generation
// that is live since March 2024: BondingManager v9, TicketBroker v3, BondingVotes v2), with their logs.
//
// It exists to be right rather than fast: whole numbers of any size, one file per contract, the contracts' own
// order of steps, nothing cached. A ledger that replays events is tested against the answers of this model, so the
// model shares no code with any ledger.
//
// [Contracts] holds all of them. Set the block with At, act, and take the logs that the action emitted:
//
//	c, steps := protocol.New(config)
//	for _, step := range steps { … step.Run() … }      // the deployment, one transaction per step
//	c.At(l1Block, time)
//	if err := c.Rounds.InitializeRound(); err != nil { … }
//	if err := c.Bonding.Reward(orchestrator); err != nil { … }
//	logs := c.Take()
//
// An action that returns an error has changed nothing and emitted nothing: what Solidity reverts, the model checks
// before its first effect. Amounts are in wei (1e-18 LPT or ETH) and are never changed in place: an amount that was
// handed out stays what it was. The division of everything is the floor.
//
// What is left out: signatures and the draw of tickets (a ticket given to Redeem has won), slashing (no verifier was
// ever registered), pausing, and the bridge to L1, so the LPT supply is the one on L2.
package protocol
