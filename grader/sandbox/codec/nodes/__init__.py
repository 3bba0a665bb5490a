"""Each kind of value as a node of the tree that is written, and made again from one that is read."""
