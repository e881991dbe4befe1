"""Endpoints elsewhere: servers that misbehave, and stores as people run them."""
