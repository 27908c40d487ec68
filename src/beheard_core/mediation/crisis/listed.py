"""Phrasings that are listed: whoever says one of them is taken seriously, whatever stands beside it."""

import re
from collections.abc import Sequence

from beheard_core.mediation.crisis.dangers import DANGERS
from beheard_core.mediation.crisis.deeds import DEEDS
from beheard_core.mediation.crisis.despair import DESPAIR
from beheard_core.mediation.crisis.families import WISHES
from beheard_core.mediation.crisis.hints import OF_HINTS
from beheard_core.mediation.crisis.phrasings import OF_ONESELF
from beheard_core.mediation.crisis.violence import OF_OTHERS

_ANYWHERE = re.compile(rf"\b(?:{'|'.join((*OF_ONESELF, *OF_OTHERS, *OF_HINTS))})")
_IN_A_SENTENCE = re.compile(rf"\b(?:{'|'.join((*WISHES, *DESPAIR, *DANGERS, *DEEDS))})")


def is_listed(words: str, sentences: Sequence[str]) -> bool:
    """Tell whether words without manners of speaking, or one of their sentences, hold a phrasing that is listed."""
    return _ANYWHERE.search(words) is not None or any(map(_IN_A_SENTENCE.search, sentences))
