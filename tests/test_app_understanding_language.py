import pytest

from app.understanding.language import language_named, language_of, load_glossary


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("how did others handle need vs. readiness?", "en"),
        ("wut did mesa vally do abt teh teachrs", "en"),
        ("¿Qué hicieron otros distritos con las escuelas que más lo necesitan?", "es"),
        ("Comment les autres districts ont-ils choisi les écoles pilotes ?", "fr"),
        ("Wie haben andere Bezirke die ersten Schulen ausgewählt?", "de"),
        ("Kevin Connors Chicago", "en"),
        ("hi", "en"),
    ],
)
def test_the_language_is_told(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("¿Qué distritos empezaron con las escuelas más preparadas?", ("district", "schools")),
        ("lecciones sobre el ritmo", ("lesson",)),
        ("¿quién lo dijo?", ("who",)),
    ],
)
def test_spanish_is_searched_in_english(text: str, words: tuple[str, ...]) -> None:
    english = load_glossary().to_english(text)
    assert [word for word in words if word not in english] == []


@pytest.mark.parametrize(
    ("text", "language"), [("in Spanish please", "es"), ("en español", "es"), ("shorter", None)]
)
def test_a_language_is_named(text: str, language: str | None) -> None:
    assert language_named(text) == language
