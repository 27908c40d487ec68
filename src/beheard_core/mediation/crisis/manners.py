"""Manners of speaking, other people's stories and the news: taken out before anything is looked for.

The regular expressions are English, in small letters and without contractions.
"""

import re

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
    (
        r"(?:no|not (?:have|had|having) any|never had(?: any)?) (?:\w+ )?(?:thoughts?|plans?|intentions?|urges?|wish|"
        r"desire) (?:of|about|to) (?:\w+ ){0,2}(?:harm|hurt|kill|cut|end|suicid|die|dying)\w*(?: (?:myself|my (?:own "
        r")?life|it all|anyone|anybody))?(?![^.!?]*\b(?:but|yet|today|right now)\b)"
    ),
    (
        r"(?:am not|was not|not) (?:going to|planning to|about to|trying to|thinking (?:of|about)) (?:kill(?:ing)?|"
        r"hurt(?:ing)?|harm(?:ing)?) (?:myself|anyone|anybody)(?![^.!?]*\bbut\b)"
    ),
    (
        r"not want to be here any ?more(?=[^.!?]*\b(?:office|jobs?|party|meeting|transfer|town|city|village|house|flat|"
        r"room|class|school|hotel|restaurant|country|company|noisy|boring|crowded|home|move)\b)"
    ),
    (
        r"not want to die(?=[.,] i (?:want|love|like|just want) (?:to live|life|living)| (?:alone|without (?:seeing|"
        r"having)|before|young|yet|of|in a|like my))"
    ),
    (
        r"(?:boss|wife|husband|mother|father|teacher|landlord|editor|coach|she|he|they|you)(?: is going to| will| would"
        r"| are going to) (?:\w+ )?kill me(?:(?= ?,? i (?:am|forgot|was) (?:so )?(?:late|broke|burnt|the))|"
        r"(?= (?:if|when) "
        r"(?:i|it|we|the) (?:\w+ ){0,2}(?:am late|forget|forgot|miss|missed|lose|lost|spill\w*|eat|ate|burn|break|late|"
        r"told you about|spoil\w*|is late|ruin\w*|shrink|shrank)))[^.!?]*"
    ),
    r"not (?:at all )?(?:afraid|scared|frightened|terrified) of (?:him|her|my \w+)",
    r"(?:want|like|need) to be gone (?:before|by|when)|threat\w* to hurt (?:his|her|my) (?:pride|feelings|reputation)",
    (
        r"(?:pills|tablets|medication) for (?:my|the|his|her) \w+|(?:plants?|cat|dog|garden|"
        r"flowers?)[^.!?]{0,20} without me"
    ),
    r"(?:hit|banged|bumped|knocked) my head on|(?:game|level|puzzle|crossword|recipe|instrument) is beating me",
    r"(?:pinned|threw|kicked) me (?:down )?(?:in|at|during) (?:judo|training|karate|practice|class)",
    r"safe in my own (?:memories|head|skin|dreams)|follows? me (?:from room|around the (?:house|flat)|on)[^.!?]*",
    (
        r"(?:fine|well|perfectly) without me while|attacks? me for|push(?:es|ed)? me (?:too )?(?:hard )?to "
        r"(?:study|work|apply)"
    ),
    (
        r"hurt (?:him|her|them|you) (?:if|when|by) i? ?(?:tell|say|told|telling|saying|leave|leaving)|(?:tie|"
        r"collar|shirt|dress) is \w+ me"
    ),
    r"never (?:been|felt) (?:afraid|scared|frightened) of",
    (
        r"(?:son|daughter|dog|cat|puppy|kitten|baby|toddler|child|parrot|hamster|rabbit) (?:\w+ )?(?:bit|"
        r"bites|kicks?|kicked|hits?|hit|scratch\w*|attacks?|punch\w*|headbutt\w*) me"
    ),
    r"(?:leaving|moving out|moving away|going away|moved out) for good",
    r"stop living (?:out of|with|in|at|like|here|apart|together|for|by|on|from|off|next|beside|under)\b",
    r"out of this world",
)

# Where one of these stands in a sentence, it is a game, a film, or somebody else's story of long ago.
_STORIES = (
    r"\b(?:(?:friend|uncle|aunt|cousin|colleague|neighbou?r|grand\w+) (?:\w+ )?(?:attempted|died by|"
    r"committed|took)|(?:ten|twenty|many|\d+) years ago|level (?:\w+|\d+)|films?|movies?|novels?|series|"
    r"episodes?|documentar\w+|podcasts?|video ?games?|the game|lyrics|on the news|headlines?|articles?|"
    r"plot|villain|thriller|crime (?:show|drama)|detective|chapter|screenplay|netflix|theatre|"
    r"volunteer\w*|hotline|helpline|awareness|prevention|first aid|lecture|essay|thesis|in (?:18|19|"
    r"200)\d|decades ago|years ago|great-?(?:uncle|aunt|grand\w+)|the book|a book|training session|"
    r"exhibition|museum|chess|scrabble|the marathon|karate|judo|boxing|paintball|rehears\w+ (?:for )?the "
    r"play|figurative\w*|figure of speech|metaphor\w*|just a joke|joking about|doctor asked|no thoughts? "
    r"of|do not have (?:any )?(?:thoughts?|plans?|intention)|am not (?:in danger|suicidal|going to "
    r"(?:hurt|harm|kill|do)))\b"
)
_MANNER = re.compile(rf"\b(?:{'|'.join(_MANNERS)})")
_STORY = re.compile(_STORIES)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def without_manners(words: str) -> str:
    """Give words, spelled out, with an ellipsis for each manner of speaking."""
    return _MANNER.sub("\N{HORIZONTAL ELLIPSIS}", words)


def sentences(words: str) -> list[str]:
    """Give the sentences of words, spelled out, but for those that tell a story."""
    return [each for each in _SENTENCE.split(words) if not _STORY.search(each)]
