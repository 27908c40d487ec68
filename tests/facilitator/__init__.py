"""What the facilitator without a network hears and says."""
