"""Phrasings that speak of violence, as regular expressions for :mod:`.crisis`.

They are English, in small letters and without contractions.
"""

_FEELING = r"(?!'s\b)(?! (?:feelings?|pride|chances|reputation|ego|career|trust)\b)"
_PARTNER = (
    r"my (?:\w+ )?(?:wife|husband|partner|boyfriend|girlfriend|fiance|ex|mother|father|step\w+|brother|sister|"
    r"son|daughter|kids?|boy|girl|uncle|boss)"
)
_THEY = rf"(?:you|he|she|they|{_PARTNER})"
_THEM = (
    rf"(?:you|him|her|them|them both|them all|everyone|everybody|someone|somebody|{_PARTNER}|that (?:man|woman|"
    r"bastard))"
)
_CHILD = r"(?:the|our|my|his|her) (?:little )?(?:kids?|children|child|son|daughter|baby|boys?|girls?|toddler)"
_ME = rf"(?:me|us|{_CHILD})"
_SOMEBODY = rf"(?:{_ME}|him|her|them|himself|herself|themselves|someone|somebody)"
_ADVERBS = r"(?:(?!not\b|never\b|nearly\b|to\b|that\b|because\b|if\b|when\b|would\b|who\b|it\b)\w+ ){0,2}"
_WILL = r"(?:will|would|could|might|may|(?:is|are|was) going to|wants to)"
_WEAPON = (
    r"(?:knife|scissors|bottle|belt|stick|crowbar|screwdriver|frying pan|chain|brick|gun|pistol|rifle|shotgun|"
    r"revolver|machete|axe|hammer|bat|blade|razor)"
)

_INTENT = (
    r"(?:(?:going|want|plan|planning|about|ready|tempted|need|like) to|will|could|would|might|swear i will|feel "
    r"like)"
)
_HARM = r"(?:kill|killing|stab|stabbing|strangle|strangling|shoot|murder|murdering|choke|choking|drown|poison|smother)"
OF_OTHERS = (
    (
        rf"(?<!not )(?<!never )i (?:am |really |just |honestly |swear i |think i |feel )*{_INTENT} (?:really |just |"
        rf"actually |honestly |seriously )*{_HARM} {_THEM}{_FEELING}"
    ),
    rf"(?<!not )(?<!never ){_INTENT} {_HARM} {_THEM}{_FEELING}",
    rf"(?<!not )(?<!never )(?:going|want|plan|planning|about) to beat {_THEM}",
    r"beat (?:him|her|them|you) (?:up|so|until|to (?:death|a pulp)|badly|senseless|black)",
    # "That will hurt her" is said every day, of feelings; "I will hurt her" is not.
    rf"i (?:am |really |just ){{0,2}}(?:going to|want to|plan to|about to|will) (?:really )?hurt {_THEM}{_FEELING}",
    rf"i could (?:really )?hurt {_THEM}{_FEELING}",
    (
        r"(?:afraid|scared|terrified|frightened|worried) (?:that )?i (?:might|will|could|would|am going to|may) "
        rf"(?:\w+ )?(?:hurt|harm|shake|hit|kill|drop|smother) (?:{_CHILD}|someone|somebody)"
    ),
    (
        r"(?:afraid|scared|terrified|frightened) (?:that )?i (?:might|will|could|would|am going to|may) (?:\w+ "
        rf")?(?:kill|hit|strangle|stab|beat) {_THEM}"
    ),
    (
        r"(?:urge|urges|thoughts?|fantas\w+|think|thinking|dream) (?:to|of|about) (?:kill|hurt|stab|strangl|hit|beat|"
        rf"harm|shoot)(?:ing)? {_THEM}"
    ),
    (
        rf"\bi (?:\w+ ){{0,5}}(?:hit|slapped|punched|beat|choked|shook|kicked|strangled|smacked) (?:{_CHILD}|"
        rf"{_PARTNER}|him|her)(?! (?:with (?:a|the) (?:question|idea|news|bill|truth)|up|out|off|at|in (?:chess|"
        r"tennis|cards)|hand|head|to it|goal))"
    ),
    (
        r"(?:got|have|bought|get|take|taking|fetch|loaded|load|loading) (?:[\w']+ ){0,3}(?<!water )(?<!glue )(?<!toy "
        r")(?<!massage )(?<!heat )(?:gun|pistol|rifle|shotgun)\b(?! (?:licen|club|range|show))"
    ),
    (
        r"(?:burn|burning|set) (?:the|this|our|his|her|my) (?:\w+ )?(?:house|flat|home|place|car) (?:down|on fire)|"
        r"set (?:him|her|them|myself) on fire"
    ),
    r"(?:run|drive|running) (?:him|her|them) over",
    r"(?:want|wants|wish|need) (?:him|her|them|you) dead",
    r"make sure (?:he|she|they) never (?:walks?|breathes?|wakes?|gets? up|sees? the)",
    (
        rf"{_THEY} {_ADVERBS}(?:hits?|hitting|slap(?:s|ped|ping)?|punch(?:es|ed|ing)?|beats?|beating|beaten|kick(?:s|"
        r"ed|ing)?|chok(?:es?|ed|ing)|strangl(?:es?|ed|ing)|rap(?:es?|ed|ing)|smack(?:s|ed|ing)?|headbutt(?:s|ed)?|"
        r"whips?|whipped|stab(?:s|bed)|burn(?:s|ed|t)|bit|bites|spits? (?:at|on)|spat (?:at|on)|assault(?:s|ed)|"
        rf"molest(?:s|ed)|abus(?:es|ed)) {_ME}(?! (?:up|in the back|at (?:chess|cards|tennis|ping)|in (?:chess|cards)|"
        r"down to|for (?:the|a) (?:job|title)))"
    ),
    (
        r"(?:push(?:es|ed|ing)?|shov(?:es?|ed|ing)|thr(?:ows?|ew)|slam(?:s|med)?|drag(?:s|ged)?|pin(?:s|ned)?|"
        r"knock(?:s|ed)?|hurl(?:s|ed)?) me (?:\w+ )?(?:down|against (?:the|a)|to the (?:ground|floor)|on the "
        r"(?:floor|ground|bed)|onto the|across the|by (?:the|my) (?:hair|arm|neck)|out of the (?:car|window)|into "
        r"(?:the|a) (?:wall|door|table|wardrobe|cupboard|street|furniture|fridge)|over the|up against)"
    ),
    r"(?:push(?:es|ed)?|shov(?:es?|ed)|throw(?:s|n)?|threw) (?:me|him|her) down the stairs",
    r"(?:push(?:ed|es)|shov(?:ed|es)|knock(?:ed|s)) me (?:and|so|until) i (?:\w+ )?(?:fell|hit|landed|stumbled|broke)",
    (
        r"(?:grab(?:s|bed)?|pull(?:s|ed)?|held|holds|tak(?:es)|took|hold) me (?:\w+ )?by (?:the |my )?(?:hair|throat|"
        r"neck|wrists?|arms?|face|collar|jaw|shoulders)"
    ),
    r"(?:pull(?:s|ed)?|ripp?(?:s|ed)|tore|yank(?:s|ed)) (?:on )?my hair|by (?:the|my) (?:throat|hair)",
    r"hands? (?:\w+ )?(?:around|round|on|at) my (?:throat|neck)",
    (
        rf"{_THEY} {_ADVERBS}(?:broke|breaks|fractured|dislocated) my (?:arm|nose|ribs?|jaw|fingers?|wrist|teeth|"
        r"tooth|leg|collarbone)"
    ),
    (
        r"(?:pull(?:s|ed)?|held|holds|point(?:s|ed)?|came at me with|comes at me with|wav(?:es|ed)|swung|picked up|"
        r"grabbed|attacked \w+ with|threat\w+ (?:\w+ )?with|after me with|stood there with|had|has got|has) (?:(?:a|"
        rf"the|his|her) )?(?:kitchen |loaded |big |bread )?{_WEAPON}\b(?! (?:set|collection|block|sharpener|license|"
        r"drawer|for (?:bread|cheese|the)))"
    ),
    (
        rf"(?:afraid|scared|terrified|frightened|fear|worried) (?:that |of what |of |about what )?{_THEY} (?:\w+ "
        rf")?{_WILL} (?:\w+ )?(?:(?:kill|hurt|hit|beat|harm|shoot|stab|strangle|rape|snap and) {_ME}|do to {_ME})"
    ),
    rf"(?:afraid|scared|terrified|frightened) of what {_THEY} (?:{_WILL} do|is capable of|does when)",
    r"(?:afraid|scared|fear|fearing|terrified|run\w*) for (?:my|our|the kids'?|the children'?s?) (?:life|lives|safety)",
    (
        r"(?:am|are|is|feel|was) (?:physically )?not (?:\w+ )?safe (?:at home|with (?:him|her|my)|here|in (?:my|our|"
        r"this) (?:own )?(?:home|house|flat))"
    ),
    (
        r"not feel (?:physically )?safe (?:at home|in (?:my|our|this|the) (?:own )?(?:home|house|flat)|alone with|"
        r"sleeping)"
    ),
    (
        r"lock(?:s|ed|ing)? (?:me|us|the kids) (?:in|inside|out in|up)(?! (?:a|the|this) (?:contract|phone|deal|"
        r"lease|chat))"
    ),
    (
        r"not let(?:ting)? (?:me|us) (?:leave(?= ?(?:$|[.,;!?]| the (?:house|flat|apartment|room|bedroom|car|"
        r"building)| home))|out of the (?:house|flat|apartment|room|bedroom|bathroom|car)|see a doctor|call (?:the "
        r"police|for help|anyone))"
    ),
    r"(?:hold(?:s|ing)?|held|keep(?:s|ing)?|kept) me (?:captive|hostage|prisoner|against my will)",
    r"rap(?:ed|es|ing) me|was raped|been raped",
    (
        r"forc(?:es?|ed|ing) (?:me|himself on|herself on|my daughter|my son)(?: \w+){0,4} (?:sex|sleep with|bed|"
        r"touch|intercourse|me$|me[.,!?])|forc(?:es?|ed|ing) (?:himself|herself) on me"
    ),
    (
        r"sexual(?:ly)? (?:assault|abus|molest|violen)\w*|(?:has|have|had|wants?) sex with me (?:when|while|even|"
        r"although|though) i (?:am asleep|sleep|say|said|have said|do not|did not)"
    ),
    (
        r"touch(?:es|ed|ing) (?:me|my daughter|my son|her|him) (?:down there|against (?:my|her|his) will|while i "
        r"(?:sleep|was asleep)|in (?:her|his) (?:bed|private))"
    ),
    (
        rf"threat(?:en(?:s|ed|ing)?|s|ened)? (?:me )?(?:to|that {_THEY} {_WILL}) (?:kill|hurt|shoot|stab|hit|beat|"
        rf"burn|rape|harm|strangle|break my) (?:{_SOMEBODY}|you|bones|neck|it down){_FEELING}"
    ),
    (
        r"(?:say|says|said|swear|swears|swore|told me|texted|wrote|shouted|screamed|promised|threatened) (?:me "
        rf")?(?:that )?{_THEY} {_WILL} (?:\w+ )?(?:kill|hurt|shoot|stab|strangle|beat|burn|find|murder) {_SOMEBODY}"
    ),
    (
        rf"{_THEY} (?:will|is going to|are going to|would|wants to|tried to|nearly|almost) (?:kill|murder|strangle|"
        r"choke|stab)(?:ed|d)? (?:me|us)(?! (?:with kindness|if i (?:am late|forget)))"
    ),
    (
        r"(?:hits?|beats?|slap(?:s|ped)|smack(?:s|ed)|shakes?|shook|kick(?:s|ed)|molest(?:s|ed)|abus(?:es|ed)|"
        rf"punch(?:es|ed)|hitting|beating) {_CHILD}(?! (?:at|in (?:chess|cards)|to it))"
    ),
    (
        r"(?:is|was|are|gets?|got|becomes?|became|been|be|turns?|turned|getting|so) (?:\w+ )?(?:physically "
        r")?(?:violent|physical) (?:with|to|towards?|against|at|when|again|if)\b"
    ),
    (
        r"physical(?:ly)? (?:abus|violen|attack|assault)\w*|domestic (?:violence|abuse)|hurts? me physically|"
        r"physically hurts? me|(?:battered|abused) (?:wife|woman|husband|man|child)"
    ),
    (
        rf"{_THEY} {_ADVERBS}(?:hit|punch(?:ed|es)|kick(?:ed|s)|slap(?:ped|s)|squeez(?:ed|es)|bent|burn(?:ed|t|s)|"
        r"slam(?:med|s)|smash(?:ed|es)|bang(?:ed|s)|stamp(?:ed|s) on|broke|breaks|bruis(?:ed|es)|bit|grab(?:bed|s)|"
        r"scratch(?:ed|es)|twist(?:ed|s)|cut) (?:\w+ )?my (?:head|face|throat|neck|arms?|wrists?|hair|mouth|stomach|"
        r"ribs|legs?|chest|eye|nose|lip|ear|jaw|hand(?! and (?:said|smiled|held))|fingers?)(?! (?:and i had another|"
        r"to (?:go|come|apply|buy|try)))\b"
    ),
    (
        r"(?:threw|throws?|throwing|hurl(?:s|ed)|flung|smash(?:ed|es)|swung|swings?) (?:an? |the |his |her |my |"
        r"things|stuff|plates|something|everything|it)(?:\w+ ){0,3}?(?<!ball )(?<!look )(?<!glance )(?<!snowball "
        r")(?<!pillow )(?:at|towards|against) (?:me\b|my (?:head|face|back)|us\b|the (?:kids|baby|children)|her\b|"
        r"him\b)"
    ),
    (
        r"next to my (?:head|face)|pillow over (?:my|her|his) (?:face|head)|(?:spat|spits?|spit) (?:in my face|at me|"
        r"on me)|(?:held|holds|holding|push(?:ed|es)|hold) me down|(?:had|has|took|got|held|holds) me by the "
        r"(?:throat|neck|hair)|chased? me (?:\w+ ){0,4}with|(?:broke|kicked|breaks|kicks|kicking|breaking|smashed) "
        r"(?:down )?(?:the|my) (?:front |bathroom |bedroom )?door(?: down| in)?"
    ),
    (
        rf"{_THEY} (?:is |was |are |keeps |has been |started )?(?:hit|hits|hitting|beats?|beating|punch(?:es|ed|ing)|"
        r"kick(?:s|ed|ing)|slap(?:s|ped|ping)|chok(?:es|ed|ing)|strangl(?:es|ed|ing)) (?:my |our |his |her "
        r")?(?:mother|sister|brother|father|little \w+|girlfriend|wife|dog|cat)\b"
    ),
    (
        r"mak(?:es?|ing|made) me (?:have sex|do things (?:in bed|i)|touch|sleep with|watch (?:porn|him|her))|(?:does|"
        r"did|do|would|will) not stop (?:when|although|even when|even though) i (?:say|said|cry|cried|told|tell|"
        r"asked|ask|beg|begged)|when i say no in bed|without my consent|against my will|i said no (?:and|but) (?:he|"
        r"she)"
    ),
    r"touch(?:es|ed|ing)? me (?:at night|in my sleep|there|inappropriately|where|under)",
    (
        r"(?:took|takes|taken|hid|hides|has|keeps|burned) (?:away )?my (?:passport|id\b|papers|phone and|phone so|"
        r"keys and|wallet and|bank card)"
    ),
    (
        r"(?:afraid|scared|terrified|frightened|dread|too scared) to (?:go (?:back )?home|be (?:at home|alone with|"
        r"home)|sleep (?:in|next|beside)|fall asleep|leave (?:him|her) because|come home|open the door|go back to "
        r"(?:him|her))"
    ),
    (
        rf"(?:he|she|they|{_PARTNER}) (?:will|would|is going to|are going to) (?:\w+ )?(?:kill|murder|hurt|beat) "
        r"(?:me|us) (?:if|when|for) (?:i |we |he |she |they )(?:leave|left|tell|told|go|went|finds?|found|sees?|"
        r"reads?|gets?|comes?|call|ever)"
    ),
    (
        r"never (?:\w+ ){0,5}(?:kids|children|family|son|daughter|house|door) (?:\w+ )?alive|leave (?:the|this) "
        r"(?:house|flat|place|marriage|relationship) alive|get out (?:of (?:here|this) )?alive|find (?:my|your|her|"
        r"his|the) body|ends? up (?:dead|in (?:the )?(?:hospital|morgue|grave|ground|intensive care))|put (?:me|him|"
        r"her|them) in (?:the )?(?:hospital|ground|grave|intensive care)"
    ),
    (
        r"(?:say|says|said|swear|swears|swore|told me|texted|wrote|shouted|screamed|promised) (?:me )?(?:that "
        rf")?{_THEY} {_WILL} (?:\w+ ){{0,3}}(?:kill|murder|shoot|stab|strangle|beat|rape|burn (?:me|us|the|down)|"
        r"break (?:my|every|his|her)|cut me|smash my)"
    ),
    (
        r"(?:outside|here|coming|waiting|at the door|standing there|after me|after us|round) (?:\w+ ){0,3}with "
        rf"(?:a|an|the|his|her) (?:\w+ )?{_WEAPON}"
    ),
    (
        r"(?:keeps?|kept|has|have|had|owns?|showed me|shows me|sent me|bought|loaded|cleaning|waving|points?|pulled|"
        r"pulls|put) (?:[\w']+ ){0,5}(?<!water )(?<!glue )(?<!toy )(?<!nerf )(?<!massage )(?<!heat )(?<!top )(?:gun|"
        r"pistol|rifle|shotgun|revolver)\b(?! (?:licen|club|range|show|shy))"
    ),
    (
        r"(?:got|have|carry|carrying|keep|take|taking|took|bring|bringing|hid|put|sleep with|slept with) (?:a|the|"
        r"my) (?:kitchen |bread |big )?knife (?:in my|with me|under|for when|to (?:bed|work|school|his|her|my|the "
        r"meeting)|by my|behind|ready|beside)"
    ),
    (
        r"(?:want|going|like|love|could|will|would|might|about|feel like|ready|tempted)(?: to)? (?:\w+ )?(?:smash|"
        r"smashing|bash|bashing|break|breaking|beat|beating|punch|punching|slit|slitting|rip|ripping|crack|blow|burn|"
        r"wring|hit|hitting|kick|kicking) (?:(?:the|a) (?:shit|crap|hell|life|living \w+) out of|(?:his|her|their|"
        r"your|that \w+'?s?) (?:\w+ )?(?:face|head|skull|teeth|legs?|neck|throat|bones|arms?|brains|nose|jaw|"
        r"kneecaps|knees)|(?:him|her|them|you) (?:so (?:hard|badly)|until|in the (?:face|head|mouth|stomach)|to a "
        r"pulp|unconscious|senseless|black and blue))"
    ),
    (
        r"(?:someone|somebody|he|she|they|one of us) (?:is|are) going to (?:get (?:\w+ )?hurt|die\b|end up dead|get "
        r"killed|bleed)"
    ),
    (
        r"(?:urges?|thoughts?|thinking|think|thought|fantas\w+|dream\w*|imagin\w+|picture|picturing|images?) "
        r"(?:(?:to|of|about|myself|that i) )?(?:kill|poison|push|stab|smother|strangl|shoot|shoot|drown|chok|beat|"
        rf"hit|hurt|harm|suffocat|murder)(?:e|t|ing|ting)? {_THEM}(?! (?:with (?:a|the) (?:question|truth)|to (?:go|"
        r"apply|see)|into (?:going|therapy|a)))"
    ),
    (
        r"\bi (?:\w+ ){0,4}(?:smothered|shook|shaken|slapped|spanked|hit|threw|dropped|bit|scalded) (?:the|my|our) "
        r"(?:baby|toddler|newborn|kids?|children|little \w+)"
    ),
    (
        r"\bi (?:\w+ ){0,4}(?:pushed|shoved|threw|grabbed|slammed|dragged|pinned|held|kicked|headbutted) (?:him|"
        rf"her|them|{_CHILD}|{_PARTNER}) (?:\w+ ){{0,3}}?(?:against|down\b|by the (?:throat|neck|hair|arm|wrists?)|to "
        r"the (?:ground|floor)|into the (?:wall|door|table)|over the|so hard|and (?:he|she) (?:fell|hit|bled|cried)|"
        r"on the (?:floor|ground)|in the (?:stomach|face|head))"
    ),
    (
        r"(?:afraid|scared|worried|terrified|frightened|fear) (?:that )?i (?:will|might|could|would|am going to|may) "
        rf"(?:\w+ ){{0,3}}(?:hurt|harm|hit|kill|shake|smother|strangle|beat) (?:{_CHILD}|someone|somebody)"
    ),
    (
        r"i (?:am going to|will|want to|could|might) (?:really |seriously |badly )?hurt (?:someone|somebody|people|"
        rf"{_CHILD})"
    ),
    (
        r"poison(?:ing)? (?:him|her|them|his|my husband|my wife)|something in (?:his|her) (?:food|drink|coffee|tea) "
        r"(?:so|to make|that)"
    ),
    (
        rf"{_THEY} (?:will|would|is going to|are going to) (?:\w+ )?(?:hurt|kill|beat|hit) (?:me|us)(?= if i| again| "
        r"for (?:it|this)|[.,!;?]|$)"
    ),
    r"fear(?:ing)? for (?:my|our|the|his|her|their) (?:[\w']+ ){0,2}(?:life|lives|safety)",
    r"(?:scared|afraid|terrified|frightened) (?:[\w']+ ){0,8}(?:gun|knife|rifle|pistol|machete|axe)\b",
    (
        r"(?:put|stubbed|pressed|puts) (?:out )?(?:a|his|her|the) cigarettes? (?:\w+ )?(?:out )?(?:on|into) (?:me|my|"
        r"her|him)"
    ),
    (
        r"broke (?:one|two|three|some|several|a few|both) of (?:my|her|his) (?:ribs?|fingers?|teeth|bones)|(?:slit|"
        r"cut|slice) (?:my|his|her|your) throat"
    ),
    r"not stop myself from (?:hitting|hurting|killing|beating|slapping|choking|cutting|jumping)",
    (
        r"crash(?:ing)? (?:the|my|our|his|her) car (?:with|into|on purpose)|(?:abusive|drunk|angry|jealous) and "
        r"violent|violent and (?:abusive|drunk|dangerous)"
    ),
    (
        rf"{_THEY} {_ADVERBS}(?:keeps |kept |started |starts |will not stop |would not stop |does not stop |did not "
        rf"stop )(?:hitting|beating|slapping|punching|kicking|choking|shoving|pushing|hurting) {_ME}"
    ),
    (
        r"(?:chuck(?:s|ed)|lobb?(?:s|ed)|threw|throws|pour(?:s|ed)|tipped) (?:an? |the |his |her |hot |boiling |some "
        r")*(?:\w+ ){0,3}(?<!ball )(?<!frisbee )(?<!pillow )(?<!snowball )(?:at me|over me|on me|in my face)"
    ),
    (
        r"if (?:he|she) can not have me,? (?:nobody|no one)|nobody (?:leaves|walks out on) (?:him|her)|never let me "
        r"go alive"
    ),
    (
        r"block(?:s|ed|ing) the (?:door|exit|way out|hallway)|not give me (?:back )?my (?:phone|keys|passport|car)|"
        r"(?:chair|chest|wardrobe) (?:against|under|in front of) the door"
    ),
    (
        r"(?:hope|wish|want) (?:that )?(?:he|she|they|him|her|them) (?:to )?(?:die|dies|died|drops? dead|rots?|"
        r"dead)\b|see (?:him|her|them) dead|make (?:him|her|them) suffer"
    ),
    (
        r"(?:got|have|carry|carrying) (?:a|my) (?:knife|blade|gun) on me|(?:held|put|hold|holding) (?:a|the) "
        r"(?:knife|blade|gun|razor|scissors) to (?:\w+ )?(?:throat|neck|head|face|chest)"
    ),
    (
        r"(?:snap|lose it|lose control|explode) and (?:hurt|hit|kill|harm|do something to) (?:him|her|them|someone|"
        r"somebody|the|my)|(?:picture|imagine|see) (?:myself )?(?:dropping|shaking|drowning|smothering|hurting|"
        r"throwing) (?:him|her|the baby|my)"
    ),
    r"(?:break|breaking|smash|cut off|chop off) my (?:legs?|arms?|fingers?|bones|neck|face|teeth|kneecaps)",
    (
        r"(?:bites?|bit|scratch(?:es|ed)?|hits?|kicks?|beats?) (?:\w+ ){0,4}(?:till|until) i (?:bleed|bled|pass|"
        r"passed|could not|can not)"
    ),
    (
        r"drag(?:s|ged|ging)? me (?:out|by|across|along|down|into|from|up|off)(?! (?:shopping|to the (?:opera|"
        r"theatre|party|gym|cinema)))|on top of me and i could not"
    ),
    (
        r"(?:in|into|puts|spik(?:es|ed)) my (?:drink|food|tea|coffee) (?:and i|so that i|to make me|without)|woke up "
        r"(?:with no|without my) clothes|film(?:ed|s|ing) (?:it|me) (?:when|although|while|naked|without|even)"
    ),
    (
        r"(?:hospital|stitches|surgery|concussion|a&e|a and e) (?:\w+ ){0,3}because of (?:him|her|what (?:he|she)|my "
        r"(?:husband|wife|partner|ex|boyfriend|girlfriend))"
    ),
    (
        r"(?:stepfather|father|uncle|brother|grandfather|cousin|teacher|coach|priest|boss) (?:comes|came|gets|got|"
        r"climbs|climbed|sneaks|sneaked) (?:in|into|to|in to) my (?:room|bed)"
    ),
    (
        r"(?:kicks?|kicked|hits?|hit|beats?) (?:the|our|my) (?:dog|cat|mother|sister|brother)s? and (?:then )?(?:me|"
        r"us|the kids)|(?:nose|arm|rib|ribs|jaw|wrist|finger) (?:is|was|are|were|got) (?:broken|fractured|cracked),? "
        r"(?:he|she|because|by)"
    ),
    (
        r"force(?:s|d)? (?:me|her|him) (?:down|onto|against|to (?:do it|have|touch|strip|undress|watch))|(?:does|did|"
        r"has|had) (?:it|sex) (?:\w+ ){0,3}(?:although|even though|when|while) i (?:say|said|cry|cried|was asleep|"
        r"sleep|do not want|did not want)"
    ),
)
