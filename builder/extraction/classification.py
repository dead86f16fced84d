"""What an incident was: its type, and whether it happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from builder.extraction.agreement import frame_types
from builder.extraction.frame import Incident
from builder.model import Act, Claim, Outcome, Status

LEAD = 4  # sentences, the headline included
SUICIDE_BOMBER = "suicide bomber"  # values of the category agent in the lexicon
GUNMEN = "gunmen"
_HEADLINE_VOTES = 2  # the headline's word counts as much as that of two sentences
_GENERAL = frozenset({"Attack", "Bombing", "Shelling"})
_SUICIDE_COMPATIBLE = frozenset({"Attack", "Bombing", "SuicideBombing"})


def attack_type(incident: Incident) -> str:
    """The most specific type that the incident's words support, the most often told first."""
    votes: Counter[str] = Counter()
    for member in incident.members:
        for kind in frame_types(member):
            votes[kind] += _HEADLINE_VOTES if member.frame.sentence == 0 else 1
    if len(votes) > 1:
        votes.pop("Interception", None)  # what was intercepted is the attack
    if _names_agent(incident, SUICIDE_BOMBER) and votes.keys() <= _SUICIDE_COMPATIBLE:
        return "SuicideBombing"
    if votes.keys() == {"Attack"}:
        return "Shooting" if _names_agent(incident, GUNMEN) else "Attack"
    candidates = votes.keys() - _GENERAL or votes.keys() - {"Attack"}
    return max(candidates, key=lambda kind: (votes[kind], kind), default="Attack")


def _names_agent(incident: Incident, value: str) -> bool:
    """Whether a sentence with the incident's words names an attacker of a kind."""
    views = [member.frame.view for member in incident.members if member.frame.triggers]
    return any(view.reading(i, "agent", value=value) is not None for view in views for i in range(len(view.tokens)))


def status_of(incident: Incident, claims: Sequence[Claim]) -> Status:
    """Disputed if somebody denies it; foiled if it was prevented or intercepted and nobody harmed."""
    if any(claim.act is Act.DENIAL for claim in claims):
        return Status.DISPUTED
    attacks = [t for member in incident.members for t in member.frame.triggers if not t.casualty]
    foiled = any(t.foiled or t.attack_type == "Interception" for t in attacks)
    intercepted = any(claim.outcome is Outcome.INTERCEPTED for claim in claims)
    harmed = any(casualty.harmed for member in incident.members for casualty in member.frame.casualties)
    return Status.FOILED if (foiled or intercepted) and not harmed else Status.OCCURRED
