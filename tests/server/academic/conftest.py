"""An admin in front of an empty catalogue."""

import pytest

from tests.server.academic.admins import Admin, appoint
from tests.server.client import Api


@pytest.fixture
def admin(api: Api) -> Admin:
    return appoint(api)
