"""Many submissions: a whole class, in threads on this machine or on the workers of a cluster."""
