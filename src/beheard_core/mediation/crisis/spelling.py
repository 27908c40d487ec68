"""Words as the crisis check reads them: small letters, no contractions, the commonest slips put right."""

import re
from collections.abc import Iterator

_SHORT = {
    "can't": "can not", "cannot": "can not", "cant": "can not", "won't": "will not", "wont": "will not",
    "dont": "do not", "doesnt": "does not", "didnt": "did not", "isnt": "is not", "wasnt": "was not",
    "wouldnt": "would not", "couldnt": "could not", "im": "i am", "ive": "i have", "id": "i would", "hes": "he is",
    "shes": "she is", "theyre": "they are", "youre": "you are", "wanna": "want to", "gonna": "going to",
    "gotta": "got to", "anymore": "any more", "everyones": "everyone is", "thats": "that is", "theres": "there is",
    "aint": "is not", "nobodys": "nobody is", "its": "it is", "u": "you", "ur": "you are", "tho": "though",
    "wana": "want to", "gona": "going to", "kil": "kill", "nomore": "no more", "unalive": "kill", "bf": "boyfriend",
    "gf": "girlfriend", "mum": "mother", "mom": "mother", "dad": "father", "mam": "mother", "hubby": "husband",
    "abt": "about", "tonite": "tonight", "tmrw": "tomorrow", "nvr": "never", "ppl": "people", "evry": "every",
    "bc": "because", "cuz": "because", "cos": "because", "rly": "really", "r": "are", "dieing": "dying",
    "ded": "dead", "every1": "everyone", "any1": "anyone", "no1": "no one", "some1": "someone", "y": "why",
    "dnt": "do not", "hav": "have", "wen": "when", "wat": "what", "thru": "through", "n": "and", "plz": "please",
    "lyf": "life", "alot": "a lot", "tryna": "trying to", "shouldnt": "should not", "arent": "are not",
    "bday": "birthday", "havent": "have not", "hasnt": "has not", "neednt": "need not", "wd": "would",
    "suiside": "suicide", "xmas": "christmas",
}  # fmt: skip
# Words of which one letter may be lost, doubled or swapped with the next: "myslef", "suicde", "overdse".
_OFTEN_MISTYPED = (
    "myself", "himself", "herself", "suicide", "suicidal", "without", "anymore", "overdose", "goodbye", "threatened",
    "tonight", "tomorrow", "everyone", "everybody", "nobody", "burden", "pills", "hurting", "killing", "cutting",
    "jumping", "strangled", "punched", "slapped", "choked", "husband", "boyfriend", "scared", "afraid", "living",
    "thinking", "harming", "murder", "knife", "bridge", "disappear", "exist",
)  # fmt: skip
_SLIPS = (
    (
        re.compile(
            r"\bill (?=be|do|kill|never|just|end|not|make|find|stab|hit|hurt|shoot|smash|cut|jump|take|have|die)"
        ),
        "i will ",
    ),
    (re.compile(r"(?<=[a-z] )2(?= [a-z])"), "to"),
    (re.compile(r"(?<=[a-z] )4(?= [a-z])"), "for"),
)
_ENDINGS = (("n't", " not"), ("'m", " am"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'d", " would"))
_IS = re.compile(r"\b(i|you|he|she|it|they|that|there|who|what|everyone|everybody|nobody|somebody|life)'s\b")
_TOKEN = re.compile(r"[a-z']+1?")
_FADING = re.compile(r"([a-z])\1{2,}")

_RIGHTLY = frozenset(
    (
        "scarred", "scare", "bride", "pulls", "pill", "arming", "charming", "liking", "exit", "bridge", "harming",
        "living", "hating", "thinking", "cutting", "everyone", "murder", "hitting", "choke", "lapped",
    )
)  # fmt: skip


def _mistyped(word: str) -> Iterator[str]:
    """Give what becomes of a word if one letter is lost, doubled or swapped with the next."""
    for place in range(1, len(word)):
        yield word[:place] + word[place + 1 :]
        yield word[:place] + word[place] + word[place:]
        yield word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]


_MEANT = {typed: word for word in _OFTEN_MISTYPED for typed in _mistyped(word) if typed not in _RIGHTLY} | _SHORT


def spelled_out(words: str) -> str:
    """Give words in small letters, on one line, without contractions and with the commonest slips put right."""
    said = " ".join(words.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").lower().split())
    said = _TOKEN.sub(lambda match: _MEANT.get(match[0], match[0]), _FADING.sub(r"\1\1", said))
    for slip, meant in _SLIPS:
        said = slip.sub(meant, said)
    for ending, full in _ENDINGS:
        said = said.replace(ending, full)
    return _IS.sub(r"\1 is", said).replace("would never been", "had never been")
