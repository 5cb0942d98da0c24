"""Long work beside the requests: a row that is the truth, a queue that only signals, workers that claim."""
