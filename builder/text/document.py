"""An article made ready for extraction."""

from __future__ import annotations

from dataclasses import dataclass

from builder.model import Article
from builder.text.normalize import Normalized, normalize
from builder.text.sentences import Sentence, split_sentences
from builder.text.tokens import Token


@dataclass(frozen=True, slots=True)
class Document:
    """An article with its sentences; all positions are those of ``article.text``."""

    article: Article
    sentences: tuple[Sentence, ...]

    @property
    def normalized(self) -> Normalized:
        """The normalised text, made at each call: only articles that may report an attack need it."""
        return normalize(self.article.text)

    @property
    def tokens(self) -> tuple[Token, ...]:
        """All tokens of all sentences, in order."""
        return tuple(token for sentence in self.sentences for token in sentence.tokens)


def analyse(article: Article) -> Document:
    """Splits the text of *article*; an empty text gives no sentences."""
    return Document(article, split_sentences(article.text, len(article.title)))
