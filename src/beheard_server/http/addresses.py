"""Addresses that somebody could really be reached at, as the libraries for them judge it; nothing is looked up."""

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from beheard_core.fields import Email, Phone, Rule


def address_problem(rule: Rule, value: object) -> str | None:
    """Say what is wrong with an e-mail address or a telephone number that has the right form, or None."""
    if not isinstance(value, str):
        return None
    if isinstance(rule, Email) and not _is_mailbox(value):
        return f"must be {rule.form}"
    if isinstance(rule, Phone) and not _is_number(value):
        return f"must be {rule.form}"
    return None


def _is_mailbox(value: str) -> bool:
    try:
        validate_email(value, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def _is_number(value: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(value))
    except phonenumbers.NumberParseException:
        return False
