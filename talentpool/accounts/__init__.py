"""Accounts, their roles and their sessions."""
