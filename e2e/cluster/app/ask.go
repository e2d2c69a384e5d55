package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"time"
)

// outcome of one request; one line of JSON each, in the order in which they end.
type outcome struct {
	// SentMs and EndedMs are milliseconds since 1970.
	SentMs  float64 `json:"sentMs"`
	EndedMs float64 `json:"endedMs"`
	Pod     string  `json:"pod,omitempty"`
	Error   string  `json:"error,omitempty"`
}

// ask sends a request at every tick, whether or not earlier ones have ended, each on a connection of its own.
func ask(args []string) error {
	flags := flag.NewFlagSet("ask", flag.ExitOnError)
	url := flags.String("url", "", "what to ask")
	host := flags.String("host", "", "the Host header, if not that of the URL")
	every := flags.Duration("every", 5*time.Millisecond, "time between two requests")
	timeout := flags.Duration("timeout", time.Second, "after which a request has failed")
	resolver := flags.String("resolver", "", "address and port of the DNS server, if not the machine's")
	_ = flags.Parse(args)
	client := &http.Client{Timeout: *timeout, Transport: transport(*resolver)}
	var mutex sync.Mutex
	log := json.NewEncoder(os.Stdout)
	for range time.Tick(*every) {
		go func() {
			sent := time.Now()
			pod, err := once(client, *url, *host)
			line := outcome{SentMs: ms(sent), EndedMs: ms(time.Now()), Pod: pod}
			if err != nil {
				line.Error = err.Error()
			}
			mutex.Lock()
			defer mutex.Unlock()
			_ = log.Encode(line)
		}()
	}
	return errors.New("unreachable: a ticker never ends")
}

func transport(resolver string) *http.Transport {
	dialer := &net.Dialer{}
	if resolver != "" {
		dialer.Resolver = &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, resolver)
		}}
	}
	return &http.Transport{DialContext: dialer.DialContext, DisableKeepAlives: true}
}

func once(client *http.Client, url, host string) (string, error) {
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return "", err
	}
	request.Host = host
	response, err := client.Do(request)
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("status %d", response.StatusCode)
	}
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return "", err
	}
	var got answer
	if err := json.Unmarshal(text, &got); err != nil {
		return "", err
	}
	return got.Pod, nil
}

func ms(t time.Time) float64 {
	return float64(t.UnixMicro()) / 1000
}
