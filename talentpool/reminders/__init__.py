"""What is due 提醒: worked out from the register, never kept; only a user's word on it is."""
