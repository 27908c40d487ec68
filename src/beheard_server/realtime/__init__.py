"""What happens in a session, on its way to its two people; and what people are told outside the app."""
