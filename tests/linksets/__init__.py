"""Link sets that others publish to our addresses."""
