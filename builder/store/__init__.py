"""Quads on disk: one writer, and snapshots that readers open while it writes."""
