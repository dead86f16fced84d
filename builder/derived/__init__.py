"""What is derived from a snapshot and kept beside its database: names to search by, and answers that take long."""
