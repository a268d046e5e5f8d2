#!/work/attacks/listed/caller
