"""What every blueprint shares: shapes on the wire, errors, sign-in, limits."""
