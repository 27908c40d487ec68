"""Focus sessions: the timer, and what its completed sessions add up to."""
