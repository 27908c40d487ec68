"""A first check, before anything answers: whether somebody speaks of hurting themselves or another.

The check is a list of phrasings and knows no context. It errs towards taking words seriously, and its answer is a text
with places to turn to, never a judgement. Source: the contract's *Settled questions*.
"""

import re

_SELF = (
    r"kill(?:ing)? myself",
    r"end(?:ing)? (?:my (?:own )?life|it all)",
    r"tak(?:e|ing) my (?:own )?life",
    r"(?:hurt|harm|cut)(?:ting|ing)? myself",
    r"suicid(?:e|al)",
    r"(?:want|wish|like|better off|rather) (?:to )?(?:die|be dead|not be alive|be gone forever)",
    r"(?:don'?t|do not|no longer) want to (?:live|be alive|wake up)",
    r"wish i (?:was|were|had) (?:dead|never been born|not alive)",
    r"better off (?:dead|without me)",
    r"no (?:reason|point) (?:to live|in living|left to live)",
    r"can(?:'?t|not) go on living",
    r"overdos(?:e|ing)",
)
_OTHERS = (
    r"(?:going|want|plan(?:ning)?|about) to (?:kill|hurt|stab|shoot|strangle|beat) (?:him|her|them|you|my \w+)",
    r"(?:will|'ll|could) (?:kill|hurt|stab|shoot|strangle) (?:him|her|them|my (?:wife|husband|partner|kids?|child))",
    r"(?:he|she|they|my (?:wife|husband|partner)) (?:hits?|beats?|chok(?:es?|ed)|strangl(?:es?|ed)|rap(?:es?|ed)) me",
    r"afraid (?:he|she|they)(?:'ll| will| is going to| are going to) (?:kill|hurt) (?:me|us|the kids?)",
    r"(?:threaten(?:s|ed)?|threatening) to (?:kill|hurt|shoot|stab) (?:me|us|himself|herself|themselves)",
)
_CRISIS = re.compile(rf"\b(?:{'|'.join((*_SELF, *_OTHERS))})\b", re.IGNORECASE)


def is_crisis(words: str) -> bool:
    """Tell whether words speak of self-harm, suicide or violence, by their phrasing alone."""
    return _CRISIS.search(words.replace("\u2019", "'")) is not None
