"""People and bodies at another endpoint that may be ours: found by public names, scored, and left to a curator.

Nothing is imported here: a build looks only into what is kept (`answers`), and needs none of the rest.
"""
