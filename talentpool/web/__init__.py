"""What every page shares: transaction, journal, errors, menu, paging, the reference date."""
