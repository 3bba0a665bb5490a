"""A small class made from sample submissions: the first thing a newcomer runs."""
