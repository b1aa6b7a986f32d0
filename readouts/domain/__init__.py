"""The nouns of the product: frozen values that every step shares. Imports nothing else of ours."""
