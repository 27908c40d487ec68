"""What is done to somebody, or about to be, said by the deed: regular expressions for :mod:`.listed`.

They are English, in small letters and without contractions; each is looked for within one sentence.
"""

_PERSON = (
    r"(?:you|he|she|they|ex|husband|wife|partner|boyfriend|girlfriend|father|mother|brother|sister|"
    r"step\w+|uncle|nanny)"
)
_SMALL = r"(?:(?:little|twin|youngest|eldest|foster|own|step|two year old|small) )*"
_CHILD = (
    r"(?:son|daughter|kids?|child|children|bab(?:y|ies)|toddler|boys?|girls?|twins|little ones?|newborn|"
    r"brother|sister|niece|nephew)"
)
_WHOSE = r"(?:my|our|the|his|her|their|your)"
_HIT = (
    r"(?:punch(?:es|ed|ing)?|slap(?:s|ped|ping)?|whip(?:s|ped|ping)?|smack(?:s|ed|ing)?|beat(?:s|en|ing)?|"
    r"kick(?:s|ed|ing)?|hit(?:s|ting)?|strangl(?:es|ed|ing)|chok(?:es|ed|ing)|scald(?:s|ed|ing)?|burn(?:s|ed|t)?|"
    r"shak(?:es|ing)|shook|batter(?:s|ed|ing)?|starv(?:es|ed|ing)|drown(?:s|ed)?)"
)
_BONE = r"(?:arm|wrist|nose|jaw|ribs?|fingers?|leg|hand|collarbone|cheekbone|tooth|teeth|eye socket|skull)"
_WILL = (
    r"(?:want to|going to|could|might|will|feel like|ready to|about to|thinking of|thought of|urges? to|"
    r"tempted to)"
)
_HEIGHT = r"(?:bridge|roof|balcony|building|cliff|car park|tower|flats?)"

DEEDS = (
    rf"{_PERSON} (?:\w+ ){{0,2}}{_HIT} {_WHOSE} {_SMALL}{_CHILD}\b(?! (?:in|at|by) (?:chess|cards|tennis|football))",
    (
        rf"{_PERSON} (?:\w+ ){{0,2}}(?:broke|fractured|dislocated|split|smashed) {_WHOSE} (?:{_SMALL}{_CHILD} "
        rf"is )?{_BONE}\b"
    ),
    r"(?:fist|elbow|boot|knee) in (?:the|my) (?:ribs|face|stomach|mouth|back|belly|eye)",
    r"(?:wounds?|cuts|burns|scars) (?:that )?i (?:have )?(?:made|gave|put|did)\b",
    r"urges? to (?:strangle|stab|hurt|kill|hit|smash|choke|drown|cut|harm)\b",
    (
        r"drive (?:\w+ ){0,4}off the (?:road|bridge|cliff)|(?:steer|drive|swerve) (?:\w+ ){0,3}into (?:a|the|"
        r"that) (?:tree|wall|lorry|truck)"
    ),
    r"(?:first|second|third|next|last|another) (?:suicide )?attempt\b[^.!?]{0,25}(?:failed|plan\w*|works?|survived)",
    r"(?:running|engine)[^.!?]{0,20}(?:closed|locked|shut) garage|exhaust (?:pipe|fumes)[^.!?]{0,30}\b(?:i|me|my)\b",
    r"(?:survive|live through) (?:the )?next time (?:you|he|she)",
    r"pour(?:s|ed)? boiling \w+ (?:\w+ )?(?:over|on|onto) (?:my|me|his|her|our|him)",
    rf"(?:drown|smother|strangle|suffocate|poison|shoot) {_WHOSE} {_SMALL}{_CHILD}\b",
    (
        rf"{_CHILD}[^.!?]{{0,30}}(?:shut|locked|locks|tied|ties|chained) (?:\w+ ){{0,3}}(?:cellar|basement|"
        r"cupboard|closet|shed|chair|radiator)"
    ),
    (
        rf"(?:shuts?|locked|locks|tied|ties|chained) {_WHOSE} {_SMALL}{_CHILD} (?:in|to) (?:the|a|his|her) "
        r"(?:dark )?(?:cellar|basement|cupboard|closet|shed|chair|radiator|room)"
    ),
    r"made (?:my )?peace with (?:dying|death|going)\b",
    r"not deserve to (?:live|exist|be alive|go on living)",
    (
        rf"{_WILL} (?:just )?jump(?:ing)? (?:off|from|out of) (?:the|a|our|that|this|my) (?:\w+ "
        rf")?{_HEIGHT}\b(?! into the (?:lake|sea|pool|water))"
    ),
    (
        r"(?:am|been|started|keep|kept|was|back to|i) self-? ?harm(?:ing|ed)?\b|self-? ?harm(?:ing|ed)? "
        r"(?:again|since|every|last night)"
    ),
)
