"""The pictures show the tables, whole."""

import re

from beheard_core.mediation.diagram import as_mermaid, as_text

LIFE = [
    ("INVITED", "ACTIVE", "accept"),
    ("INVITED", "ABANDONED", "decline"),
    ("INVITED", "ABANDONED", "replace"),
    ("INVITED", "ABANDONED", "leave"),
    ("INVITED", "ABANDONED", "expire"),
    ("ACTIVE", "PAUSED", "pause"),
    ("ACTIVE", "RESOLVED", "resolve"),
    ("ACTIVE", "ABANDONED", "leave"),
    ("ACTIVE", "ABANDONED", "expire"),
    ("PAUSED", "ACTIVE", "resume"),
    ("PAUSED", "ABANDONED", "leave"),
    ("PAUSED", "ABANDONED", "expire"),
]
STAGES = [
    ("Onboarding", "compactSigned, partnerCompactSigned"),
    ("Witness", "feelHeardConfirmed"),
    (
        "Perspective Stretch",
        "empathyAttemptCreated, empathyAttemptConsentedToShare, receivedPartnerAttempt, validatedPartnerAttempt",
    ),
    ("Need Mapping", "needsConfirmed, partnerNeedsConfirmed, commonGroundConfirmed"),
    ("Strategic Repair", "strategiesSubmitted, rankingsSubmitted, overlapIdentified, agreementCreated"),
]


def test_the_mermaid_stages_follow_each_other_with_their_gates_on_the_arrows() -> None:
    stages, _ = as_mermaid().split("\n\n")
    states = [f'    state "{number} {title}" as stage{number}' for number, (title, _) in enumerate(STAGES)]
    targets = ["stage1", "stage2", "stage3", "stage4", "[*]"]
    arrows = [f"    stage{number} --> {targets[number]}: {gates}" for number, (_, gates) in enumerate(STAGES)]
    assert stages.split("\n") == ["stateDiagram-v2", *states, "    [*] --> stage0", *arrows]


def test_the_mermaid_life_has_every_transition_once() -> None:
    _, life = as_mermaid().split("\n\n")
    first, created, *rest = life.strip().split("\n")
    assert (first, created) == ("stateDiagram-v2", "    [*] --> INVITED: create")
    arrows = [re.fullmatch(r"    (\w+) --> (\w+): (\w+)", line) for line in rest]
    assert sorted(arrow.groups() for arrow in arrows if arrow) == sorted(LIFE)
    assert all(arrows)


def test_the_text_says_the_same_for_a_terminal() -> None:
    stages, life = as_text().split("\n\n")
    expected = [line for number, (title, gates) in enumerate(STAGES) for line in (f"{number} {title}", gates)]
    assert stages.split("\n") == [
        line if line[0].isdigit() else f"    {gate}"
        for line in expected
        for gate in ([line] if line[0].isdigit() else line.split(", "))
    ]
    created, *rest = life.strip().split("\n")
    assert created == "(nothing) --create--> INVITED"
    assert sorted(rest) == sorted(f"{start} --{act}--> {end}" for start, end, act in LIFE)
