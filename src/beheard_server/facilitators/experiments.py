"""A small library of things that two people could try, by what they are for."""

from attrs import frozen

from beheard_core.mediation.model import NeedCategory


@frozen
class Experiment:
    """Something small to try, for how long, and how one notices that it helps."""

    category: NeedCategory
    text: str
    duration: str
    measure: str


EXPERIMENTS = (
    Experiment(
        NeedCategory.SAFETY,
        "Agree on a word that either of you can say to stop a conversation for twenty minutes, and come back to it.",
        "two weeks",
        "The word was used at least once, and both came back.",
    ),
    Experiment(
        NeedCategory.SAFETY,
        "Say at the start of a hard conversation how long it may take, and end it then.",
        "one week",
        "Two conversations ended when you had said they would.",
    ),
    Experiment(
        NeedCategory.CONNECTION,
        "Put both phones into a drawer for one hour, five evenings.",
        "one week",
        "Five evenings out of seven.",
    ),
    Experiment(
        NeedCategory.CONNECTION,
        "Take a walk of twenty minutes together, with no errands in it, three times.",
        "one week",
        "Three walks, and one thing that each of you remembers from them.",
    ),
    Experiment(
        NeedCategory.AUTONOMY,
        "Each of you takes two hours a week that need no explaining.",
        "two weeks",
        "Both took their hours, and neither was asked about them.",
    ),
    Experiment(
        NeedCategory.AUTONOMY,
        "Whoever comes home has half an hour before the first question.",
        "one week",
        "Five half hours out of seven days.",
    ),
    Experiment(
        NeedCategory.RECOGNITION,
        "Tell each other every evening one thing that the other did today and that you noticed.",
        "ten days",
        "Seven evenings out of ten.",
    ),
    Experiment(
        NeedCategory.RECOGNITION,
        "Write down once a week what you have done for the two of you, and read it to each other.",
        "three weeks",
        "Three readings, and one thing in each that the other had not known of.",
    ),
    Experiment(
        NeedCategory.MEANING,
        "Take an hour to tell each other what you would like to be true of the two of you in a year.",
        "once, within two weeks",
        "Each of you can say the other's in one sentence.",
    ),
    Experiment(
        NeedCategory.MEANING,
        "Choose one thing of your week that you want to keep, whatever else changes.",
        "two weeks",
        "It took place in both weeks.",
    ),
    Experiment(
        NeedCategory.FAIRNESS,
        "List what is to be done in a week, and let each of you take half of it by turns.",
        "two weeks",
        "Every line of the list had a name on it, and was done or asked about.",
    ),
    Experiment(
        NeedCategory.FAIRNESS,
        "Swap one recurring task for a week.",
        "one week",
        "Both tasks were done, and each of you can say what is hard about the other's.",
    ),
)
