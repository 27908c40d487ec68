"""A first check, before anything answers: whether somebody speaks of hurting themselves or another, or of being hurt.

The check is a list of phrasings and knows no context. It errs towards taking words seriously, and its answer is a text
with places to turn to, never a judgement. The phrasings are English, in small letters and without contractions: "don't"
is looked for as "do not". Source: the contract's *Settled questions*.
"""

import re

_SHORT = {
    "can't": "can not", "cannot": "can not", "cant": "can not", "won't": "will not", "wont": "will not",
    "dont": "do not", "doesnt": "does not", "didnt": "did not", "isnt": "is not", "wasnt": "was not",
    "wouldnt": "would not", "couldnt": "could not", "im": "i am", "ive": "i have", "id": "i would", "hes": "he is",
    "shes": "she is", "theyre": "they are", "youre": "you are", "wanna": "want to", "gonna": "going to", "gotta": "got to",
    "anymore": "any more", "everyones": "everyone is", "thats": "that is", "theres": "there is", "aint": "is not",
    "nobodys": "nobody is", "its": "it is", "u": "you", "ur": "you are", "tho": "though", "bf": "boyfriend",
    "gf": "girlfriend", "mum": "mother", "mom": "mother", "dad": "father",
}  # fmt: skip
_ENDINGS = (("n't", " not"), ("'m", " am"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'d", " would"))
_IS = re.compile(r"\b(i|you|he|she|it|they|that|there|who|what|everyone|everybody|nobody|somebody|life)'s\b")
_TOKEN = re.compile(r"[a-z']+")

# Manners of speaking, other people's stories and the news: taken out before anything is looked for.
_MANNERS = (
    r"kill(?:s|ed|ing)? (?:me|myself) (?:laughing|with laughter)",
    r"(?:kill|killed|killing) myself (?:working|trying|studying|at (?:work|the gym)|for (?:saying|forgetting|not|this job))",
    r"kill(?:s|ed|ing)? (?:it|time|two birds|the mood|the joke|an hour|a few hours)\b",
    r"(?:could|would) (?:\w+ )?(?:kill|murder) (?:for )?(?:an?|some|that|one) \w+",
    r"(?:could|would) (?:kill|strangle|murder) (?:you|him|her|them) for (?:eating|finishing|spoiling|forgetting|drinking)",
    r"(?:will|would|is going to|are going to) kill me (?:when|if) (?:she|he|they) (?:sees?|finds?|hears?|knows?|reads?)",
    r"die(?:d|s)? (?:laughing|of (?:shame|embarrassment|boredom|laughter|curiosity|hunger|thirst|heat|cold))",
    r"dying (?:of (?:shame|embarrassment|boredom|laughter|curiosity|hunger|thirst|heat)|to (?!be\b)|for a)\b",
    r"(?:to )?die for\b(?! (?:me|you|him|her|us)\b)",
    r"rather die than (?!live|go on|stay|spend|be without|lose|keep|face|lie here)",
    r"(?:embarrass\w*|awkward|cring\w*)[^.!?]{0,25} wanted to die",
    r"(?:scared|bored|worried|frightened|tickled|loved?|sick) to death",
    r"over my dead body",
    r"(?:shoot|hit) (?:me|you|him|her|them|us) (?:up|an? (?:e-?mail|message|text|mail|line|note))",
    r"shoot (?:myself|himself|herself|yourself) in the foot",
    r"(?:suicide|crisis) (?:prevention|hot ?lines?|lines?|rates?|statistics?|squad|missions?|doors?|awareness|helplines?)",
    r"(?:report|article|news|film|movie|book|novel|series|episode|documentary|podcast|song|play|show|story|lecture|seminar|"
    r"course|training|talk|exhibition) (?:\w+ ){0,2}?(?:about|on|of|called|where|in which) (?:[\w']+ ){0,6}?"
    r"(?:suicid\w*|murder\w*|kill\w*|violence|abuse\w*|self[- ]harm\w*)",
    r"in (?:the|a|this|that|his|her|my) (?:last )?(?:film|movie|book|novel|series|episode|game|video game|dream|play|song)",
    r"(?:would|could|will|have|has|had|did|does|do|i) (?:not|never)(?: \w+)? (?:hurt|harm|kill|hit) (?:myself|himself|herself|"
    r"anyone|anybody|any one|a fly|me)",
    r"not (?:suicidal|violent|a violent (?:man|woman|person)|dangerous|thinking of suicide|thinking about suicide)",
    r"(?:never|not) (?:been |felt |feeling )?suicidal",
    r"no (?:suicidal|violent) \w+",
    r"cut(?:ting)? (?:myself|me) (?:some|a (?:slice|piece|bit)|off|out|loose|short|shaving|while|when i (?:was|chopped|cooked)|"
    r"peeling|chopping|cooking|on (?:a|the|some)|with the (?:bread|kitchen) knife|in the kitchen|slicing|opening)",
    r"(?:hurt|harm|hurting|burnt|burned|burn) myself (?:out|playing|at|running|lifting|on the|when i fell|skiing|jogging|"
    r"moving|falling|cooking|with the (?:iron|kettle|oven|pan)|while|climbing|cycling|training|in the kitchen)",
    r"cutting (?:back|down|out|corners|costs|the (?:grass|lawn|hedge|cake|bread)|carbs|sugar|my hair|vegetables|wood|class)",
    r"overdos(?:e|ed|ing) (?:it\b|on (?:coffee|caffeine|chocolate|cake|sugar|tv|sun|it|the (?:salt|garlic|chili|spice)))",
    r"takes? my life (?:back|in|into|seriously|forward|apart|for)",
    r"(?:beat|beats|beating) (?:me|him|her|them|us|you) (?:to (?:it|the)|at (?!night|home|times)\w+|in (?:chess|cards|tennis|"
    r"the (?:final|game|race|match|quiz)|a (?:game|race|quiz)|every game)|by (?:two|three|one|a|\d+)|hands down|fair)",
    r"(?:kicked?|kicks|kicking) me (?:out|off)",
    r"(?:threw|throws?|thrown) (?:me|him|her|us) (?:out|off|under the bus|a (?:party|look|kiss|glance|lifeline)|for a loop)",
    r"hit me (?:that|with (?:an? |the |his |her )?(?:question|news|idea|bill|fact|list|words|silence)|hard when i (?:heard|read|saw))",
    r"(?:choke|choked|choking) up",
    r"feelings? (?:\w+ )?(?:hurt|killed)",
)  # fmt: skip

# What follows these is about a place or a manner: "I do not want to live with his mother".
_ELSEWHERE = (
    r"(?! (?:with|in|at|near|here|there|together|apart|alone|next|beside|on|by|off|under|up|without (?:a|the|my))\b)"
)
_FEELING = r"(?!'s\b)(?! (?:feelings?|pride|chances|reputation|ego|career|trust)\b)"
_PARTNER = (
    r"my (?:\w+ )?(?:wife|husband|partner|boyfriend|girlfriend|fiance|ex|mother|father|step\w+|brother|sister|son|"
    r"daughter|kids?|boy|girl|uncle|boss)"
)
_THEY = rf"(?:you|he|she|they|{_PARTNER})"
_THEM = rf"(?:you|him|her|them|them both|them all|everyone|everybody|someone|somebody|{_PARTNER}|that (?:man|woman|bastard))"
_CHILD = r"(?:the|our|my|his|her) (?:little )?(?:kids?|children|child|son|daughter|baby|boys?|girls?|toddler)"
_ME = rf"(?:me|us|{_CHILD})"
_SOMEBODY = rf"(?:{_ME}|him|her|them|himself|herself|themselves|someone|somebody)"
_ADVERBS = r"(?:(?!not\b|never\b|nearly\b|to\b|that\b|because\b|if\b|when\b|would\b|who\b|it\b)\w+ ){0,2}"
_WILL = r"(?:will|would|could|might|may|(?:is|are|was) going to|wants to)"
_DRUGS = r"(?:pills?|tablets?|meds|medication|painkillers?|sleeping pills|paracetamol|antidepressants|insulin)"
_WEAPON = r"(?:knife|gun|pistol|rifle|shotgun|revolver|machete|axe|hammer|bat|blade|razor)"
_SUICIDE = r"s(?:ui|u)c(?:i|a)?d\w*"

_SELF = (
    r"kill(?:ed|ing)? (?:myself|my self)",
    r"(?:want|going|wish|like|feel like|gonna|about|will|might) (?:to )?(?:\w+ )?k ?m ?s\b",
    r"un-?aliv\w+",
    r"(?:hang|shoot|stab|poison|drown|gas|strangle|electrocute|starve)(?:ing|ed)? myself",
    r"(?:end|ended|ending) (?:my (?:own )?life|it all|everything for good|it (?:tonight|for good|once and for all)|my suffering|my misery)",
    r"(?:take|taking|took|taken) my (?:own )?life",
    r"(?:hurt|hurting|harm|harmed|harming|cut|cutting|burn|burned|burnt|burning|injure|injured|injuring) myself",
    r"(?:started|been|keep|went back to|back to|am|begun) cutting(?: again| my| at night|[.,!?]|$)",
    r"self[- ]?(?:harm|injur|mutilat)\w*",
    r"(?:slit|slitting|slash|slashing|cut|cutting|open|opening) (?:up )?my (?:wrists?|arms?|thighs?|veins?|legs?)",
    r"(?:burn|burns|burned|burning|scratch\w*) my (?:arms?|legs?|skin|thighs?|hands?) (?:with|until|so|to)",
    rf"i (?:am|feel|felt|was|have been|have felt|get|got|become)(?: \w+){{0,2}} {_SUICIDE}",
    rf"(?:feel|feeling|felt|getting) (?:\w+ )?{_SUICIDE}",
    rf"(?:think|thinking|thought|thoughts?|dream\w*|fantasi\w+|consider\w*|contemplat\w*|plan\w*|attempt\w*|commit\w*|try|tried|"
    rf"trying|google\w*) (?:(?:of|about|to|committing|commit|my|own|a) ){{0,3}}{_SUICIDE}",
    rf"{_SUICIDE} (?:thoughts?|ideas?|ideation|feelings?|plans?|is (?:the|my)|seems|feels like|would be|looks like)",
    rf"my {_SUICIDE} (?:note|letter|plan|attempt)",
    r"(?:want|wanted|wish|wishing|ready|need|deserve|hope|hoping|pray|praying|rather|better|like|love) (?:that )?(?:i )?"
    r"(?:to |could |would |can )?(?:just |only |simply |really )?(?:die\b|be dead\b|be gone for ?ever|not be alive|not exist|"
    r"stop existing|stop being alive|stop living|cease to exist|(?:disappear|vanish) (?:for ?ever|for good|from (?:this|the) (?:world|earth)|off "
    r"the face)|never wake up|not wake up(?! (?:early|late|at|before|next|beside|with|to|so)\b))",
    r"rather (?:be )?dead",
    r"(?:better off|might as well be|should be) (?:dead|gone forever)",
    r"feel(?:s|ing)? like dying",
    rf"(?:not|no longer|never) (?:want|wish|care) to (?:\w+ )?(?:live{_ELSEWHERE}|be alive|exist\b|keep living|keep going on with life|"
    r"be (?:here|around) (?:any ?more|at all|any longer|tomorrow)|be in this world|be on this (?:earth|planet))",
    r"(?:not|never|no longer) want to (?:wake up|open my eyes)(?! (?:early|late|at|before|next|beside|with|to|so)\b)",
    r"(?:go to|fall a)sleep (?:and|to) (?:just )?(?:never|not) wake|(?:go to sleep|fall asleep) and (?:just )?(?:never|not) (?:have to )?wake",
    r"(?:can not|not able to|can hardly|do not know how to) (?:go on|carry on|keep going)"
    r"(?= ?(?:$|[.,;!?]| living| any ?more[.,;!?]| any ?more$| without (?:you|him|her)[.,!?]?$| with (?:life|living)| and i have))",
    r"can not (?:go on living|live any ?more|live like this any ?more|live with (?:myself|the pain)|do (?:this )?life|bear (?:to live|being alive|living))",
    r"(?:tired|sick|done|finished|through|fed up|enough) (?:of|with) (?:being alive|living(?! (?:with|in|at|here|like|together|out|apart|from|next|on|under)\b)|"
    r"(?:this |my )?life(?! (?:in|with|at|as|on|here)\b)|existing|breathing|this world)",
    r"(?:hate|hating) (?:being alive|that i am (?:still )?alive|waking up every)",
    r"(?:not|is not|no longer|never) worth (?:living|staying alive|being alive)",
    rf"no (?:reason|point|sense|use) (?:\w+ )?(?:to live|in living|left to live|to (?:stay|be) alive|in (?:being|staying) alive|to go on living|in "
    rf"going on(?! (?:about|with|holiday)\b)|to carry on living|in life)\b{_ELSEWHERE}",
    r"nothing (?:\w+ )?to live for",
    r"lost (?:the|my|all) will to live|no will to live|not deserve to (?:live|be alive|exist)",
    r"(?:see|is|find|know|have|want) (?:no|not any|any|a|the only) (?:other )?way out(?= ?(?:$|[.,;!?]| any ?more| for me| but to))",
    r"(?:better|happier|easier|fine|freer|relieved|lighter) (?:off |place )?(?:without me(?! (?:there|at|on|in|around|for)\b)|if i (?:was|were|am|had) (?:dead|"
    r"gone|not (?:here|around|alive|there)|died|never (?:been born|existed)))",
    r"(?:no ?(?:one|body)|nobody|not even \w+) (?:would|will) (?:\w+ )?(?:miss me(?! at)|(?:notice|care|mind|cry) if i (?:was|were|am|just)? ?(?:gone|dead|died|"
    r"disappeared|vanished|not here))",
    r"if i (?:died|die tonight|were dead|was dead|killed|had died|never woke up|did not wake up)",
    r"wish (?:that )?(?:i )?(?:was|were|had|would have|could) (?:just )?(?:dead|never been born|not been born|never existed|not alive|not born|not (?:be )?here any ?more|"
    r"die\b|not wake up|never woken up|died)",
    r"(?:should|had) never (?:have )?been born",
    r"(?:want|going|about|could|might|will|ready|wish|think|thinking|thought|urge|tempted|imagine|imagining|easy)(?: \w+){0,4} "
    r"jump(?:ing)? (?:off|from|in front of|out of (?:the|a|this) window|under|onto the (?:tracks|rails)|every day|tonight)",
    r"(?:think|thinking|thought|thoughts) (?:about|of) jumping(?! (?:ship|in|to|at|rope|into|the))",
    r"(?:could|want|might|think|thinking|thought|easy|just|would|urge|tempted|about)(?: \w+){0,5} (?:driv(?:e|ing)|steer(?:ing)?|crash(?:ing)?|swerv(?:e|ing)|turn(?:ing)?)"
    r"(?: \w+){0,4} (?:into|off|against) (?:a|the|that|oncoming) (?:tree|wall|bridge|cliff|river|truck|lorry|traffic|lake|pillar)",
    rf"(?:take|taking|took|taken|swallow(?:ed|ing)?|down(?:ed)?) (?:\w+ ){{0,2}}?(?:all|too many|every|whole|entire|bottle|box|packet|handful)"
    rf"(?: \w+){{0,4}}? {_DRUGS}",
    rf"{_DRUGS} (?:\w+ ){{0,3}}(?:here|next to me|beside me|in front of me|in my hand|ready|saved|on the table and)",
    rf"(?:sav(?:ed|ing)|collect(?:ed|ing)|hoard(?:ed|ing)|stockpil(?:ed|ing)|count(?:ed|ing)) (?:up )?(?:my |the |all )*{_DRUGS}",
    r"overdos(?:e|ed|ing)\b",
    r"(?:a|the|my) (?:noose|rope (?:is|in|ready|around))|razor blades? (?:is|are|in|here|next|ready)",
    r"(?:goodbye|farewell) (?:letters?|notes?|messages? to)|writ(?:ten|ing|e) (?:my |a |the )?(?:last|final) (?:letter|note|words|message|will and)",
    r"goodbye (?:everyone|everybody|all of you|world|cruel|forever|for ?ever)",
    r"(?:this is|it is) (?:my (?:last|final) (?:message|night|day|evening|goodbye|words)|the end for me)|said my goodbyes",
    r"(?:made|have|got|finished|there is) (?:my|a|the) plan (?:to (?:die|do it|end)|and i (?:feel|am) (?:calm|at peace|ready)|for how i)",
    r"(?:will not|not going to) be (?:around|here|alive|with you|in your way) (?:for )?(?:much longer|very long|long|any ?more|tomorrow|to see|by (?:monday|morning))",
    r"(?:when|once|after|now that|if) i am (?:gone|dead)(?! (?:on|for (?:work|the|a|two|three)|to|next|this|all|at|until|away|from|tired|serious)\b)",
    r"want (?:it all|everything|all of (?:it|this)|the pain|life) to (?:just )?(?:stop|end|be over)(?! (?:being|with|so|before|by|and start))",
    r"(?:think|thinking|thoughts?|thought|dream|dreaming|obsess\w*) (?:about|of) (?:my own death|dying(?! (?:my|the|her|his))|being dead|not being (?:here|alive)|death all)",
    r"voices? (?:\w+ ){0,2}(?:tell|tells|telling|told) me to (?:kill|hurt|harm|die|jump|do it)",
    r"(?:danger|risk|threat) to (?:myself|others|my (?:kids|children|family))|not safe (?:with|from) myself",
    r"(?:afraid|scared|terrified|frightened|worried) (?:of what )?i (?:might|will|could|would|am going to) (?:do )?(?:something )?(?:to )?(?:\w+ )?(?:myself|something (?:stupid|terrible|final))",
    r"(?:want|wants|wanted|going|threat\w*|tried|trying|said|says|will|would|might|talks?|talking) (?:\w+ ){0,4}(?:kill|killing|hang|hanging|hurt|harm|harming) (?:himself|herself|themselves)",
    r"(?:cuts|cutting|harms|harming) (?:himself|herself|themselves)",
)  # fmt: skip
_INTENT = (
    r"(?:(?:going|want|plan|planning|about|ready|tempted|need|like) to|will|could|would|might|swear i will|feel like)"
)
_HARM = r"(?:kill|killing|stab|stabbing|strangle|strangling|shoot|murder|murdering|choke|choking|drown|poison|smother)"
_OTHERS = (
    rf"(?<!not )(?<!never )i (?:am |really |just |honestly |swear i |think i |feel )*{_INTENT} (?:really |just |actually |honestly |seriously )*{_HARM} {_THEM}{_FEELING}",
    rf"(?<!not )(?<!never ){_INTENT} {_HARM} {_THEM}{_FEELING}",
    rf"(?<!not )(?<!never )(?:going|want|plan|planning|about) to beat {_THEM}",
    r"beat (?:him|her|them|you) (?:up|so|until|to (?:death|a pulp)|badly|senseless|black)",
    # "That will hurt her" is said every day, of feelings; "I will hurt her" is not.
    rf"i (?:am |really |just ){{0,2}}(?:going to|want to|plan to|about to|will) (?:really )?hurt {_THEM}{_FEELING}",
    rf"i could (?:really )?hurt {_THEM}{_FEELING}",
    rf"(?:afraid|scared|terrified|frightened|worried) (?:that )?i (?:might|will|could|would|am going to|may) (?:\w+ )?(?:hurt|harm|shake|hit|kill|drop|smother) (?:{_CHILD}|someone|somebody)",
    rf"(?:afraid|scared|terrified|frightened) (?:that )?i (?:might|will|could|would|am going to|may) (?:\w+ )?(?:kill|hit|strangle|stab|beat) {_THEM}",
    rf"(?:urge|urges|thoughts?|fantas\w+|think|thinking|dream) (?:to|of|about) (?:kill|hurt|stab|strangl|hit|beat|harm|shoot)(?:ing)? {_THEM}",
    rf"\bi (?:\w+ ){{0,5}}(?:hit|slapped|punched|beat|choked|shook|kicked|strangled|smacked) (?:{_CHILD}|{_PARTNER}|him|her)(?! (?:with (?:a|the) (?:question|idea|news|bill|truth)|up|at|in (?:chess|tennis|cards)|hand|head|to it|goal))",
    rf"(?:got|have|bought|get|take|taking|fetch|loaded|load|loading) (?:[\w']+ ){{0,3}}(?<!water )(?<!glue )(?<!toy )(?<!massage )(?<!heat )(?:gun|pistol|rifle|shotgun)\b(?! (?:licen|club|range|show))",
    r"(?:burn|burning|set) (?:the|this|our|his|her|my) (?:\w+ )?(?:house|flat|home|place|car) (?:down|on fire)|set (?:him|her|them|myself) on fire",
    r"(?:run|drive|running) (?:him|her|them) over",
    r"(?:want|wants|wish|need) (?:him|her|them|you) dead",
    r"make sure (?:he|she|they) never (?:walks?|breathes?|wakes?|gets? up|sees? the)",
    rf"{_THEY} {_ADVERBS}(?:hits?|hitting|slap(?:s|ped|ping)?|punch(?:es|ed|ing)?|beats?|beating|beaten|kick(?:s|ed|ing)?|chok(?:es?|ed|ing)|strangl(?:es?|ed|ing)|"
    rf"rap(?:es?|ed|ing)|smack(?:s|ed|ing)?|headbutt(?:s|ed)?|whips?|whipped|stab(?:s|bed)|burn(?:s|ed|t)|bit|bites|spits? (?:at|on)|spat (?:at|on)|assault(?:s|ed)|molest(?:s|ed)|abus(?:es|ed)) "
    rf"{_ME}(?! (?:up|at (?:chess|cards|tennis|ping)|in (?:chess|cards)|down to|for (?:the|a) (?:job|title)))",
    r"(?:push(?:es|ed|ing)?|shov(?:es?|ed|ing)|thr(?:ows?|ew)|slam(?:s|med)?|drag(?:s|ged)?|pin(?:s|ned)?|knock(?:s|ed)?|hurl(?:s|ed)?) me (?:\w+ )?(?:down|against (?:the|a)|to the (?:ground|floor)|on the "
    r"(?:floor|ground|bed)|onto the|across the|by (?:the|my) (?:hair|arm|neck)|out of the (?:car|window)|into (?:the|a) (?:wall|door|table|wardrobe|cupboard|street|furniture|fridge)|over the|up against)",
    r"(?:push(?:es|ed)?|shov(?:es?|ed)|throw(?:s|n)?|threw) (?:me|him|her) down the stairs",
    r"(?:grab(?:s|bed)?|pull(?:s|ed)?|held|holds|tak(?:es)|took|hold) me (?:\w+ )?by (?:the |my )?(?:hair|throat|neck|wrists?|arms?|face|collar|jaw|shoulders)",
    r"(?:pull(?:s|ed)?|ripp?(?:s|ed)|tore|yank(?:s|ed)) (?:on )?my hair|by (?:the|my) (?:throat|hair)",
    r"hands? (?:\w+ )?(?:around|round|on|at) my (?:throat|neck)",
    rf"{_THEY} {_ADVERBS}(?:broke|breaks|fractured|dislocated) my (?:arm|nose|ribs?|jaw|fingers?|wrist|teeth|tooth|leg|collarbone)",
    r"(?:gave|left|leaves|gives) me (?:\w+ )?(?:a |with )?(?:black eye|bruis\w+|bloody nose|split lip|marks on|concussion)|bruis\w+ (?:all over|on my (?:arms?|neck|face|back|body|legs?)) (?:from|after|where|because)",
    rf"(?:pull(?:s|ed)?|held|holds|point(?:s|ed)?|came at me with|comes at me with|wav(?:es|ed)|swung|picked up|grabbed|attacked \w+ with|threat\w+ (?:\w+ )?with|after me with|stood there with|had|has got|has) "
    rf"(?:a|the|his|her) (?:kitchen |loaded |big |bread )?{_WEAPON}\b(?! (?:set|collection|block|sharpener|license|drawer|for (?:bread|cheese|the)))",
    rf"(?:afraid|scared|terrified|frightened|fear|worried) (?:that |of what |of |about what )?{_THEY} (?:\w+ )?{_WILL} (?:\w+ )?(?:(?:kill|hurt|hit|beat|harm|shoot|stab|strangle|rape|snap and) {_ME}|do to {_ME})",
    rf"(?:afraid|scared|terrified|frightened) of what {_THEY} (?:{_WILL} do|is capable of|does when)",
    r"(?:afraid|scared|fear|fearing|terrified|run\w*) for (?:my|our|the kids'?|the children'?s?) (?:life|lives|safety)",
    r"(?:am|are|is|feel|was) (?:physically )?not (?:\w+ )?safe (?:at home|with (?:him|her|my)|here|in (?:my|our|this) (?:own )?(?:home|house|flat))",
    r"not feel (?:physically )?safe (?:at home|in (?:my|our|this|the) (?:own )?(?:home|house|flat)|alone with|sleeping)",
    r"lock(?:s|ed|ing)? (?:me|us|the kids) (?:in|inside|out in|up)(?! (?:a|the|this) (?:contract|phone|deal|lease|chat))",
    r"not let(?:ting)? (?:me|us) (?:leave(?= ?(?:$|[.,;!?]| the (?:house|flat|apartment|room|bedroom|car|building)| home))|out of the (?:house|flat|apartment|room|bedroom|bathroom|car)|see a doctor|call (?:the police|for help|anyone))",
    r"(?:hiding|hide|hid|locked myself) (?:in|from|under|behind) (?:the (?:bathroom|closet|wardrobe|car|garage|bedroom|toilet|basement|cellar|bed)|him|her|my (?:husband|wife|partner|father|boyfriend))",
    r"(?:hold(?:s|ing)?|held|keep(?:s|ing)?|kept) me (?:captive|hostage|prisoner|against my will)",
    r"rap(?:ed|es|ing) me|was raped|been raped",
    r"forc(?:es?|ed|ing) (?:me|himself on|herself on|my daughter|my son)(?: \w+){0,4} (?:sex|sleep with|bed|touch|intercourse|me$|me[.,!?])|forc(?:es?|ed|ing) (?:himself|herself) on me",
    r"sexual(?:ly)? (?:assault|abus|molest|violen)\w*|(?:has|have|had|wants?) sex with me (?:when|while|even|although|though) i (?:am asleep|sleep|say|said|have said|do not|did not)",
    r"touch(?:es|ed|ing) (?:me|my daughter|my son|her|him) (?:down there|against (?:my|her|his) will|while i (?:sleep|was asleep)|in (?:her|his) (?:bed|private))",
    rf"threat(?:en(?:s|ed|ing)?|s|ened)? (?:me )?(?:to|that {_THEY} {_WILL}) (?:kill|hurt|shoot|stab|hit|beat|burn|rape|harm|strangle|break my) (?:{_SOMEBODY}|you|bones|neck|it down){_FEELING}",
    rf"(?:say|says|said|swear|swears|swore|told me|texted|wrote|shouted|screamed|promised|threatened) (?:me )?(?:that )?{_THEY} {_WILL} (?:\w+ )?(?:kill|hurt|shoot|stab|strangle|beat|burn|find|murder) {_SOMEBODY}",
    rf"{_THEY} (?:will|is going to|are going to|would|wants to|tried to|nearly|almost) (?:kill|murder|strangle|choke|stab)(?:ed|d)? (?:me|us)(?! (?:with kindness|if i (?:am late|forget)))",
    rf"(?:hits?|beats?|slap(?:s|ped)|smack(?:s|ed)|shakes?|shook|kick(?:s|ed)|molest(?:s|ed)|abus(?:es|ed)|punch(?:es|ed)|hitting|beating) {_CHILD}(?! (?:at|in (?:chess|cards)|to it))",
    r"(?:is|was|are|gets?|got|becomes?|became|been|be|turns?|turned|getting|so) (?:\w+ )?(?:physically )?(?:violent|physical) (?:with|to|towards?|against|at|when|again|if)\b",
    rf"{_THEY} (?:is|was|are|gets?|got|becomes?|became|has been|can be|turns?|turned) (?:\w+ )?violent",
    r"physical(?:ly)? (?:abus|violen|attack|assault)\w*|domestic (?:violence|abuse)|hurts? me physically|physically hurts? me|(?:battered|abused) (?:wife|woman|husband|man|child)",
)  # fmt: skip
_MANNER = re.compile(rf"\b(?:{'|'.join(_MANNERS)})")
_CRISIS = re.compile(rf"\b(?:{'|'.join((*_SELF, *_OTHERS))})")


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
