"""Which event mentions of several articles tell of one incident.

Reads nothing but the graphs of a store, so that what was read long ago merges with what is read now:
:mod:`profiles` (what a mention says), :mod:`blocking` (which mentions are compared), :mod:`comparison` (how likely two
are the same, and why), :mod:`clusters` (which go together), :mod:`merge` (the merged graph, brought up to date).
"""
