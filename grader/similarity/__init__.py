"""Which submissions are unusually alike: what people look at, never a verdict."""
