"""The pages on which mentoring is changed: pairs, kin, meetings."""
