"""What every gate is there to stop, and proof that it does."""
