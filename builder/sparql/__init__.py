"""Named queries, and how they are run and printed."""
