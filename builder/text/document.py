"""An article made ready for extraction."""

from __future__ import annotations

from dataclasses import dataclass

from builder.model import Article
from builder.text.normalize import Normalized, normalize
from builder.text.sentences import Sentence, split_sentences
from builder.text.tokens import Token


@dataclass(frozen=True, slots=True)
class Document:
    """An article with its normalised text and its sentences; all positions are those of ``article.text``."""

    article: Article
    normalized: Normalized
    sentences: tuple[Sentence, ...]

    @property
    def tokens(self) -> tuple[Token, ...]:
        """All tokens of all sentences, in order."""
        return tuple(token for sentence in self.sentences for token in sentence.tokens)


def analyse(article: Article) -> Document:
    """Normalises and splits the text of *article*; an empty text gives no sentences."""
    text = article.text
    return Document(article, normalize(text), split_sentences(text, len(article.title)))
