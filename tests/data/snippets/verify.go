package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"math"
	"os"
	"strconv"
	"time"
)

// [snippet]
// isOurs takes X-Overten-Timestamp, X-Overten-Signature and the body exactly as it came.
func isOurs(secret, timestamp, signature string, rawBody []byte) bool {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(append([]byte(timestamp+"."), rawBody...))
	expected := "sha256=" + hex.EncodeToString(mac.Sum(nil))
	sent, err := strconv.ParseInt(timestamp, 10, 64)
	fresh := err == nil && math.Abs(float64(time.Now().Unix()-sent)) <= 300
	return fresh && hmac.Equal([]byte(expected), []byte(signature))
}

// [/snippet]

func main() {
	body, _ := io.ReadAll(os.Stdin)
	if !isOurs(os.Args[1], os.Args[2], os.Args[3], body) {
		os.Exit(1)
	}
}
