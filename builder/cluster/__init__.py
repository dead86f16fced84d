"""Builds whose extraction runs on a Dask cluster: shards of articles in, shards of N-Quads out, then into the store."""
