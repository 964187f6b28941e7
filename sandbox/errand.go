package sandbox

// errand is what a transaction is for; it decides the gas.
type errand string

// The errands of the world's people.
const (
	errandDeploy     errand = "deploy"
	errandApprove    errand = "approve"
	errandInitialize errand = "initializeRound"
	errandReward     errand = "reward"
	errandCuts       errand = "transcoder"
	errandBond       errand = "bond"
	errandUnbond     errand = "unbond"
	errandTransfer   errand = "transferBond"
	errandClaim      errand = "claimEarnings"
	errandFees       errand = "withdrawFees"
	errandStake      errand = "withdrawStake"
	errandRedeem     errand = "redeemWinningTicket"
	errandBatch      errand = "batchRedeemWinningTickets"
	errandFund       errand = "fundDepositAndReserve"
	errandUnlock     errand = "unlock"
	errandWithdraw   errand = "withdraw"
	errandURI        errand = "setServiceURI"
	errandGovern     errand = "govern"
	errandVote       errand = "castVote"
	errandPoll       errand = "vote"
)

// gasOf gives the least and the greatest gas of an errand without its L1 part, as measured with the real contracts.
var gasOf = map[errand][2]int64{
	errandDeploy:     {60_000, 200_000},
	errandApprove:    {46_000, 47_000},
	errandInitialize: {233_000, 283_000},
	errandReward:     {270_000, 590_000},
	errandCuts:       {108_000, 142_000},
	errandBond:       {357_000, 945_000},
	errandUnbond:     {306_000, 710_000},
	errandTransfer:   {397_000, 1_173_000},
	errandClaim:      {130_000, 367_000},
	errandFees:       {209_000, 383_000},
	errandStake:      {102_000, 103_000},
	errandRedeem:     {152_000, 337_000},
	errandBatch:      {288_000, 650_000},
	errandFund:       {60_000, 110_000},
	errandUnlock:     {50_000, 60_000},
	errandWithdraw:   {55_000, 70_000},
	errandURI:        {60_000, 62_000},
	errandGovern:     {90_000, 400_000},
	errandVote:       {150_000, 271_000},
	errandPoll:       {25_000, 26_000},
}
