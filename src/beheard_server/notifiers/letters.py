"""What notices say: the same for everybody, and never anything that somebody wrote, nor who with whom."""

from attrs import frozen

from beheard_server.store import Notice, NoticeKind


@frozen
class Letter:
    """A subject, and what is below it."""

    subject: str
    text: str


_LETTERS = {
    NoticeKind.INVITATION: Letter(
        "You are invited to BeHeard",
        "Somebody would like to talk something through with you, with the help of BeHeard.\n\n{url}\n\n"
        "The invitation is good for seven days. You need not answer it.",
    ),
    NoticeKind.PASSWORD_RESET: Letter(
        "A new password for BeHeard",
        "Somebody, probably you, asked for a new password. This link sets one, once, within an hour:\n\n{url}\n\n"
        "If it was not you, you need not do anything.",
    ),
    NoticeKind.PUSH: Letter("BeHeard", "There is something new in one of your sessions."),
    NoticeKind.FOLLOW_UP: Letter(
        "A look back, with BeHeard",
        "Some time ago you made an agreement. Now would be a good moment to look at how it goes.",
    ),
}


def letter(notice: Notice) -> Letter:
    """Give what a notice says."""
    plain = _LETTERS[notice.kind]
    return Letter(plain.subject, plain.text.replace("{url}", notice.url or ""))
