"""The reserve pool 后备干部人才库 through its whole life: nomination, reviews, entry, readiness, exit."""
