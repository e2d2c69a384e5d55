package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"net/http"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"
)

// answer is what "serve" sends and "ask" reads.
type answer struct {
	Pod  string    `json:"pod"`
	Time time.Time `json:"time"`
}

// serve answers on every path but these: /readyz, the readiness probe, and /ready?is=false, which makes it fail.
// After SIGTERM it goes on for a while, finishes the requests that it has, and ends.
func serve(args []string) error {
	flags := flag.NewFlagSet("serve", flag.ExitOnError)
	address := flags.String("listen", ":8080", "address")
	lingering := flags.Duration("linger", 0, "how long to serve on after SIGTERM")
	duration := flags.Duration("duration", 0, "how long an answer takes")
	_ = flags.Parse(args)
	server := &http.Server{Addr: *address, Handler: handler(*duration)}
	ended := make(chan error, 1)
	go func() {
		terminated := make(chan os.Signal, 1)
		signal.Notify(terminated, syscall.SIGTERM)
		<-terminated
		time.Sleep(*lingering)
		ended <- server.Shutdown(context.Background())
	}()
	if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-ended
}

func handler(duration time.Duration) http.Handler {
	host, _ := os.Hostname()
	var unready atomic.Bool
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(duration)
		w.Header().Set("content-type", "application/json")
		_ = json.NewEncoder(w).Encode(answer{Pod: host, Time: time.Now()})
	})
	mux.HandleFunc("/readyz", func(w http.ResponseWriter, _ *http.Request) {
		if unready.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	mux.HandleFunc("/ready", func(_ http.ResponseWriter, r *http.Request) {
		unready.Store(r.URL.Query().Get("is") == "false")
	})
	return mux
}
