"""Letters, tokens, sentences: an article made ready for extraction."""
