"""A first check, before anything answers: whether somebody speaks of hurting themselves or another, or of being hurt.

The check is a list of phrasings, and a sum of learned weights for what is said in other words; it knows no context. It
errs towards taking words seriously, and its answer is a text with places to turn to, never a judgement. It knows
English alone. Source: the contract's *Settled questions*.
"""

from beheard_core.mediation.crisis.learned import is_learned
from beheard_core.mediation.crisis.listed import is_listed
from beheard_core.mediation.crisis.manners import sentences, without_manners
from beheard_core.mediation.crisis.spelling import spelled_out


def is_crisis(words: str) -> bool:
    """Tell whether words speak of self-harm, suicide or violence, by the words alone."""
    said = without_manners(spelled_out(words))
    told = sentences(said)
    return is_listed(said, told) or is_learned(told)


__all__ = ["is_crisis"]
