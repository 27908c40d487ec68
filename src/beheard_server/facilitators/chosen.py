"""Which facilitator the settings ask for: the offline one, or the one over a language model."""

from beheard_server.facilitators import Facilitator
from beheard_server.facilitators.offline import OfflineFacilitator
from beheard_server.settings import Settings, SettingsError

EXTRA = "anthropic"


def chosen(settings: Settings) -> Facilitator:
    """Give the facilitator that the settings ask for; nothing is sent.

    Raises:
        SettingsError: they ask for a model, and its key, its name or the library is missing.
    """
    if settings.model_key is None and settings.model_name is None:
        return OfflineFacilitator()
    if settings.model_key is None or settings.model_name is None:
        raise SettingsError("BEHEARD_MODEL_KEY and BEHEARD_MODEL_NAME are needed together.")
    try:
        # Here and not above: whoever asks for no model needs no library for it.
        from beheard_server.facilitators.model import Address, MessagesService, ModelFacilitator  # noqa: PLC0415
    except ModuleNotFoundError as error:
        if error.name != EXTRA:
            raise
        raise SettingsError(f'BEHEARD_MODEL_NAME needs the extra "{EXTRA}": pip install "beheard[{EXTRA}]".') from None
    address = Address(settings.model_base_url, settings.model_key, settings.model_name, settings.model_retries)
    return ModelFacilitator(MessagesService(address), settings.model_timeout)
