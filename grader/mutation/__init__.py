"""Plausible wrong answers, made from the reference, to find out what an assignment's tests would let through."""
