"""Arabic in plain Latin letters, for parts of IRIs that people can read."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from camel_tools.utils.charmap import CharMapper
from camel_tools.utils.normalize import normalize_unicode
from camel_tools.utils.transliterate import Transliterator

from builder.resources import read_table

_NOT_SLUG = re.compile(r"[^a-z0-9]+")


@cache
def _transliterator() -> Transliterator:
    return Transliterator(CharMapper({row["letter"]: row["latin"] for row in read_table("romanisation.tsv")}))


def transliterate(text: str) -> str:
    """*text* in ASCII: consonants and long vowels of Arabic by ``romanisation.tsv``, digits, Latin letters.

    Short vowels are given only where they are written. Different words can come out the same (two letters h, two
    letters t): whoever needs a unique name adds something to it. Characters of other scripts are left out.
    """
    latin = str(_transliterator().transliterate(str(normalize_unicode(text))))
    plain = unicodedata.normalize("NFKD", latin)
    digits = (str(unicodedata.decimal(c)) if unicodedata.category(c) == "Nd" else c for c in plain)
    return "".join(digits).encode("ascii", "ignore").decode("ascii")


def slug(text: str) -> str:
    """*text* transliterated, in lower case, words joined by hyphens; empty where no letter or digit is left."""
    return _NOT_SLUG.sub("-", transliterate(text).lower()).strip("-")
