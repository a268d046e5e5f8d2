// The same works through cilium/ebpf. Usage: cilium OBJECT_DIRECTORY
package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/btf"
)

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func load(name string) *ebpf.Collection {
	spec, err := ebpf.LoadCollectionSpec(filepath.Join(os.Args[1], name+".bpf.el.o"))
	check(err)
	collection, err := ebpf.NewCollection(spec)
	check(err)
	return collection
}

func types() time.Duration {
	start := time.Now()
	spec, err := btf.LoadKernelSpec()
	check(err)
	var inode *btf.Struct
	check(spec.TypeByName("inode", &inode))
	return time.Since(start)
}

// The package keeps the kernel's types; anew forgets them, so that a load reads them as libbpf's does.
func core(anew bool) time.Duration {
	if anew {
		btf.FlushKernelSpec()
	}
	start := time.Now()
	load("core").Close()
	return time.Since(start)
}

func many() time.Duration {
	start := time.Now()
	collection := load("many")
	elapsed := time.Since(start)
	collection.Close()
	time.Sleep(200 * time.Millisecond) // for the kernel to free 200 programs
	return elapsed
}

func main() {
	works := map[string]func() time.Duration{
		"btf":       types,
		"core":      func() time.Duration { return core(false) },
		"core-anew": func() time.Duration { return core(true) },
		"many":      many,
	}
	in := bufio.NewReader(os.Stdin)
	for {
		var name string
		var times int
		if _, err := fmt.Fscanln(in, &name, &times); err != nil {
			return
		}
		for i := 0; i < times; i++ {
			fmt.Print(works[name]().Nanoseconds(), " ")
		}
		fmt.Println()
	}
}
