#!/guest/attacks/listed/caller
