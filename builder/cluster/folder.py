"""Where shards lie: a folder that all machines see, or an object store, by fsspec."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from builder.errors import RunError
from builder.export.output import replaced_file


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder by its path or address; workers get only that, and find the credentials on their own machine."""

    url: str

    @classmethod
    def at(cls, place: str) -> Folder:
        """The folder *place*, made if it does not exist; a relative path is one of this process.

        :raises RunError: if the address is wrong, a package that it needs is missing, or it cannot be written to.
        """
        try:
            system, path = url_to_fs(place)
            system.makedirs(path, exist_ok=True)
        except (ImportError, ValueError, OSError) as error:
            raise RunError(f"cannot keep shards in {place}: {error}") from error
        return cls(path if isinstance(system, LocalFileSystem) else place.rstrip("/"))

    def write(self, name: str, data: bytes) -> None:
        """Put a file there, in place of one of that name: readers find the old one, the new one, or none.

        A local file is renamed when it is whole; an object store shows an object when all of it has arrived. Elsewhere
        a reader may find a part, which :func:`builder.cluster.shard.unpack` notices.

        :raises OSError: if it cannot be written.
        """
        system, path = self._find(name)
        if isinstance(system, LocalFileSystem):
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            with replaced_file(Path(path)) as file:
                file.write(data)
        else:
            system.pipe_file(path, data)

    def read(self, name: str) -> bytes | None:
        """The file; None where there is none of that name.

        :raises OSError: if it cannot be read.
        """
        system, path = self._find(name)
        try:
            found: bytes = system.cat_file(path)
        except FileNotFoundError:
            return None
        return found

    def _find(self, name: str) -> tuple[Any, str]:
        system, path = url_to_fs(f"{self.url}/{name}")
        return system, str(path)
