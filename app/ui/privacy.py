"""What the page says of where words go."""

from app.settings import Settings
from app.wiring import read_model_choice
from prompts import load_prompt


def privacy_words(settings: Settings) -> str:
    """Return what is sent where by the model that is set; empty where none is."""
    choice = read_model_choice(settings)
    if choice is None:
        return ""
    if choice.is_remote:
        return load_prompt("sent_where").fill(model=choice.name, host=choice.host)
    return load_prompt("kept_here").fill(model=choice.name)
