// Command app is what tests run on nodes and beside them, one static binary: "pause" holds a pod's namespaces, "serve"
// answers with its pod's name and the time, "ask" asks again and again and logs who answered.
package main

import (
	"fmt"
	"os"
)

func main() {
	commands := map[string]func(args []string) error{"pause": pause, "serve": serve, "ask": ask}
	if len(os.Args) < 2 || commands[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: app pause | serve [flags] | ask [flags]")
		os.Exit(2)
	}
	if err := commands[os.Args[1]](os.Args[2:]); err != nil {
		fmt.Fprintf(os.Stderr, "app %s: %v\n", os.Args[1], err)
		os.Exit(1)
	}
}
