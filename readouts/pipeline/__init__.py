"""The only place that knows the order of the verbs: look, understand, remember, match, push."""
