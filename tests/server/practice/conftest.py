"""A clinic in which nothing has been recorded."""

import pytest

from tests.server.client import Api
from tests.server.practice.clinic import Clinic, Member, open_clinic


@pytest.fixture
def clinic(api: Api) -> Clinic:
    return open_clinic(api)


@pytest.fixture
def thea(clinic: Clinic) -> Member:
    return clinic.therapist
