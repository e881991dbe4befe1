"""The built site by HTTP, with negotiation, and a read-only SPARQL endpoint whose queries run in other processes.

What such a process imports is light: nothing is imported here.
"""
