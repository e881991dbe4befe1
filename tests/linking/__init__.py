"""Tables of names linked with a publication."""
