package livepeer

// ticketEvents are TicketBroker's own events.
func ticketEvents() []Event {
	events := append(redemptionEvents(), senderEvents()...)
	for i := range events {
		events[i].Contracts = []string{TicketBroker}
	}
	return events
}

func redemptionEvents() []Event {
	return []Event{
		{
			Name:        "WinningTicketRedeemed",
			Description: "A winning ticket was accepted, even if nothing could be paid. What moved stands in WinningTicketTransfer.",
			Args: []Arg{
				address("sender", "Gateway that issued the ticket.").ix(),
				address("recipient", "Orchestrator that redeems it.").ix(),
				eth("faceValue", "Nominal value of the ticket."),
				wide("winProb", "Chance of winning as a numerator over 2^256 - 1."),
				integer("senderNonce", "", "The gateway's running number of the ticket."),
				wide("recipientRand", "The orchestrator's random number, revealed."),
				blob("auxData", "Round in which the ticket was created (32 bytes), then that round's block hash (32 bytes)."),
			},
		},
		{
			Name:        "WinningTicketTransfer",
			Description: "ETH moved from a gateway's deposit or reserve to an orchestrator for a winning ticket. Not emitted when nothing moves.",
			Args: []Arg{
				address("sender", "Gateway that pays.").ix(),
				address("recipient", "Orchestrator paid.").ix(),
				eth("amount", "ETH that moved, what came from the reserve included."),
			},
		},
		{
			Name:        "ReserveClaimed",
			Description: "A part of a redemption was taken from the gateway's reserve. Logged before WinningTicketTransfer and included in its amount.",
			Args: []Arg{
				address("reserveHolder", "Gateway whose reserve it is.").ix(),
				address("claimant", "Orchestrator paid."),
				eth("amount", "ETH taken from the reserve."),
			},
		},
	}
}

func senderEvents() []Event {
	return []Event{
		{
			Name:        "DepositFunded",
			Description: "A gateway's deposit was funded, or only its reserve by the combined call; the amount is then 0.",
			Args: []Arg{
				address("sender", "Gateway whose deposit it is.").ix(),
				eth("amount", "ETH added to the deposit."),
			},
		},
		{
			Name:        "ReserveFunded",
			Description: "A gateway's reserve was funded, or only its deposit by the combined call; the amount is then 0.",
			Args: []Arg{
				address("reserveHolder", "Gateway whose reserve it is.").ix(),
				eth("amount", "ETH added to the reserve."),
			},
		},
		{
			Name:        "Withdrawal",
			Description: "A gateway took out everything that was left.",
			Args: []Arg{
				address("sender", "Gateway paid.").ix(),
				eth("deposit", "ETH taken out of the deposit."),
				eth("reserve", "ETH taken out of the reserve."),
			},
		},
		{
			Name:        "Unlock",
			Description: "A gateway asked to withdraw what is left.",
			Args: []Arg{
				address("sender", "Gateway that asks.").ix(),
				round("startRound", "Round of the request."),
				round("endRound", "Round from which the gateway can withdraw."),
			},
		},
		{
			Name:        "UnlockCancelled",
			Description: "A gateway took its request to withdraw back; funding itself does so too.",
			Args:        []Arg{address("sender", "Gateway that takes its request back.").ix()},
		},
	}
}
