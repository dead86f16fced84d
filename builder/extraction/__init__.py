"""From one analysed article to its attacks, arguments and claims."""
