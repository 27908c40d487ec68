"""A first check, before anything answers: whether somebody speaks of hurting themselves or another, or of being hurt.

The check is a list of phrasings and knows no context. It errs towards taking words seriously, and its answer is a text
with places to turn to, never a judgement. The phrasings are English, in small letters and without contractions: "don't"
is looked for as "do not". Source: the contract's *Settled questions*.
"""

import re

from beheard_core.mediation.hints import OF_HINTS
from beheard_core.mediation.phrasings import OF_ONESELF
from beheard_core.mediation.violence import OF_OTHERS

_SHORT = {
    "can't": "can not", "cannot": "can not", "cant": "can not", "won't": "will not", "wont": "will not",
    "dont": "do not", "doesnt": "does not", "didnt": "did not", "isnt": "is not", "wasnt": "was not",
    "wouldnt": "would not", "couldnt": "could not", "im": "i am", "ive": "i have", "id": "i would", "hes": "he is",
    "shes": "she is", "theyre": "they are", "youre": "you are", "wanna": "want to", "gonna": "going to",
    "gotta": "got to", "anymore": "any more", "everyones": "everyone is", "thats": "that is", "theres": "there is",
    "aint": "is not", "nobodys": "nobody is", "its": "it is", "u": "you", "ur": "you are", "tho": "though",
    "wana": "want to", "gona": "going to", "kil": "kill", "nomore": "no more", "unalive": "kill", "bf": "boyfriend",
    "gf": "girlfriend", "mum": "mother", "mom": "mother", "dad": "father",
}  # fmt: skip
_ENDINGS = (("n't", " not"), ("'m", " am"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'d", " would"))
_IS = re.compile(r"\b(i|you|he|she|it|they|that|there|who|what|everyone|everybody|nobody|somebody|life)'s\b")
_TOKEN = re.compile(r"[a-z']+")

# Manners of speaking, other people's stories and the news: taken out before anything is looked for.
_MANNERS = (
    r"kill(?:s|ed|ing)? (?:me|myself) (?:laughing|with laughter)",
    (
        r"(?:kill|killed|killing) myself (?:working|trying|studying|at (?:work|the gym)|for (?:saying|forgetting|not|"
        r"this job))"
    ),
    r"kill(?:s|ed|ing)? (?:it|time|two birds|the mood|the joke|an hour|a few hours)\b",
    r"(?:could|would) (?:\w+ )?(?:kill|murder) (?:for )?(?:an?|some|that|one) \w+",
    (
        r"(?:could|would) (?:kill|strangle|murder) (?:you|him|her|them) for (?:eating|finishing|spoiling|forgetting|"
        r"drinking)"
    ),
    (
        r"my (?:mother|father|boss|parents|teacher|coach|editor) (?:will|would|is going to|are going to) (?:kill|"
        r"murder) me(?: (?:when|if) (?:she|he|they))? (?:sees?|finds?|hears?|knows?|reads?)"
    ),
    r"die(?:d|s)? (?:laughing|of (?:shame|embarrassment|boredom|laughter|curiosity|hunger|thirst|heat|cold))",
    r"dying (?:of (?:shame|embarrassment|boredom|laughter|curiosity|hunger|thirst|heat)|to (?!be\b)|for a)\b",
    r"(?:to )?die for\b(?! (?:me|you|him|her|us)\b)",
    r"rather die than (?!live|go on|stay|spend|be without|lose|keep|face|lie here)",
    r"(?:embarrass\w*|awkward|cring\w*)[^.!?]{0,25} wanted to die",
    r"(?:scared|bored|worried|frightened|tickled|loved?|sick) to death",
    r"over my dead body",
    r"(?:could|would) have (?:killed|strangled|murdered|throttled) (?:you|him|her|them) (?:when|for)",
    r"(?:kill|killing|killed) (?:myself|yourself|ourselves) (?:over|getting|to get)",
    r"accidentally (?:hit|kicked|punched|cut|hurt|slapped) (?:me|him|her)",
    r"(?:hit|kicked|punched|slapped) (?:me|him|her) (?:\w+ ){0,5}in (?:his|her|your|my) sleep",
    (
        r"(?:hit|bit|kicked) me with (?:his|her|a) (?:toy|spoon|rattle|teddy|pillow|cushion|foam)\w*|pillow "
        r"fight[^.!?]{0,20}hit me"
    ),
    r"(?:nail|staple|glue|water|toy|nerf|spray|heat|massage|paint) gun",
    r"overdose of (?!pills|tablets|sleeping|insulin|medication|paracetamol|meds)|saw an overdose",
    (
        r"(?:used to|as a (?:teenager|teen|child|student)|years ago)[^.!?]{0,30} (?:self-?harm\w*|suicidal|cut "
        r"myself|hurt myself)"
    ),
    r"(?:self-?harm\w*|suicidal|cut myself|hurt myself)[^.!?]{0,25} (?:years ago|as a (?:teenager|teen|child|student))",
    r"(?:bit|bites?|biting|ripp?(?:ed|s)) (?:my|his|her) head off",
    r"(?:cut|cuts|cutting|dyed|brushed|washed) (?:\w+ )?my hair",
    (
        r"(?:kicked|threw|hit|tackled|punched|beat|shot|floored) me (?:\w+ ){0,4}(?:in|at|during) (?:the "
        r")?(?:training|judo|karate|boxing|rugby|football|hockey|match|class|practice|sparring|paintball|game|"
        r"warm-up)"
    ),
    (
        r"(?:judo|karate|boxing|rugby|wrestling|paintball|football|hockey)[^.!?]{0,30} (?:kicked|threw|hit|punched|"
        r"beat|shot) (?:me|the)"
    ),
    r"(?:grabbed|took|held|squeezed) my hands?",
    r"(?:shoot|hit) (?:me|you|him|her|them|us) (?:up|an? (?:e-?mail|message|text|mail|line|note))",
    r"shoot (?:myself|himself|herself|yourself) in the foot",
    (
        r"(?:suicide|crisis) (?:prevention|hot ?lines?|lines?|rates?|statistics?|squad|missions?|doors?|awareness|"
        r"helplines?)"
    ),
    (
        r"(?:report|article|news|film|movie|book|novel|series|episode|documentary|podcast|song|play|show|story|"
        r"lecture|seminar|course|training|talk|exhibition) (?:\w+ ){0,2}?(?:about|on|of|called|where|in which) "
        r"(?:[\w']+ ){0,6}?(?:suicid\w*|murder\w*|kill\w*|violence|abuse\w*|self[- ]harm\w*)"
    ),
    (
        r"in (?:the|a|this|that|his|her|my) (?:last )?(?:film|movie|book|novel|series|episode|game|video game|dream|"
        r"play|song)"
    ),
    (
        r"(?:would|could|will|have|has|had|did|does|do|i) (?:not|never)(?: \w+)? (?:hurt|harm|kill|hit) (?:myself|"
        r"himself|herself|anyone|anybody|any one|a fly|me)"
    ),
    r"not (?:suicidal|violent|a violent (?:man|woman|person)|dangerous|thinking of suicide|thinking about suicide)",
    r"(?:never|not) (?:been |felt |feeling )?suicidal",
    r"no (?:suicidal|violent) \w+",
    (
        r"cut(?:ting)? (?:myself|me) (?:some|a (?:slice|piece|bit)|off|out|loose|short|shaving|while|when i (?:was|"
        r"chopped|cooked)|peeling|chopping|cooking|on (?:a|the|some)|with the (?:bread|kitchen) knife|in the kitchen|"
        r"slicing|opening)"
    ),
    (
        r"(?:hurt|harm|hurting|burnt|burned|burn) myself (?:out|playing|at|running|lifting|on the|when i fell|skiing|"
        r"jogging|moving|falling|cooking|with the (?:iron|kettle|oven|pan)|while|climbing|cycling|training|in the "
        r"kitchen)"
    ),
    (
        r"cutting (?:back|down|out|corners|costs|the (?:grass|lawn|hedge|cake|bread)|carbs|sugar|my hair|vegetables|"
        r"wood|class)"
    ),
    r"overdos(?:e|ed|ing) (?:it\b|on (?:coffee|caffeine|chocolate|cake|sugar|tv|it|the (?:salt|garlic|chili|spice)))",
    r"takes? my life (?:back|in|into|seriously|forward|apart|for)",
    (
        r"(?:beat|beats|beating) (?:me|him|her|them|us|you) (?:to (?:it|the)|at (?!night|home|times)\w+|in (?:chess|"
        r"cards|tennis|the (?:final|game|race|match|quiz)|a (?:game|race|quiz)|every game)|by (?:two|three|one|a|"
        r"\d+)|hands down|fair)"
    ),
    r"(?:kicked?|kicks|kicking) me (?:out|off)",
    (
        r"(?:threw|throws?|thrown) (?:me|him|her|us) (?:out|off|under the bus|a (?:party|look|kiss|glance|lifeline)|"
        r"for a loop)"
    ),
    (
        r"hit me (?:that|with (?:an? |the |his |her )?(?:question|news|idea|bill|fact|list|words|silence)|hard when "
        r"i (?:heard|read|saw))"
    ),
    r"(?:choke|choked|choking) up",
    r"feelings? (?:\w+ )?(?:hurt|killed)",
)
_MANNER = re.compile(rf"\b(?:{'|'.join(_MANNERS)})")
_CRISIS = re.compile(rf"\b(?:{'|'.join((*OF_ONESELF, *OF_OTHERS, *OF_HINTS))})")


def is_crisis(words: str) -> bool:
    """Tell whether words speak of self-harm, suicide or violence, by their phrasing alone."""
    said = _spelled_out(words)
    return _CRISIS.search(_MANNER.sub("\N{HORIZONTAL ELLIPSIS}", said)) is not None


def _spelled_out(words: str) -> str:
    """Give words in small letters, on one line, and without contractions."""
    said = " ".join(words.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").lower().split())
    said = _TOKEN.sub(lambda match: _SHORT.get(match[0], match[0]), said)
    for ending, full in _ENDINGS:
        said = said.replace(ending, full)
    return _IS.sub(r"\1 is", said)
