"""Whether an incident happened; and what several steps know of attackers and of the lead."""

from __future__ import annotations

from collections.abc import Sequence

from builder.extraction.frame import Frame, Incident
from builder.extraction.triggers import Trigger
from builder.model import Act, Claim, Outcome, Status

LEAD = 4  # sentences, the headline included
SUICIDE_BOMBER = "suicide bomber"  # values of the category agent in the lexicon
GUNMEN = "gunmen"
_INTERCEPTION = "Interception"
_OPENING = 3  # sentences, the headline included: what is denied there is the article's news
_AGREED = 2  # statements; one alone may speak of another attack


def status_of(incident: Incident, claims: Sequence[Claim]) -> Status:
    """Disputed if somebody denies it where it is told; foiled if what tells of it first says that it was prevented.

    A denial in a sentence that does not tell of the attack is mostly one of something else, unless the article opens
    with it. Interceptions leave an attack foiled only if nobody was harmed.
    """
    if any(claim.act is Act.DENIAL and _told_with(incident, claim) for claim in claims):
        return Status.DISPUTED
    first = next((m.frame for m in incident.members if m.frame.triggers), None)
    attacks = [trigger for trigger in first.triggers if not trigger.casualty] if first is not None else []
    harmed = any(casualty.harmed for member in incident.members for casualty in member.frame.casualties)
    intercepted = any(trigger.attack_type == _INTERCEPTION for trigger in attacks) and not harmed
    agreed = sum(claim.outcome is Outcome.INTERCEPTED for claim in claims) >= _AGREED
    foiled = first is not None and any(_prevented(first, trigger) for trigger in attacks)
    return Status.FOILED if foiled or intercepted or agreed else Status.OCCURRED


def _prevented(frame: Frame, trigger: Trigger) -> bool:
    """Whether a trigger tells of what was prevented; of an attempt also by a word farther before it."""
    if trigger.foiled:
        return True
    view = frame.view
    attempt = view.reading(trigger.first, "attempt") is not None
    return attempt and any(view.reading(index, "foil") is not None for index in range(trigger.first))


def _told_with(incident: Incident, claim: Claim) -> bool:
    """Whether a claim stands in a sentence that tells of the attack, or in the opening of the article."""
    return any(
        member.frame.view.sentence.span.contains(claim.quote)
        and (member.frame.sentence < _OPENING or any(not t.casualty for t in member.frame.triggers))
        for member in incident.members
    )
