"""Bodies that no well-meaning client sends, by kind; whatever can, carries a word that no error may repeat."""

import gzip
import json
import pickle
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import frozen

MARK = "Zephyrine"
JSON = "application/json"
DEEP = 100_000
DIGITS = "9" * 5000


@frozen
class Sent:
    """A body as it goes over the wire."""

    data: bytes
    kind: str | None = JSON
    encoding: str | None = None

    @property
    def headers(self) -> Mapping[str, str]:
        """Give the headers that describe the body."""
        named = {"Content-Type": self.kind, "Content-Encoding": self.encoding}
        return {name: value for name, value in named.items() if value is not None}


def _keyed(value: str) -> str:
    return f'{{"{MARK}": {value}}}'


_NO_OBJECT = ["null", "true", "false", "0", "-1", "1.5", f'"{MARK}"', '"{}"', "[]", "[{}]", f'["{MARK}"]', "[[[]]]"]
_BROKEN: Mapping[str, str] = {
    "white space": " \t\r\n",
    "words": MARK,
    "an open brace": "{",
    "a closed brace": "}",
    "an open text": f'{{"a": "{MARK}',
    "half a pair": f'{{"{MARK}"',
    "a pair without a value": f'{{"{MARK}": }}',
    "a value without a key": f'{{: "{MARK}"}}',
    "a comma too many": f'{{"a": "{MARK}",}}',
    "a comma too few": f'{{"a": 1 "b": "{MARK}"}}',
    "two values": "{} {}",
    "something behind it": f"{{}} {MARK}",
    "one value a line": '{"a": 1}\n{"a": 2}\n',
    "a bare key": f"{{{MARK}: 1}}",
    "single quotes": f"{{'{MARK}': 1}}",
    "a comment": f'{{"a": 1}} // {MARK}',
    "a comment inside": f'{{"a": /* {MARK} */ 1}}',
    "no number": _keyed("NaN"),
    "infinity": _keyed("Infinity"),
    "minus infinity": _keyed("-Infinity"),
    "a plus sign": _keyed("+1"),
    "a leading zero": _keyed("01"),
    "a leading dot": _keyed(".5"),
    "a trailing dot": _keyed("5."),
    "hexadecimal": _keyed("0x10"),
    "half a word": _keyed("tru"),
    "a capital": _keyed("True"),
    "undefined": _keyed("undefined"),
    "a raw NUL": _keyed('"\0"'),
    "a raw line break": _keyed('"\n"'),
    "a raw control character": _keyed('"\x1b[2J"'),
    "an unknown escape": _keyed(r'"\x41"'),
    "half an escape": _keyed(r'"\u12"'),
    "a lone high surrogate": _keyed(r'"\ud800"'),
    "a lone low surrogate": _keyed(r'"\udc00"'),
    "surrogates the wrong way round": _keyed(r'"\udc00\ud800"'),
    "a surrogate as a key": rf'{{"\ud83d": "{MARK}"}}',
    "a key twice": f'{{"{MARK}": 1, "{MARK}": 1}}',
    "a key twice, once escaped": rf'{{"{MARK}": 1, "\u005aephyrine": 2}}',
    "a key twice further in": _keyed('[{"b": 1, "b": 2}]'),
    "deep lists": "[" * DEEP + "]" * DEEP,
    "deep objects": '{"a": ' * DEEP + "1" + "}" * DEEP,
    "deep lists in an object": _keyed("[" * DEEP + "]" * DEEP),
    "deeper than most": _keyed("[" * 1500 + "]" * 1500),
    "deep and open": "[" * DEEP,
    "deep and closed": "]" * DEEP,
    "5,000 digits": _keyed(DIGITS),
    "5,000 digits below zero": _keyed(f"-{DIGITS}"),
    "5,000 digits on their own": DIGITS,
    "a form": f"email={MARK}%40example.org&password={MARK}",
    "a document": f"<!DOCTYPE x [<!ENTITY a '{MARK}'>]><x>&a;</x>",
}
_OBJECT = json.dumps({MARK: MARK})
_UNREADABLE: Mapping[str, bytes] = {
    "not UTF-8": b'{"a": "\xff\xfe"}',
    "Latin-1": f'{{"{MARK}": "é"}}'.encode("latin-1"),
    "an overlong slash": b'{"a": "\xc0\xaf"}',
    "half a character": b'{"a": "\xe2\x82',
    "a surrogate in UTF-8": b'{"a": "\xed\xa0\x80"}',
    "beyond Unicode": b'{"a": "\xf4\x90\x80\x80"}',
    "UTF-16": _OBJECT.encode("utf-16"),
    "UTF-16 without a mark": _OBJECT.encode("utf-16-be"),
    "UTF-32": _OBJECT.encode("utf-32"),
    "a mark before it": b"\xef\xbb\xbf" + _OBJECT.encode(),
    "zipped": gzip.compress(_OBJECT.encode(), mtime=0),
    "pickled": pickle.dumps({MARK: MARK}),
    "NUL bytes": b"\0" * 100,
}
_KINDS = {
    "text/plain": _OBJECT,
    "text/html": f"<p>{MARK}</p>",
    "text/json": _OBJECT,
    "application/xml": f"<a>{MARK}</a>",
    "application/x-www-form-urlencoded": f"email={MARK}",
    "multipart/form-data; boundary=b": f'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n{MARK}\r\n--b--\r\n',
    "application/octet-stream": _OBJECT,
    "application/jsonp": _OBJECT,
    "application/json-seq": f"\x1e{_OBJECT}\n",
    f"text/{MARK}": _OBJECT,
    ";;;": _OBJECT,
}


def _malformed() -> Iterator[tuple[str, Sent]]:
    for text in _NO_OBJECT:
        yield f"no object: {text}", Sent(text.encode())
    for name, text in _BROKEN.items():
        yield name, Sent(text.encode())
    for name, data in _UNREADABLE.items():
        yield name, Sent(data)
    for kind, text in _KINDS.items():
        yield f"as {kind}", Sent(text.encode(), kind)
    yield "without a type", Sent(_OBJECT.encode(), None)
    yield "zipped, and says so", Sent(gzip.compress(_OBJECT.encode(), mtime=0), encoding="gzip")
    yield "too large", Sent(_keyed(f'"{"x" * 1_100_000}"').encode())
    yield "too large and empty", Sent(b" " * 1_100_000)
    yield "too large and of no type", Sent(MARK.encode() * 200_000, None)


MALFORMED: Mapping[str, Sent] = dict(_malformed())
"""What is no JSON object, or none that everybody would read the same way."""

NEVER: tuple[str, ...] = (
    f'"{MARK * 15_000}"',
    '"\\u0000"',
    f'"{MARK}\\u0000"',
    "9223372036854775808",
    "-9223372036854775809",
    "18446744073709551616",
    "1" + "0" * 300,
    "1e400",
    "-1e400",
    "[" * 900 + "]" * 900,
)
"""What no field can have whatever its type, as JSON text."""

# Each under the JSON type that it is right for.
WRONG_TYPES: tuple[tuple[str, str], ...] = (
    ("boolean", "true"),
    ("integer", "1"),
    ("string", '"1"'),
    ("string", '"true"'),
    ("string", f'"{MARK}"'),
    ("number", "0.5"),
    ("array", "[]"),
    ("array", f'["{MARK}"]'),
    ("object", "{}"),
    ("object", f'{{"{MARK}": "{MARK}"}}'),
    ("object", f'{{"__class__": "{MARK}", "$ref": "{MARK}"}}'),
)

# Nothing is wrong with these as JSON; what they mean is nobody's business but must not be anybody's trouble.
ODD_KEYS: Mapping[str, Any] = {
    "": MARK,
    "\0": MARK,
    "\ufdd0\U0010ffff": "\ufffe",
    "__proto__": {"admin": True},
    "__class__": "Session",
    "__init__": None,
    "self": MARK,
    "body": {},
    "caller": {"id": MARK},
    "session_id": MARK,
    "k" * 10_000: MARK,
    "large": 2**63,
    "tiny": 1e-320,
    "minus zero": -0.0,
    "long": "x" * 500_000,
    "many": dict.fromkeys(map(str, range(5000))),
}
ODD_TEXTS = (
    f"\u202e{MARK}\u202c",
    f"<script>{MARK}</script>",
    f"'; DROP TABLE beheard_sessions; -- {MARK}",
    f"{MARK}%s%n%(name)s{{0}}{{{{7*7}}}}",
    f"../../{MARK}",
    f"{MARK}\r\nSet-Cookie: a=b",
    f"\ufeff{MARK}\u2028\ufdd0\U0010ffff",
    f"{MARK}\u0301\u0301\u0301",
    "\U0001f469\u200d\U0001f680" * 20,
    f"{MARK}\x1b[2J\x07",
)
