"""The stages put together: from a publication in a folder to a published site, and validation without publishing."""
