"""The interface: pages over a store or an endpoint, in Arabic and English."""
