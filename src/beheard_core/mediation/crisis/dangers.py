"""Families of phrasings of danger from others and to others, wider than the lists of single ones, for :mod:`.crisis`.

They are regular expressions, each held against one sentence at a time: English, in small letters and without
contractions.
"""

_GAP = r"[^.!?]{0,45}"
_FEW = r"(?:[\w']+,? ){0,4}"
_KIN = (
    r"(?:husband|wife|partner|boyfriend|girlfriend|fiance|ex|father|mother|stepfather|stepmother|stepdad|"
    r"brother|sister|son|daughter|uncle|flatmate|roommate|neighbour|neighbor|boss|colleague|grandfather|"
    r"cousin|family|parents|baby|kids|children|child|toddler)"
)
_PERSON = (
    rf"(?:him|her|them|you|someone|somebody|people|everyone|(?:my|the|his|her|our) (?:\w+ )?{_KIN}|that "
    r"(?:man|bastard|guy))"
)
_HE = rf"(?:he|she|they|you|him|her|(?:my|her|his|the) (?:\w+ )?{_KIN}|father|mother)"
_STRUCK = (
    r"(?:hit|hits|hitting|punch(?:es|ed|ing)|slap(?:s|ped|ping)|kick(?:s|ed|ing)|beats?|beating|shov(?:es|"
    r"ed|ing)|chok(?:es|ed|ing)|strangl(?:es|ed|ing)|smack(?:s|ed|ing)|headbutt(?:s|ed)|throttl(?:es|ed)|"
    r"thump(?:s|ed)|whack(?:s|ed)|attack(?:s|ed)|assault(?:s|ed)|rap(?:es|ed)|molest(?:s|ed)|grop(?:es|"
    r"ed)|stab(?:s|bed)|burn(?:s|t|ed)|bit|bites|spat (?:at|on)|elbow(?:s|ed)|kneed|wallop(?:s|ed))"
)
_NO_BLOW = (
    r"(?! (?:hard|like|that|with (?:a|an|the|his|her) (?:question|news|bill|idea|look|truth|list|fact|"
    r"e-?mail|joke)|(?:at|in) (?:the )?(?:chess|cards|tennis|game|race|final|quiz|scrabble|football|"
    r"training|judo|match|pub quiz)|to (?:it|the)|up for|out|off|by (?:\w+ )?(?:points?|seconds?|goals?|"
    r"votes?)|again at|in the back|every time at|up about|when i (?:saw|read|heard|realised)|for six|"
    r"under the table)\b)"
)

DANGERS = (
    # Being afraid of somebody.
    (
        rf"(?:afraid|scared|terrified|frightened|fear\w*|petrified|dread\w*|panick\w*){_GAP}\b{_HE} "
        rf"{_FEW}(?:kill\w*|hit\w*|beat\w*|harm\w*|hurts?|hurting|come after|find where|do something to|snap|"
        r"lash out|lose control|go too far|attack\w*|physical|violent|do to (?:me|us)|be capable|is capable|"
        r"drunk|drinks|been drinking|drinking)\b(?! (?:her|his|my|their) (?:feelings|knee|back|head|foot|"
        r"ankle|arm|chances))(?! (?:himself|herself) (?:playing|on))(?![^.!?]*\b(?:too much coffee|feelings|"
        r"by saying|football|match)\b)"
    ),
    (
        r"(?:he|she|they)[^.!?]{0,25}(?:i|we|kids|children) (?:hide|lock (?:myself|the door|ourselves)|"
        r"barricade\w*|sleep with)|(?:hid|hide|hiding|lock(?:ed)? (?:myself|ourselves)|"
        r"barricaded?)[^.!?]{0,45}(?:from (?:him|her|my)|because (?:he|she)|until (?:he|she)|so (?:he|she)|"
        r"when (?:he|she)|while (?:he|she)|with the kids|rage)(?![^.!?]*\b(?:present|gift|surprise|chocolate|"
        r"christmas|seek)\b)"
    ),
    (
        r"not (?:\w+ ){0,2}safe (?:\w+ ){0,3}(?:with (?:him|her)|around (?:him|her)|near (?:him|her)|from "
        r"(?:him|her)|in my own|at home|tonight|in (?:this|our|my) (?:house|flat|home))|not dare (?:to "
        r")?(?:\w+ )?(?:go home|leave (?:him|her|the house)|sleep|fall asleep|call|move when)"
    ),
    # Violence that was done.
    (
        r"(?<!\bit )(?<!that )(?<!this )(?<!which )(?<!what )(?<!news )(?<!smell )(?<!truth )(?<!reality "
        r")(?<!words )(?<!heat )(?<!sadness )(?<!grief )(?<!guilt )(?<!wave )(?<!realisation )\b(?!it|that|"
        r"this|which|what|not|never|would|to|ball|sun|smell|really|just|suddenly|finally|words|silence|wind|"
        r"loss|bill|news|shock|cold|comment|question)\w+ (?:(?:has|have|had|just|then|always|sometimes|often|"
        r"once|even|also|suddenly|keeps?|kept|started|tried|again|actually|almost|nearly|once) "
        rf"){{0,3}}{_STRUCK} (?:me|us|my (?:son|daughter|kids|children|baby|mother|sister|brother|face|head|"
        rf"mouth|jaw|stomach|ribs)|(?:the|our) (?:kids?|baby|children|boys?|girls?|dog|toddler)){_NO_BLOW}\b"
    ),
    (
        r"\bi (?:was|got|am|get|have been|had been|keep getting|am being|am getting) (?:\w+ )?(?:hit|beaten|"
        r"slapped|punched|kicked|choked|strangled|raped|assaulted|attacked|abused|shoved|stabbed|groped|"
        r"thrown|pushed)(?: up| down)? (?:by (?:my|him|her|a man|someone|somebody)|again|so (?:hard|badly)|in "
        r"front of|at home|every (?:time|night|day|week)|last (?:night|week)|when (?:he|she)|black and blue|"
        r"against|into the|down the)"
    ),
    (
        r"\bi (?:[\w']+ ){0,5}(?:hit|slapped|punched|kicked|choked|strangled|smacked|shook|hitting|slapping|"
        r"punching|headbutted|beat up|beat) (?:[\w']+ )?(?:him|her|them|you\b|(?:my|the|our) (?:\w+ "
        rf")?{_KIN})(?= ?(?:[.,!;]|$| (?:in the (?:face|head|stomach|mouth)|again|so|last|yesterday|because|"
        r"when|until|hard|and (?:he|she|i|the)|across|on|with (?:a|my|the) (?:belt|fist\w*|stick|bottle|"
        r"hand))\b))(?![^.!?]*\b(?:chess|tennis|cards|game|race|match|quiz|mario|monopoly|scrabble|hand|"
        r"hands)\b)"
    ),
    (
        rf"\b{_HE} {_FEW}(?:grab|shov|push|slam|pin|drag|squeez|twist|shak|yank|throw|threw|knock|trap|hurl|"
        r"bend|bent|shook|pull)\w* (?:me|us|my (?:arms?|wrists?|hair|neck|throat|head|face|fingers|son|"
        r"daughter|child)|the (?:kids?|baby|children))(?= ?(?:[.,!;]|$|(?: \w+){0,3} (?:wall|floor|stairs|"
        r"ground|door|bed|hair|arm|arms|throat|neck|wrist|wrists|collar|so hard|hard|bruis\w*|bled|bleed\w*|"
        r"couch|table|cupboard|fridge|until|again|when (?:he|she))\b))(?! (?:aside|close|out of bed|"
        r"hand))(?![^.!?]*\b(?:dance\w*|laugh\w*|hug\w*|bus|traffic|rugby|judo|party)\b)"
    ),
    (
        r"(?:could|can|can hardly|could hardly)(?: not)? breathe[^.!?]{0,45}(?:throat|neck|hands|chok\w*|"
        r"pillow|squeez\w*|held me|on top)|(?:throat|neck|chok\w*|squeez\w*|pillow|held me|on top of "
        r"me)[^.!?]{0,45}(?:not|hardly) (?:breathe|get (?:any )?air)|(?:everything|it) went (?:black|"
        r"dark)[^.!?]{0,30}(?:he|she|hands)"
    ),
    (
        rf"(?:he|she|they|{_KIN})\b[^.!?]{{0,40}}\b(?:knife|gun|axe|hammer|bat|machete|crowbar|rifle|pistol|"
        r"shotgun|scissors|screwdriver|belt|cleaver|iron bar)\b[^.!?]{0,35}(?:at (?:me|us|my)|to my "
        r"(?:throat|neck|head|face)|threat\w*|in front of (?:me|us|the)|under (?:his|her|the) (?:pillow|bed)|"
        r"after (?:me|us)|towards|in (?:his|her) hand|through (?:my|the) (?:door|arm|hand)|if i (?:leave|ever|"
        r"tell))"
    ),
    (
        r"(?:forc(?:es|ed|ing)|mak(?:es|ing)|made|pressur\w+|blackmail\w*|coerc\w+)[^.!?]{0,15} me (?:to |"
        r"into )?(?:\w+ ){0,2}(?:sex\w*|sleep with|in bed|strip|undress|perform|touch|do things)|(?:sex|"
        r"touch\w*|inside me|on me)[^.!?]{0,40}(?:said no|say no|asleep|did not want|do not want|never asked|"
        r"froze|crying|without my|unconscious|too drunk)|not take no for an answer (?:in bed|at night)|"
        r"sexual\w* (?:abus|assault|forc|coerc|violat)\w*"
    ),
    (
        r"lock(?:s|ed|ing) (?:me|us|her|the kids) (?:\w+ )?(?:in|inside|up|out in|out of the house|away)|not "
        r"(?:let|allow) (?:me|us) (?:\w+ )?(?:out|leave|go out|go home|see (?:my|anyone|a doctor)|use my "
        r"phone|have (?:a|my) (?:phone|passport|keys))(?= ?(?:[.,!;]|$| (?:the (?:house|flat|room)|until|"
        r"alone|without|unless|any ?more|and)\b))|(?:he|she) (?:\w+ )?(?:tracks|follows|followed|stalks|"
        r"stalked|tracked) me\b"
    ),
    # Threats.
    (
        r"(?:threat\w*|says?|said|swore|swears|vow\w*|promis\w+|texted|messaged|told (?:me|us)|tells me|"
        rf"warn\w+|shout\w*|scream\w*|wrote|writes){_GAP}\b(?:will|would|is going to|to|could|was going to|"
        rf"going to) {_FEW}(?:kill|murder|stab|shoot|strangle|slit|burn|beat|hurt|smash|break|drown|hunt|bury|"
        r"hang|cut|throw acid)\w* (?:[\w']+ )?(?:me|us|himself|herself|themselves|my|the (?:kids|dog|cat|"
        r"house|flat|children|baby)|our|them|you|his|her|down)\b(?! (?:feelings|heart|the news|into|off|out "
        r"of the (?:will|picture)|promise|if (?:i|we) (?:am|are|forget|miss|lose|spill|eat|spoil|was|were) "
        r"))(?<!break my heart)(?<!break the)(?<!cut me)(?<!hurt my)(?<!beat them)(?<!beat us)"
    ),
    (
        r"threat\w*[^.!?]{0,40}(?:suicide|kill\w*|acid|knife|gun|hurt\w*|die\b|himself|herself|burn|jump|"
        r"overdose|bury|throat|violen\w*)(?! (?:her|his|my) (?:pride|feelings|chances))(?! (?:the (?:deal|"
        r"mood|project|plan|idea)))"
    ),
    (
        r"(?:if i|when i|should i) (?:ever )?(?:leave|left|go|tell|call|report|file|try to (?:leave|"
        r"go))[^.!?]{0,50}(?:kill\w*|find me|hunt|dead|hurt (?:me|us|himself|herself)|never see (?:the|my) "
        r"(?:kids|children)[^.!?]{0,20}alive|regret it|come after|bury|burn|shoot|end (?:me|him|her)|not "
        r"(?:live|survive))"
    ),
    # Harm to others.
    (
        r"\bi (?!(?:[\w']+ ){0,3}(?:not|never)\b)(?:[\w']+ ){0,4}(?:want|going|plan\w*|urge|urges|tempted|"
        r"ready|need|like|feel like|fantas\w+|thinking|think|thought|thoughts|dream\w*|imagin\w+|pictur\w+|"
        r"obsess\w*|might|could|will|would|about)\b(?: (?:to|of|about|how|myself|i|would|will|could|just|"
        r"really|actually|seriously|it|constantly|lately|that)){0,4} (?:kill|murder|strangl|stab|shoot|"
        r"poison|smother|suffocat|drown|throttl|chok|bash|batter|harm|push|punch|attack|hurt|slit|run)\w* "
        rf"(?:{_PERSON}\b|over {_PERSON}|his|her|their)(?! (?:feelings?|pride|ego|for (?:the|a) (?:job|bit)|by "
        r"(?:telling|saying|being)|with (?:the truth|my words|what i|kindness|questions)|into (?:it|going|a)|"
        r"to (?:go|apply|the)|errands|bath|a bath|chances|late|own|if i (?:tell|say|told))\b)"
    ),
    (
        r"(?:make|making|see|watch) (?:sure )?(?:him|her|them|you all|you|everyone|those (?:people|bastards)) "
        r"(?:\w+ )?(?:bleed|suffers?|beg|burn|pay for what|never (?:walks?|gets? up|breathes?|hurts))|(?:he|"
        r"she|they) (?:will|deserves?|deserve) (?:to )?(?:\w+ )?(?:die|be dead|bleed|not wake)(?= ?[.,!;]|$| "
        r"for)"
    ),
    (
        r"know where (?:he|she|they) (?:lives?|parks?|works?|sleeps?)[^.!?]{0,50}(?:knife|gun|bat|wait|pay|"
        r"regret|hurt|kill|get (?:him|her)|deal with|sorry)|(?:wait\w*|follow\w*|watch\w*) (?:for |outside "
        r")?(?:him|her|them|his|their)[^.!?]{0,40}(?:knife|gun|\bbat\b|hammer|hurt|kill|attack|petrol|axe|"
        r"acid)|(?:bought|got|have|carry|packed|took|hid|keep) (?:a|the|my) (?:knife|gun|bat|hammer|axe|"
        r"petrol|acid|machete)[^.!?]{0,40}(?:for (?:him|her|them)|when (?:he|she)|next time|if (?:he|she|"
        r"they)|to (?:his|her|their) (?:house|place|work))"
    ),
    (
        r"(?:my )?(?:hands|fingers|fists?) (?:\w+ ){0,2}(?:around|round|on|at|in) (?:his|her|their|the "
        r"baby's) (?:neck|throat|face)|(?:black ?out|see red|saw red|lose (?:it|control)|lost (?:it|control)|"
        r"snap(?:ped)?|in a rage|my rage)[^.!?]{0,50}\b(?:i )?(?:hit|hurt|kill\w*|chok\w*|shak\w*|shook|"
        r"slapp\w*|punch\w*|knife|the baby|smack\w*|shov\w*)\b(?! the (?:wall|pillow))|(?:close|near|this "
        r"close) to (?:hitting|killing|hurting|strangling|stabbing|shaking|slapping|choking|smothering|"
        r"punching) (?:him|her|them|you|my|the (?:baby|kids|child\w*))"
    ),
    # What is left: oneself or somebody beside death, a weapon, a threat.
    (
        r"\b(?:i|me)(?: am| was| were| will| would| should| might| could| may| just| better| be| being| want| "
        r"to| really| deserve| need| can| have| going| better off| as well| already| rather| found| "
        r"left){1,4} (?:die|dead|dying|killed|gone for ?ever|hanged)(?=[.,!;]|$| (?:by|if i|if he|if she|soon|"
        r"tonight|tomorrow|already|and|anyway|so|than|before (?:he|she|anyone)|within|by (?:the|then|monday|"
        r"christmas|morning|summer|spring)|in (?:a (?:week|month|year)|here)|like|alone in|when (?:he|she|"
        r"you))\b)(?<!to have died)|let me (?:just )?(?:die|go in peace|bleed)|(?:found|find) me (?:dead|"
        r"hanging|in the (?:bath|garage))|(?:want|wish|hope|see|need|like)\w* [^.!?]{0,20}(?:him|her|them|you|"
        r"father|mother|husband|wife|ex|boss|brother|stepdad|stepfather|sister|partner|neighbou?r) (?:to be |"
        r"to |was |were |would )?(?:dead\b|die\b|buried|gone for good|drop dead)"
    ),
    (
        r"bullet (?:in|through|for)|(?:got|have|bought|fetch\w*|poured|bring) (?:the |some |a can of |enough |"
        r"a )*(?:petrol|gasoline|acid|matches|kerosene)[^.!?]{0,10}(?=[.!]|$| for (?:him|her|them)| to)|"
        r"should (?:all )?burn\b|deserve to (?:die|burn|bleed|suffer)|going to do it (?:tonight|tomorrow|now|"
        r"this time|today)(?=[.,!]|$)|(?<!\d )\bkms\b|(?:should|do|did) not (?:even )?(?:exist|be alive|be "
        r"breathing|be on this earth|have been born)|reason to (?:be (?:on this|alive)|breathe|exist)"
    ),
    (
        r"(?:only (?:thing|one|person)|what|nothing|nobody|no one)[^.!?]{0,25} stop\w* me\b(?! (?:from "
        r"(?:eating|buying|smoking|applying|going|asking|moving|working|enjoying|speaking|writing|calling)|in "
        r"the street))|not (?:\w+ ){0,3}(?:stop|quit) (?:looking at|staring at|thinking about|thinking of|"
        r"imagining) (?:\w+ ){0,3}(?:it all ending|knife|pills|tablets|rope|bridge|blade|razor|gun|window|"
        r"jumping|driving off|crashing|swerving|death|dying|the end|hurting|killing|suicide|bleach|driving "
        r"into)|driving off (?:the|a) (?:road|bridge|cliff)|off the road (?:on purpose|and)"
    ),
    (
        r"(?:danger|risk|threat) to (?:my|the|our|him|her|them|you|everyone|anyone) ?(?:kids|children|family|"
        r"son|daughter|baby|wife|husband)?(?=[.,!;]|$| (?:when|right now|and|tonight|if)\b)|(?:killed|drowned|"
        r"poisoned|strangled|kicked|kicks|stabbed|shot|hanged) (?:my|our|the kids'?) (?:cat|dog|puppy|kitten|"
        r"rabbit|hamster|horse|bird)s?\b"
    ),
    (
        r"\b(?:he|she|they|husband|wife|ex|boyfriend|girlfriend|partner|father|mother|brother|son|somebody|"
        r"someone|man)\b[^.!?]{0,45}\bwith (?:a|an|his|her|the) (?:\w+ )?(?:gun|knife|axe|baseball bat|hammer|"
        r"machete|crowbar|rifle|pistol|belt|iron bar|whip|cable|broken bottle|golf "
        r"club)\b(?![^.!?]*\b(?:bread|butter|cheese|cut the|cake|vegetables|wall|nails?|picture|shelf|apple|"
        r"wood|play\w*|steak|trousers|jeans|hunt\w*|salute)\b)"
    ),
    (
        r"(?:get|got|be) over (?:me|it|my death)[^.!?]{0,25}(?:quick\w*|soon|eventually|in (?:a|no)|"
        r"fast)(?<!got over it quickly)|(?:saying|says|said|telling|tells|scream\w*) (?:me )?(?:to )?just do "
        r"it|one-? ?way ticket|not (?:be )?need(?:ing)? (?:it|them|a return|the way back|my \w+) (?:any ?more|"
        r"where i|after|soon|much longer|back)|(?:cancelled|deleted|paid off|closed|given notice) (?:all|"
        r"everything|my (?:accounts?|life|debts|subscriptions))[^.!?]{0,40}(?:after|need|nobody|no one|so "
        r"that|tidy|behind)"
    ),
    (
        r"(?:swallow\w*|downed|gulped) (?:[\w']+ ){0,6}(?:tablets|pills|capsules|medicine|meds|bleach|"
        r"detergent|chemicals|poison|batteries|box|bottle|packet|pack)(?! of (?:water|wine|crisps|beer))(?! "
        r"with (?:water|breakfast))(?![^.!?]*\b(?:vitamin\w*|aspirin for|antibiotics|dog|cat|easily|hard "
        r"to)\b)|(?:took|taken|had|taking) (?:\d+|all|too many|a lot|loads|a whole|a handful|everything|"
        r"double|triple|the entire|the whole|thirty|twenty|forty|fifty|most) (?:of )?(?:[\w']+ ){0,4}(?:pills|"
        r"tablets|meds|medication|painkillers|paracetamol|ibuprofen|insulin|sleeping|box|packet|cabinet|"
        r"bottle of)\b(?! of (?:wine|beer|water))"
    ),
    (
        r"did something (?:stupid|bad|terrible|awful)[^.!?]{0,40}(?:pills|tablets|blade|cut\w*|took|"
        r"swallow\w*|blood|arm|wrist|him|her|bleed\w*)|(?:bleed\w*|blood)[^.!?]{0,30}(?:not stop|everywhere|"
        r"wrists?|arms?|hurry|ambulance|floor)(?![^.!?]*\b(?:nose|period|pressure|test|donat\w+|steak)\b)|not "
        r"(?:\w+ )?(?:the )?(?:courage|nerve|guts|strength) (?:to )?(?:\w+ )?(?:do it|end it|jump|go through "
        r"with it|pull the trigger)|(?:go|going|went|gone) through with it"
    ),
    (
        r"(?:call|called|calling|tell|told|go to|went to|phone) (?:the )?(?:police|cops|social services|"
        r"anyone|doctor|hospital|refuge|shelter)[^.!?]{0,50}(?:kill\w*|dead|worse|pay|regret|hit|hurt|beat|"
        r"end of me|finish|burn)|(?:dead|regret it|sorry|pay for it|finished)[^.!?]{0,20}if i (?:go to|call|"
        r"tell|talk|leave|speak)|(?:too )?(?:afraid|scared|frightened|terrified) to (?:leave|sleep|move|speak|"
        r"say no|call|breathe|be in|close my eyes|report|say anything)[^.!?]{0,40}(?:him|her|he|she|kill|hit|"
        r"hurt|hits|violen\w*|husband|wife|partner|boyfriend|father|rage|temper)"
    ),
    (
        r"(?:has been|was|is|keeps?|kept|started|been) (?:\w+ )?touching (?:me|my (?:daughter|son|sister)|her|"
        r"him)\b(?! (?:story|base|up|moment))|touch(?:ed|es) me (?:when|where|in|while|again|and (?:said|told|"
        r"says)|as a|every|since|at night)(?! (?:the heart|a way|speech|he (?:said|sang|spoke)|she (?:said|"
        r"sang|spoke)|deeply))|frightened in my own (?:home|house)|(?:breaks|smash\w*|throws|destroys|kicks) "
        r"(?:things|furniture|doors|plates|stuff|everything)[^.!?]{0,40}(?:starts on|turns on|then me|comes "
        r"for|at me|next|hit|afraid|scared)"
    ),
    (
        r"keeps? (?:me|us) (?:locked|chained|tied|prisoner|trapped|inside|in the (?:house|room|flat|cellar|"
        r"basement))|(?:matter|question) of time (?:before|until|till) (?:he|she|i|they) (?:\w+ )?(?:kill\w*|"
        r"hurt\w*|snap\w*|do(?:es)? (?:it|something)|end\w*|die|hit\w*|jump\w*|shoot\w*|lose\w*)|(?:one day|"
        r"some day|someday|sooner or later|eventually) (?:he|she|they|i)(?: (?:is|am|are) going to| will| "
        r"might| would)? (?:really |just |actually )?(?:kill|hurt|strangle|stab|shoot|snap and|do it|jump|end "
        r"it|go too far)(?! (?:his|her|my) (?:back|knee))"
    ),
    (
        r"(?:pull\w*|drag\w*|yank\w*|threw|throw\w*|shov\w*|push\w*|kick\w*|smash\w*|slam\w*|hurl\w*) (?:me|"
        r"us|my (?:son|daughter|mother|sister)|the (?:kids|baby|dog)) (?:across|around|through|against|over|"
        r"down|out of|by|into|onto|off|under)\b(?! (?:the finish|the line|the (?:party|museum|shops?|city|"
        r"market|park|exam|door to|next room to)))(?![^.!?]*\b(?:laugh\w*|danc\w*|love\w*|play\w*|hug\w*|"
        r"sledge|swing|pool|snow|judo|karate|work\w*|meeting)\b)"
    ),
    (
        r"\bi (?:hit|slapped|punched|kicked|choked|strangled|bit|shoved|attacked|stabbed|hurt|beat|scalded|"
        r"burned|burnt) (?:my (?:\w+ )?(?:boyfriend|girlfriend|husband|wife|partner|son|daughter|mother|"
        r"father|kids?|children|baby|sister|brother)|him|her|the (?:baby|kids?|children|"
        r"dog))\b(?=[^.!?]*\b(?:with (?:a|the|my) (?:belt|bottle|fist\w*|hand|stick|pan|shoe|knife|iron|hair "
        r"?brush|spoon)|again|bled|bleed\w*|bruise\w*|hospital|cr(?:ied|ying)|floor|face|head|afraid|ashamed|"
        r"hard|can not stop|could not stop|lost)\b)(?![^.!?]*\b(?:feelings|words|comment|joke|chess|cards|"
        r"tennis|accident\w*|ball)\b)"
    ),
    r"next time (?:he|she|i|it) (?:will|might|would) (?:not )?(?:\w+ )?(?:miss|aim|stop|finish|shoot|cut|succeed)",
    r"make sure (?:he|she|they) never (?:sees?|hurts?|touch(?:es)?|smiles?|laughs?|leaves?|talks?) \w+ (?:again|ever)",
)
