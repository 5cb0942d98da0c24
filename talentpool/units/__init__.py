"""Townships, villages and communities on screen."""
