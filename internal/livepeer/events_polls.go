package livepeer

// pollEvents are the own events of PollCreator, of the polls that it creates, and of the service registries.
func pollEvents() []Event {
	return []Event{
		{
			Name: "PollCreated", Contracts: []string{PollCreator},
			Description: "A poll on a Livepeer improvement proposal was created, as a contract of its own.",
			Args: []Arg{
				address("poll", "Contract of the poll, which emits the votes.").ix(),
				blob("proposal", "IPFS hash of the proposal, the bytes of its text."),
				integer("endBlock", UnitL1Block, "Last L1 block in which votes count."),
				ppm("quorum", "Part of all stake that has to vote."),
				ppm("quota", "Part of the votes that has to be yes."),
			},
		},
		{
			Name: "Vote", Contracts: []string{Poll},
			Description: "A vote in a poll was cast; an account's last one counts.",
			Args: []Arg{
				address("voter", "Account that votes.").ix(),
				integer("choiceID", "", "0 yes, 1 no; the contract accepts other numbers, which don't count."),
			},
		},
		{
			Name: "ServiceURIUpdate", Contracts: []string{AIServiceRegistry, ServiceRegistry},
			Description: "An account set the address at which its service is reached. Anybody can, orchestrator or not.",
			Args: []Arg{
				address("addr", "Account that sets its address.").ix(),
				text("serviceURI", "The service's address, as given."),
			},
		},
	}
}
