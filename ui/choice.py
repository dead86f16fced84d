"""What the interface shows and may do, handed from the command to the application by the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from builder.listening import is_loopback

STORE_VARIABLE = "RASD_STORE"
ENDPOINT_VARIABLE = "RASD_ENDPOINT"
ADDING_VARIABLE = "RASD_UI_ADDING"
DEFAULT_STORE = Path("rasd-store")


@dataclass(frozen=True, slots=True)
class Choice:
    """A store folder, or the address of a SPARQL endpoint; the other one is None."""

    store: Path | None
    endpoint: str | None

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Choice:
        """``RASD_ENDPOINT`` if set, else ``RASD_STORE``, else ``./rasd-store``."""
        endpoint = environment.get(ENDPOINT_VARIABLE)
        if endpoint:
            return cls(None, endpoint)
        return cls(Path(environment.get(STORE_VARIABLE) or DEFAULT_STORE), None)

    def to_environment(self) -> None:
        """Sets the variables for this process; what another choice left there is removed."""
        for variable, value in ((STORE_VARIABLE, self.store), (ENDPOINT_VARIABLE, self.endpoint)):
            if value is None:
                os.environ.pop(variable, None)
            else:
                os.environ[variable] = str(value)

    def __str__(self) -> str:
        return self.endpoint or str(self.store)


def allow_adding(address: str, wish: bool | None) -> None:
    """Set for this process whether the interface, bound to *address*, adds articles: by *wish*, else on loopback."""
    allowed = is_loopback(address) if wish is None else wish
    os.environ[ADDING_VARIABLE] = "yes" if allowed else "no"


def may_add(address: str | None, environment: Mapping[str, str] = os.environ) -> bool:
    """Whether articles may be added: by :func:`allow_adding`, else where *address* is loopback."""
    said = environment.get(ADDING_VARIABLE)
    return said == "yes" if said else is_loopback(address)
