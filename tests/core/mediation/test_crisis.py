"""What is taken for a crisis, and what only sounds like one, against the contract's *Settled questions*."""

import pytest

from beheard_core.mediation.crisis import is_crisis

OF_ONESELF = [
    "I want to kill myself.",
    "I keep thinking about killing myself",
    "He left, and I almost killed myself.",
    "Sometimes I think of hanging myself.",
    "I am going to end my life.",
    "I just want to end it all",
    "I might take my own life",
    "I have been hurting myself again.",
    "I harm myself when he shouts.",
    "Last night I cut myself again.",
    "I have started to self-harm.",
    "I am selfharming again",
    "I would slit my wrists.",
    "I feel suicidal.",
    "I think about suicide every day",
    "i want to die",
    "I want to just die.",
    "I feel like dying.",
    "I wish I could just die.",
    "I wish I were dead.",
    "I wish I had never been born.",
    "I wish I wasn't alive.",
    "I'd rather be dead than go on like this.",
    "I don't want to live anymore.",
    "I don\u2019t want to live any more",
    "I no longer want to be alive",
    "I do not want to exist.",
    "I don't want to wake up tomorrow.",
    "I cannot go on living like this",
    "I can't live anymore",
    "Everybody would be better off without me.",
    "They would be better off if I was dead.",
    "There is no reason to live.",
    "I see no point in living.",
    "I have nothing left to live for.",
    "This life is not worth living",
    "I could just jump off the bridge.",
    "I want to jump in front of a train",
    "I thought of swallowing all my pills.",
    "I OVERDOSED LAST YEAR AND WILL AGAIN",
]
OF_OTHERS = [
    "I am going to kill him.",
    "I'll kill her.",
    "I want to stab my husband",
    "One day I could strangle him",
    "I am about to shoot them",
    "I am going to beat my kids",
    "I want to hurt her.",
    "I'm really going to hurt him.",
    "I\u2019ll hurt him if he comes back",
    "He hits me.",
    "She hit me again yesterday",
    "My husband beats me",
    "You slapped me in front of the children",
    "He punched me in the face.",
    "He keeps kicking me.",
    "She was choking me.",
    "He raped me",
    "He put his hands around my throat.",
    "She pulled a knife on me.",
    "I am afraid he will kill me.",
    "I'm scared she's going to hurt the kids",
    "I am terrified that he'll hurt us",
    "He says he will kill me if I leave.",
    "He swore he'd kill himself.",
    "He threatened to kill me.",
    "She is threatening to hurt herself",
]
HARMLESS = [
    "This is killing me.",
    "My back is killing me",
    "I could kill for a coffee.",
    "We were only killing time.",
    "I need to kill this idea.",
    "I am dying to know what she thinks.",
    "We nearly died laughing.",
    "I feel dead tired.",
    "Our marriage feels dead.",
    "I never wanted to hurt you.",
    "I don't want to hurt her.",
    "I didn't want to hurt him",
    "I do not want to kill her joy.",
    "I am not going to kill him over a plate.",
    "The truth will hurt them.",
    "That could hurt my partner.",
    "This is going to hurt her feelings.",
    "I want to hurt her feelings as she hurt mine.",
    "You hurt me when you said that.",
    "It hurts me to see her so tired",
    "I don't want to live with his mother.",
    "I don't want to live in Berlin",
    "There is no point in living together any more.",
    "There is no reason to live apart.",
    "I don't want to wake up early on Sundays.",
    "I never want to wake up next to an argument again",
    "I want to end this argument.",
    "I would like to end it with a joke.",
    "I want to take my life in a new direction.",
    "It is time to take my life back",
    "I cut myself off from my friends.",
    "I should cut myself some slack",
    "She beats me at chess.",
    "He beat me to it.",
    "We are going to beat them in the final.",
    "It hit me that I was wrong",
    "He kicked me out of the kitchen.",
    "I am going to shoot him an email.",
    "I'll shoot her a message tomorrow",
    "He threatened to leave.",
    "She threatens to hurt her pride.",
    "I am afraid he will leave me.",
    "I am scared she is going to hate me",
    "We would be better off without the car.",
    "I wish I was at home",
    "I wish I had never been to that party.",
    "I put a scarf around my neck.",
    "The children jump off the bridge into the lake.",
    "I took all my books and left.",
    "He says he will call.",
    "",
]


@pytest.mark.parametrize("words", [*OF_ONESELF, *OF_OTHERS])
def test_what_speaks_of_harm_is_taken_seriously(words: str) -> None:
    assert is_crisis(words)


@pytest.mark.parametrize("words", HARMLESS)
def test_what_only_sounds_like_it_is_answered_like_everything_else(words: str) -> None:
    assert not is_crisis(words)


@pytest.mark.parametrize(
    "words",
    [
        "i want 2 die",
        "i cut myslef again",
        "cant stop thinking abt suicde",
        "I ovverdose again tonight",
        "ill be dead by the weekend",
        "i wannaaa kill myself",
        "I can't go on livng",
    ],
)
def test_slips_of_typing_hide_nothing(words: str) -> None:
    assert is_crisis(words)


@pytest.mark.parametrize("told", ["The documentary begins with: {}", "{}, says the villain of the thriller"])
def test_what_somebody_says_in_a_story_is_none_but_what_stands_beside_it_is(told: str) -> None:
    words = "I keep thinking how peaceful it would be to be dead"
    assert not is_crisis(f"{told.format(words)}.")
    assert is_crisis(f"{told.format(words)}. {words}.")


def test_it_is_found_in_the_middle_of_much_else_in_any_case() -> None:
    around = "We were at dinner, and it was fine. " * 50
    assert not is_crisis(around)
    assert is_crisis(f"{around}And then I WANTED TO GO HOME; I want to DIE. {around}")


def test_a_crisis_is_found_across_the_lines_of_a_message() -> None:
    assert is_crisis("I do not know.\nI want to\ndie.")
    assert is_crisis("I want  to   die")


def test_a_long_message_is_looked_through_quickly_however_often_it_nearly_fits() -> None:
    assert not is_crisis("I am afraid that he " * 250)
    assert not is_crisis("want to " * 600)
