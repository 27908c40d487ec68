"""A language is a folder of data; a host extends it, and replaces each part of the facilitator."""

import re
import tomllib
from pathlib import Path

import pytest

from beheard_core.mediation.model import ContentType, NeedCategory, Stage
from beheard_server.facilitators import Bundle, Ground, SharedNeed
from beheard_server.facilitators.offline import OfflineFacilitator, english, read_language, shipped
from tests.facilitator.talking import Script, bundle, sentences, talk

GERMAN = Path(__file__).parent / "german"


@pytest.fixture(scope="module")
def german() -> OfflineFacilitator:
    return OfflineFacilitator(language=read_language(GERMAN))


def test_the_german_folder_has_the_files_of_the_shipped_one() -> None:
    assert {each.name for each in GERMAN.iterdir()} == {each.name for each in shipped("en").iterdir()}


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("Ich bin wütend.", {"Du bist wütend.", "Also: du bist wütend.", "Ich höre: du bist wütend.", "Da ist Wut."}),
        (
            "Ich bin nicht wütend, sondern froh.",
            {"Da ist Freude.", "Du bist froh, wie schön.", "Nicht wütend, sondern froh."},
        ),
        ("Ich brauche Ruhe.", {"Du brauchst Ruhe.", "Es geht dir um Ruhe."}),
        ("Er ist so faul.", {"Ich habe dich gelesen.", "Das ist angekommen."}),
    ],
)
def test_another_language_listens_in_its_own_words(german: OfflineFacilitator, said: str, answer: set[str]) -> None:
    answers = {sentences(german.reply(bundle(said, turn=turn)))[0] for turn in range(6)}
    # What is not named is given back as it was said: this little folder does not know how a verb is turned.
    assert {each for each in answers if not re.search("sondern|brauche R", each)} <= answer
    assert (answers & answer) or "sondern" in said


def test_another_language_does_all_the_rest_too(german: OfflineFacilitator) -> None:
    assert german.reply(bundle("Noch nicht.")) == "Dann fehlt noch etwas. Was fehlt?"
    assert german.transform(ContentType.EVENT_SUMMARY, "Du bist schuld, und ich war wütend.") == "Ich war wütend."
    assert (
        german.transform(ContentType.BOUNDARY, "Du bist faul.") == "Ich möchte darüber sprechen, wie das für mich war."
    )
    assert german.assess_empathy("Vielleicht warst du wütend.").ready
    assert german.assess_empathy("Du bist faul.").note == "Das klingt nach Vorwurf."
    assert german.has_distress("Panik!")
    (need,) = german.synthesize_needs(["Ich brauche Ruhe."], (), ()).needs
    assert (need.need, need.category, need.evidence) == ("Ruhe", NeedCategory.SAFETY, ("Ich brauche Ruhe.",))
    one, other = (SharedNeed(ref, "Ruhe", NeedCategory.SAFETY, "Ich brauche Ruhe.") for ref in "ab")
    assert german.find_common_ground([one], [other])[0].description == "Ihr wollt beide Ruhe."
    (idea,) = german.suggest_strategies([Ground("Ruhe", NeedCategory.SAFETY, "")], (), 3)
    assert idea.duration == "7 Tage"
    assert [each.preview for each in german.propose_shares("Ich kann nicht mehr.", Stage.NEED_MAPPING)] == [
        "Ich kann nicht mehr."
    ]
    assert len(talk(Script(Stage.WITNESS, (("Ich bin wütend.", None),) * 30), german)) == 30


def test_a_host_adds_words_experiments_and_frames_without_losing_any(tmp_path: Path) -> None:
    (tmp_path / "feelings.toml").write_text('[angry]\nwords = "gobsmacked, hangry"\n', encoding="utf-8")
    (tmp_path / "listening.toml").write_text('[reflect]\nfeeling = ["Right: {feelings}."]\n', encoding="utf-8")
    (tmp_path / "experiments.toml").write_text(
        '[[experiment]]\ndo = "For three days we whistle."\nneeds = "joy, calm"\n'
        'duration = "3 days"\nseen = "Whistles."\n',
        encoding="utf-8",
    )
    (tmp_path / "notes.txt").write_text("not read", encoding="utf-8")
    language = read_language(shipped("en"), tmp_path)
    mine = OfflineFacilitator(language=language)
    assert [each.key for each in mine.ear.hear("I am hangry and furious.").own_feelings] == ["angry", "angry"]
    assert OfflineFacilitator().ear.hear("I am hangry.").own_feelings == ()
    frames = language.texts("listening", "reflect", "feeling")
    assert frames == (*english().texts("listening", "reflect", "feeling"), "Right: {feelings}.")
    ideas = mine.suggest_strategies([Ground("Joy and lightness", NeedCategory.MEANING, "")], (), 5)
    known = {each.description for each in ideas}
    while more := mine.suggest_strategies([Ground("Joy and lightness", NeedCategory.MEANING, "")], (), 5, known=known):
        known |= {each.description for each in more}
    assert "For three days we whistle." in known
    assert "notes" not in language.data


def test_a_value_that_is_no_list_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "needs.toml").write_text('[rest]\nname = "A break"\n', encoding="utf-8")
    language = read_language(shipped("en"), tmp_path)
    assert language.table("needs", "rest")["name"] == "A break"
    assert language.table("needs", "rest")["want"] == "rest"


def test_a_folder_that_is_missing_or_broken_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_language(tmp_path / "nowhere")
    (tmp_path / "feelings.toml").write_text("[", encoding="utf-8")
    with pytest.raises(tomllib.TOMLDecodeError):
        read_language(tmp_path)


def test_a_part_is_replaced_by_anything_with_its_methods() -> None:
    class Parrot:
        def reply(self, bundle: Bundle) -> str:
            return bundle.message

    mine = OfflineFacilitator()
    mine.listener = Parrot()
    assert mine.reply(bundle("Hello.")) == "Hello."
    assert mine.assess_empathy("You may have felt alone.").ready
