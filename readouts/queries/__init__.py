"""One query language: run once it is a search, saved it is a watch."""
