package prices

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/lakepeer/lakepeer/internal/httpclient"
)

// refusalBytes is more than any error body of CoinGecko has. Longer replies are answers.
const refusalBytes = 4 << 10

// geckoRefusal is CoinGecko's error body. It comes in three forms, with any status.
type geckoRefusal struct {
	Status  *geckoStatus    `json:"status"`
	Error   json.RawMessage `json:"error"`
	Code    int64           `json:"error_code"`
	Message string          `json:"error_message"`
}

// geckoStatus is the error within an error body.
type geckoStatus struct {
	Code    int64  `json:"error_code"`
	Message string `json:"error_message"`
}

// judgeGecko tells the HTTP client what an error body means.
func judgeGecko(status int, body []byte) httpclient.Verdict {
	if status == http.StatusOK && len(body) > refusalBytes {
		return httpclient.Verdict{}
	}
	code, message := parseRefusal(body)
	if code == 0 {
		return httpclient.Verdict{}
	}
	cause := message + " (code " + strconv.FormatInt(code, 10) + ")"
	switch code {
	case http.StatusTooManyRequests:
		return httpclient.Verdict{Class: httpclient.Rate, Cause: "too many requests: " + cause}
	case 10002:
		return httpclient.Verdict{Class: httpclient.Auth, Cause: "the service wants a key: " + cause}
	case 10005:
		return httpclient.Verdict{Class: httpclient.Auth, Cause: "the key's plan doesn't have this: " + cause}
	case 10010, 10011:
		return httpclient.Verdict{Class: httpclient.Auth, Cause: "the key is of the other kind: Pro keys belong to https://pro-api.coingecko.com/api/v3, Demo keys to https://api.coingecko.com/api/v3: " + cause}
	case 10012:
		return httpclient.Verdict{Class: httpclient.Auth, Cause: "without a Pro key the service answers the last 365 days only: " + cause}
	default:
		return httpclient.Verdict{}
	}
}

// parseRefusal gives the code and text of an error body, 0 if it is none.
func parseRefusal(body []byte) (code int64, message string) {
	var refusal geckoRefusal
	if json.Unmarshal(body, &refusal) != nil {
		return 0, ""
	}
	var nested struct {
		Status *geckoStatus `json:"status"`
	}
	switch {
	case refusal.Status != nil:
		return refusal.Status.Code, refusal.Status.Message
	case json.Unmarshal(refusal.Error, &nested) == nil && nested.Status != nil:
		return nested.Status.Code, nested.Status.Message
	default:
		return refusal.Code, refusal.Message
	}
}
