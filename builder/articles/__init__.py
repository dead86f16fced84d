"""From files to articles: each input becomes an article or a rejection with its reason."""
