"""A first check, before anything answers: whether somebody speaks of hurting themselves or another.

The check is a list of phrasings and knows no context. It errs towards taking words seriously, and its answer is a text
with places to turn to, never a judgement. Source: the contract's *Settled questions*.
"""

import re

# What follows these is about a place, a game or a manner of speaking: "I don't want to live with his mother".
_ELSEWHERE = r"(?! (?:with|in|at|near|here|there|together|apart|alone|next|beside|on|by)\b)"
_GAME = r"(?! (?:to (?:it|the)|at (?!night|home|times)\w+|in (?:chess|cards|the (?:final|game|race)))\b)"
_MESSAGE = r"(?! (?:an? )?(?:e-?mails?|messages?|texts?|mails?|lines?)\b)"
_FEELING = r"(?!'s\b)(?! (?:feelings?|pride|chances|reputation)\b)"
_OUT = r"(?! (?:out|off)\b)"
_NOT = r"(?<!n't )(?<!not )(?<!ever )"
_CLOSE = (
    r"my (?:wife|husband|partner|boyfriend|girlfriend|ex|mother|m[ou]m|father|dad|brother|sister|son|daughter|kids?)"
)
_THEY = rf"(?:you|he|she|they|{_CLOSE})"
_THEM = rf"(?:you|him|her|them|{_CLOSE}){_FEELING}"
_WILL = r"(?:'ll| will|'d| would|(?:'s|'re| is| are) going to)"
_ME = r"(?:me|us|(?:the|our|my) (?:kids?|child|children|son|daughter|baby))"
_SOMEBODY = r"(?:me|us|him|her|them|himself|herself|themselves)"

_SELF = (
    r"kill(?:ed|ing)? myself",
    r"(?:hang|shoot|stab|poison)(?:ing)? myself",
    r"end(?:ing)? (?:my (?:own )?life|it all)",
    r"tak(?:e|ing) my (?:own )?life(?! (?:back|in|into|seriously|forward|apart|for)\b)",
    r"(?:hurt|harm)(?:ing)? myself",
    r"cut(?:ting)? myself(?! (?:some|a|off|out|loose|short|shaving)\b)",
    r"self[- ]?harm(?:ed|ing|s)?",
    r"slit(?:ting)? my wrists?",
    r"suicid(?:e|al)",
    r"(?:want|wish|like|better off|rather) (?:to )?(?:just )?(?:die|be dead|not be alive|be gone forever)",
    r"feel like dying",
    r"wish i could (?:just )?(?:die|not wake up)",
    rf"(?:don'?t|do not|no longer) want to (?:live{_ELSEWHERE}|be alive|exist)",
    r"(?:don'?t|do not|never|no longer) want to wake up(?! (?:early|late|at|before|next|beside|with|to)\b)",
    r"can(?:'?t|not) (?:go on living|live any ?more)",
    r"wish i (?:was|were|had) (?:dead|never been born|not alive)",
    r"wish i (?:wasn'?t|weren'?t) (?:alive|born)",
    r"better off (?:dead|without me|if i (?:was|were) (?:dead|gone))",
    rf"no (?:reason|point) (?:to live|in living|left to live){_ELSEWHERE}",
    r"nothing (?:left )?to live for",
    r"(?:not|isn'?t) worth living",
    r"(?:want|going|about|could|might) (?:to )?(?:just )?jump (?:off|from|in front of)",
    r"(?:take|taking|took|swallow(?:ed|ing)?) all (?:of )?(?:my|the|these|those) (?:pills|tablets)",
    r"overdos(?:ed?|ing)",
)
_MEAN_TO = rf"{_NOT}(?:going|want|plan(?:ning)?|about) to"
_OTHERS = (
    rf"{_MEAN_TO} (?:kill|stab|strangle) {_THEM}",
    rf"{_MEAN_TO} beat {_THEM}{_GAME}",
    rf"{_MEAN_TO} shoot {_THEM}{_MESSAGE}",
    rf"(?:will|'ll|could) (?:kill|stab|strangle) {_THEM}",
    rf"(?:will|'ll|could) shoot {_THEM}{_MESSAGE}",
    # "That will hurt her" is said every day, of feelings; "I will hurt her" is not.
    rf"i(?:'m| am)? (?:really |just )?(?:going to|want to|plan to|about to|will|could) hurt {_THEM}",
    rf"i'll hurt {_THEM}",
    rf"{_THEY} beats? me{_GAME}",
    rf"{_THEY} (?:hits?|slap(?:s|ped)?|punch(?:es|ed)|chok(?:es?|ed)|strangl(?:es?|ed)|rap(?:es?|ed)) me",
    rf"{_THEY} kick(?:s|ed)? me{_OUT}",
    rf"{_THEY}(?:'s|'re| is| are| was| were| keeps?| kept) (?:hitting|beating|slapping|punching|choking|strangling) me",
    rf"{_THEY}(?:'s|'re| is| are| was| were| keeps?| kept) kicking me{_OUT}",
    r"hands? (?:around|round) my (?:throat|neck)",
    r"(?:pull(?:s|ed)?|held|holds) a (?:knife|gun) (?:on|to|at)",
    rf"(?:afraid|scared|terrified) (?:that )?{_THEY}{_WILL} (?:kill|hurt) {_ME}",
    rf"(?:says?|said|swears?|swore) (?:that )?{_THEY}{_WILL} (?:kill|hurt|shoot|stab) {_SOMEBODY}",
    rf"threaten(?:s|ed|ing)? to (?:kill|hurt|shoot|stab) {_SOMEBODY}{_FEELING}",
)
_CRISIS = re.compile(rf"\b(?:{'|'.join((*_SELF, *_OTHERS))})\b", re.IGNORECASE)


def is_crisis(words: str) -> bool:
    """Tell whether words speak of self-harm, suicide or violence, by their phrasing alone."""
    return _CRISIS.search(" ".join(words.replace("\u2019", "'").split())) is not None
