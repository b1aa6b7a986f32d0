"""Understands articles: who met, where, when, who chaired, what was stressed, and the words that say so."""
