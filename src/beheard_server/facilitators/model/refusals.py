"""Why an answer of the model is not used; the reasons are fixed words, so that a log can hold them."""

from attrs import define


@define
class Refused(Exception):
    """The model has answered, and the answer is not fit to be used."""

    why: str


@define
class Unavailable(Exception):
    """The model has not answered; ``wait`` is for how many seconds it has asked to be left alone."""

    why: str
    wait: float = 0.0


@define
class Unusable(Exception):
    """The service is well, and will not answer this one question."""

    why: str
