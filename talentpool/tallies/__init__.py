"""Democratic appraisal 民主测评: counts of ballots, never who voted what."""
