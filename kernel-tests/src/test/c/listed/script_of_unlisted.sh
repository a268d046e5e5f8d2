#!/work/attacks/unlisted/plain_caller
