"""The facilitator over a language model; needs the extra ``anthropic``."""

from beheard_server.facilitators.model.breaker import Breaker
from beheard_server.facilitators.model.facilitator import ModelFacilitator
from beheard_server.facilitators.model.service import Address, MessagesService

__all__ = ["Address", "Breaker", "MessagesService", "ModelFacilitator"]
