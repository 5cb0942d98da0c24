"""Posts: titled posts, their holders over time, seats and vacancies."""
