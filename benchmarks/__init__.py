"""How fast things are, as ratios of what is measured side by side in one run."""
