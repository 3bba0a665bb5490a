"""The judge: runs test cells in another confined process, on values that the session returns."""
