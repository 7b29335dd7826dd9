"""The tabs below the map: who promised what, what changed, what contradicts what, and on what."""
