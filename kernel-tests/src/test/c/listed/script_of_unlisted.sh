#!/guest/attacks/unlisted/plain_caller
