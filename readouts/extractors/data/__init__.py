"""Data files that people may edit: officials, stock phrases, security fields, newspapers, surnames."""
