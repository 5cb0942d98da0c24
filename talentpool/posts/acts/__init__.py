"""The pages of the acts on posts; importing its modules adds them to the blueprint `posts`."""
