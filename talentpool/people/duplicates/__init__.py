"""People who may be registered twice: found set-based, compared side by side, joined or kept apart for good."""
