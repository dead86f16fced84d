"""Known places, actors and outlets: tables, the matcher over them, and the choice among places of one name."""
