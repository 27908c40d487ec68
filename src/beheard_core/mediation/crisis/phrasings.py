"""Phrasings that speak of suicide and self-harm, as regular expressions for :mod:`.crisis`.

They are English, in small letters and without contractions.
"""

# What follows these is about a place or a manner: "I do not want to live with his mother".
_ELSEWHERE = (
    r"(?! (?:with|in|at|near|here|there|together|apart|alone|next|beside|on|by|off|under|up|without (?:a|the|"
    r"my))\b)"
)
_DRUGS = r"(?:pills?|tablets?|meds|medication|painkillers?|sleeping pills|paracetamol|antidepressants|insulin)"
_SUICIDE = r"s(?:ui|u)c(?:i|a)?d\w*"

OF_ONESELF = (
    r"kill(?:ed|ing)? (?:myself|my self)",
    r"(?:want|going|wish|like|feel like|gonna|about|will|might) (?:to )?(?:\w+ )?k ?m ?s\b",
    r"un-?aliv\w+",
    r"(?:hang|shoot|stab|poison|drown|gas|strangle|electrocute|starve)(?:ing|ed)? myself",
    (
        r"(?:end|ended|ending) (?:my (?:own )?life|it all|everything for good|it (?:tonight|for good|once and for "
        r"all)|my suffering|my misery)"
    ),
    r"(?:take|taking|took|taken) my (?:own )?life",
    r"(?:hurt|hurting|harm|harmed|harming|cut|cutting|burn|burned|burnt|burning|injure|injured|injuring) myself",
    r"(?:started|been|keep|went back to|back to|am|begun) cutting(?: again| my| at night|[.,!?]|$)",
    r"(?:slit|slitting|slash|slashing|cut|cutting|open|opening) (?:up )?my (?:wrists?|arms?|thighs?|veins?|legs?)",
    r"(?:burn|burns|burned|burning|scratch\w*) my (?:arms?|legs?|skin|thighs?|hands?) (?:with|until|so|to)",
    rf"i (?:am|feel|felt|was|have been|have felt|get|got|become)(?: \w+){{0,2}} {_SUICIDE}",
    rf"{_SUICIDE} (?:thoughts?|ideas?|ideation|feelings?|plans?|is (?:the|my)|seems|feels like|would be|looks like)",
    rf"my {_SUICIDE} (?:note|letter|plan|attempt)",
    (
        r"(?:want|wanted|wish|wishing|ready|need|deserve|hope|hoping|pray|praying|rather|better|like|love) (?:that "
        r")?(?:i )?(?:to |could |would |can )?(?:just |only |simply |really )?(?:die\b|be dead\b|be gone for ?ever|"
        r"not be alive|not exist|stop existing|stop being alive|stop living|cease to exist|(?:disappear|vanish) "
        r"(?:for ?ever|for good|from (?:this|the) (?:world|earth)|off the face)|never wake up|not wake up(?! "
        r"(?:early|late|at|before|next|beside|with|to|so)\b))"
    ),
    r"rather (?:be )?dead",
    r"(?:better off|might as well be|should be) (?:dead|gone forever)",
    r"feel(?:s|ing)? like dying",
    (
        rf"(?:not|no longer|never) (?:want|wish|care) to (?:\w+ )?(?:live{_ELSEWHERE}|be alive|exist\b|keep living|"
        r"keep going on with life|be (?:here|around) (?:any ?more|at all|any longer|tomorrow)|be in this world|be on "
        r"this (?:earth|planet))"
    ),
    r"(?:not|never|no longer) want to (?:wake up|open my eyes)(?! (?:early|late|at|before|next|beside|with|to|so)\b)",
    (
        r"(?:go to|fall a)sleep (?:and|to) (?:just )?(?:never|not) wake|(?:go to sleep|fall asleep) and (?:just "
        r")?(?:never|not) (?:have to )?wake"
    ),
    (
        r"(?:can not|not able to|can hardly|do not know how to) (?:go on|carry on|keep going)(?= ?(?:$|[.,;!?]| "
        r"living| any ?more[.,;!?]| any ?more$| without (?:you|him|her)[.,!?]?$| with (?:life|living)| and i have))"
    ),
    (
        r"can not (?:go on living|live any ?more|live like this any ?more|live with (?:myself|the pain)|do (?:this "
        r")?life|bear (?:to live|being alive|living))"
    ),
    (
        r"(?:tired|sick|done|finished|through|fed up|enough) (?:of|with) (?:being alive|living(?! (?:with|in|at|here|"
        r"like|together|out|apart|from|next|on|under)\b)|(?:this |my )?life(?! (?:in|with|at|as|on|here)\b)|existing|"
        r"breathing|this world)"
    ),
    r"(?:hate|hating) (?:being alive|that i am (?:still )?alive|waking up every)",
    r"(?:not|is not|no longer|never) worth (?:living|staying alive|being alive)",
    (
        r"no (?:reason|point|sense|use) (?:\w+ )?(?:to live|in living|left to live|to (?:stay|be) alive|in (?:being|"
        r"staying) alive|to go on living|in going on(?! (?:about|with|holiday)\b)|to carry on living|in "
        rf"life)\b{_ELSEWHERE}"
    ),
    r"nothing (?:\w+ )?to live for",
    (
        r"(?:see|is|find|know|have|want) (?:no|not any|any|a|the only) (?:other )?way out(?= ?(?:$|[.,;!?]| any "
        r"?more| for me| but to))"
    ),
    (
        r"(?:better|happier|easier|fine|freer|relieved|lighter) (?:off |place )?(?:without me(?! (?:there|at|on|in "
        r"(?:the|a|this|that) (?:room|meeting|team|picture|way)|around|for)\b)|if i (?:was|were|am|had) (?:dead|gone|"
        r"not (?:here|around|alive|there)|died|never (?:been born|existed)))"
    ),
    (
        r"(?:no ?(?:one|body)|nobody|not even \w+) (?:would|will) (?:\w+ )?(?:miss me(?! at)|(?:notice|care|mind|"
        r"cry) if i (?:was|were|am|just)? ?(?:gone|dead|died|disappeared|vanished|not here))"
    ),
    r"if i (?:died|die tonight|were dead|was dead|killed|had died|never woke up|did not wake up)",
    (
        r"wish (?:that )?(?:i )?(?:was|were|had|would have|could) (?:just )?(?:dead|never been born|not been born|"
        r"never existed|not alive|not born|not (?:be )?here any ?more|die\b|not wake up|never woken up|died)"
    ),
    r"(?:should|had) never (?:have )?been born",
    r"(?:think|thinking|thought|thoughts) (?:about|of) jumping(?! (?:ship|in|to|at|rope|into|the))",
    (
        r"(?:could|want|might|think|thinking|thought|easy|just|would|urge|tempted|about)(?: \w+){0,5} (?:driv(?:e|"
        r"ing)|steer(?:ing)?|crash(?:ing)?|swerv(?:e|ing)|turn(?:ing)?)(?: \w+){0,4} (?:into|off|against) (?:a|the|"
        r"that|oncoming) (?:tree|wall|bridge|cliff|river|truck|lorry|traffic|lake|pillar)"
    ),
    (
        r"(?:take|taking|took|taken|swallow(?:ed|ing)?|down(?:ed)?) (?:\w+ ){0,2}?(?:all|too many|every|whole|"
        rf"entire|bottle|box|packet|handful)(?: \w+){{0,4}}? {_DRUGS}"
    ),
    rf"{_DRUGS} (?:\w+ ){{0,3}}(?:here|next to me|beside me|in front of me|in my hand|ready|saved|on the table and)",
    (
        r"(?:sav(?:ed|ing)|collect(?:ed|ing)|hoard(?:ed|ing)|stockpil(?:ed|ing)|count(?:ed|ing)) (?:up )?(?:my |the |"
        rf"all )*{_DRUGS}"
    ),
    r"overdos(?:e|ed|ing)\b",
    r"(?:a|the|my) (?:noose|rope (?:is|in|ready|around))|razor blades? (?:is|are|in|here|next|ready)",
    (
        r"(?:goodbye|farewell) (?:letters?|notes?|messages? to)|writ(?:ten|ing|e) (?:my |a |the )?(?:last|final) "
        r"(?:letter|note|words|message|will and)"
    ),
    r"goodbye (?:everyone|everybody|all of you|world|cruel|forever|for ?ever)",
    (
        r"(?:made|have|got|finished|there is) (?:my|a|the) plan (?:to (?:die|do it|end)|and i (?:feel|am) (?:calm|at "
        r"peace|ready)|for how i)"
    ),
    (
        r"(?:will not|not going to) be (?:around|here|alive|with you|in your way) (?:for )?(?:much longer|very long|"
        r"long|any ?more|tomorrow|to see|by (?:monday|morning))"
    ),
    (
        r"(?:when|once|after|now that|if) i am (?:gone|dead)(?! (?:on|for (?:work|the|a|two|three)|to|next|this|all|"
        r"at|until|away|from|tired|serious)\b)"
    ),
    (
        r"want (?:it all|everything|all of (?:it|this)|the pain|life) to (?:just )?(?:stop|end|be over)(?! (?:being|"
        r"with|so|before|by|and start))"
    ),
    r"voices? (?:\w+ ){0,2}(?:tell|tells|telling|told) me to (?:kill|hurt|harm|die|jump|do it)",
    r"(?:danger|risk|threat) to (?:myself|others|my (?:kids|children|family))|not safe (?:with|from) myself",
    (
        r"(?:afraid|scared|terrified|frightened|worried) (?:of what )?i (?:might|will|could|would|am going to) (?:do "
        r")?(?:something )?(?:to )?(?:\w+ )?(?:myself|something (?:stupid|terrible|final))"
    ),
    (
        r"(?:want|wants|wanted|going|threat\w*|tried|trying|said|says|will|would|might|talks?|talking) (?:\w+ "
        r"){0,4}(?:kill|killing|hang|hanging|hurt|harm|harming) (?:himself|herself|themselves)"
    ),
    r"(?:cuts|cutting|harms|harming) (?:himself|herself|themselves)",
    r"want out of (?:this |my )?life\b",
    (
        r"(?:ways?|how) to (?:die|kill myself|end (?:it all|my life))|painless(?:ly)? (?:ways?|death|method)|"
        r"(?:quickest|easiest|best) way to (?:die|go\b(?! (?:to|from|there|home)))"
    ),
    (
        r"i am (?:standing |sitting |up |already |here )*on (?:the|a) (?:edge of the |top of the )?(?:bridge|roof|"
        r"rooftop|ledge|tracks|rails|cliff|railing)(?! (?:fixing|cleaning|terrace|bar|deck|with|having|repairing|"
        r"garden|watching|edge of))"
    ),
    r"looking (?:down )?at the (?:trains?|water|drop|tracks) and (?:thinking|wondering)",
    (
        r"(?:not (?:\w+ )?(?:any|a|the)|no) (?:\w+ )?(?:reason|point|sense|use) (?:\w+ )?(?:to (?:live|carry on|go "
        r"on|keep going|continue living|stay alive|be here)|in (?:living|life|me being|my being|being (?:here|alive)|"
        rf"carrying on|existing))\b{_ELSEWHERE}"
    ),
    (
        r"(?:they|everyone|everybody|you|(?:the|my|our) \w+|people|all) (?:would|will|might)(?: all| both| probably| "
        r"really| just)* be (?:so much |much |far )?better off(?=[.,!;?]|$| if i)"
    ),
    (
        r"(?:tonight|tomorrow|today|now) i (?:am going to|will) (?:do it|end (?:it|this|everything))|going to end "
        r"(?:it|this|everything) (?:tonight|tomorrow|today|now)"
    ),
    r"want to (?:just )?end it(?=[.,!;?]|$)|end(?:ing)? things for good",
    (
        r"(?:this|it) (?:is|will be|might be|may be) (?:my|the) last (?:message|text|night|time you (?:will "
        r")?(?:hear|see)|thing you|goodbye|words)"
    ),
    (
        r"will not (?:see (?:the morning|tomorrow|another)|make it through (?:the|this|another) (?:night|day|week)|"
        r"live to see|survive (?:the|this) (?:night|week))"
    ),
    r"life (?:is|feels|seems|was)(?: just| so| simply)? (?:not|no longer|hardly|never) worth",
    r"point (?:of|in|to) (?:me |my )?(?:being (?:alive|here)|existing|staying alive|life\b(?! (?:in|with|at))|my life)",
    rf"point (?:of|in) living\b{_ELSEWHERE}",
    (
        r"why (?:am|do) i (?:even |still |bother )*(?:alive|exist|live|living|breathing|bother)\b(?! (?:here|in|with|"
        r"at|to|asking))"
    ),
    (
        r"(?:want|wish|need) (?:my life|this life|life) (?:to be |was |were )?(?:over|finished|done)|hate my life "
        r"and (?:i )?(?:want|wish|can not)"
    ),
    r"(?:wish|want|like|love|could) (?:i )?(?:to |could )?(?:just )?(?:go to )?sleep (?:for ?ever|and never)",
    (
        r"(?:hope|hoping|wish|pray) (?:that )?i (?:\w+ )?(?:do not|never|will not|would not|did not|could not|would "
        r"never) (?:\w+ )?wake(?! up (?:late|too|before|in time|with|early))"
    ),
    (
        r"(?:hope|wish|wishing|hoping|if only|pray) (?:that )?(?:a|an|some|the|that) (?:\w+ )?(?:car|truck|bus|train|"
        r"lorry|plane|accident|illness|cancer) (?:would|will|could|had)? ?(?:just )?(?:hits?|runs?|ran|crash\w*|"
        r"takes?|kills?|killed|happens?)"
    ),
    r"(?:wish|hope|hoping) (?:i )?(?:would |had |get |got )?(?:get |got )?(?:cancer|a terminal|hit by a|run over)",
    (
        r"(?:swallow(?:ed|ing)?|drank|drink|drinking) (?:the |some |a )?(?:bleach|poison|antifreeze|petrol|drain "
        r"cleaner|bottle of (?:pills|bleach))"
    ),
    r"(?:took|taken|take|taking) an? overdose",
    (
        r"(?:scratch\w*|bit|bite|biting|hit|hitting|bang\w*|punch\w*|smash\w*) (?:at )?my (?:own )?(?:arms?|legs?|"
        r"skin|head|face|thighs?|hands?|knuckles|fists?)(?: \w+){0,6} (?:bled|bleeds?|blood|bleeding|bruis\w+|raw|"
        r"pain stops)"
    ),
    (
        r"cutting (?:since|for (?:months|weeks|years)|most|every (?:day|night)|when i|because|to feel)|(?:i|she|he) "
        r"cuts? to (?:feel|cope|forget)"
    ),
    (
        r"(?:razor|blade)s? (?:is the only|helps?|calms?|against my|on my|in my hand|across my)|(?:knife|blade|razor|"
        r"scissors|glass) (?:to|on|across|against) my (?:wrists?|arms?|throat|skin|thighs?|leg)"
    ),
    r"slash(?:ed|es)? my (?:wrists?|arms?|thighs?|legs?)|(?:starv\w+|punish\w*) (?:myself|my body)",
    (
        r"(?:going to|might|will|about to|thinking of|thinking about|afraid|scared|want to|could|tempted to|before "
        r"i)(?: \w+){0,4} (?:do|doing) something (?:stupid|drastic|terrible|final|irreversible|bad to)"
    ),
    (
        r"(?:can not|not|unable to|how to) (?:able to )?keep myself safe|not safe (?:on my own|by myself|left alone|"
        r"alone with my)"
    ),
    (
        r"(?:take|taking|takes|end|ending) (?:his|her|their) (?:own )?life(?! (?:in|back|into|seriously|story|easier|"
        r"harder)\b)"
    ),
    r"threat(?:en(?:s|ed|ing)?|s) (?:to (?:jump|hang|overdose|die)|suicide|with suicide)",
    (
        r"(?:death|dying|being dead) (?:is|feels|seems|looks|would be|sounds)(?: like)? (?:the only|easier|better|a "
        r"relief|peaceful|the answer|nice)|(?:only way out|only option|only solution|only escape) (?:\w+ )?(?:is|"
        r"left is|would be) (?:death|to die|dying|suicide)"
    ),
    r"(?:future|tomorrow|world) with(?:out)? me (?:in it|there)|not see (?:a|any) future (?:for myself|for me|with me)",
    (
        r"(?:so|and|until|then) i (?:can |could |will )?(?:fade away|disappear|vanish) (?:for good|completely|for "
        r"?ever)|fade away and die"
    ),
    (
        r"(?:not|never) (?:\w+ )?(?:be a burden (?:to|on) (?:anyone|you|anybody|them) any ?(?:more|longer)|bother "
        r"(?:you|anyone|anybody) (?:any ?more|again|ever again))|(?:soon|then|finally) (?:i will be|it will be|i can "
        r"be) (?:free of (?:it all|this|everything|me)|over for me|at peace|gone)"
    ),
    (
        r"(?:take care of|look after|promise me you will look after|be good to) (?:the kids|my (?:kids|children|dog|"
        r"cat|mother)|each other|them) (?:when|once|after|for me when) i am (?:gone|not)"
    ),
    r"(?:tried|attempted|try|trying|failed) to (?:die|kill|end (?:my|it)|take my (?:own )?life|hang)",
    r"not think i will (?:still )?be (?:here|alive|around) (?:next year|by then|much longer|any more|for long)",
    (
        r"walk(?:ing|ed)? (?:into traffic|onto the (?:tracks|rails|motorway)|in front of (?:a|the) (?:train|bus|car|"
        r"truck)|into the (?:sea|ocean|river|lake|water) and (?:not|never|just))"
    ),
    r"dr(?:ove|ive|iving) to the (?:bridge|cliff|quarry|tracks)|(?:want|need) to (?:bleed|see blood|see my blood)",
    (
        r"(?:took|taken|swallow(?:ed|ing)?|tak(?:e|ing)) (?:\d\d+|twenty|thirty|forty|fifty|sixty|a hundred|"
        rf"handfuls? of|dozens of)(?: \w+){{0,2}} ?{_DRUGS}"
    ),
    (
        r"(?:going to|will) (?:just )?end it(?=[.,!;?]|$)|jump if i (?:had|could)|the (?:courage|guts|nerve) to "
        r"(?:do it|jump|die|end|kill)"
    ),
    r"voices? (?:\w+ ){0,2}(?:say|says|said|saying) (?:that )?i (?:should|must|have to) (?:die|kill|hurt|jump|do it)",
    (
        r"not (?:going to |gonna )?make it through (?:tonight|the night|this night|another)|(?:please kill me|kill "
        r"me please)"
    ),
    rf"done living\b{_ELSEWHERE}|my life is over",
    (
        r"(?:top|off|offing|topping|neck|finish) myself|do(?:ing)? myself in|do(?:ing)? away with myself|"
        r"finish(?:ing)? myself off"
    ),
    r"(?:not|no longer|never) want to (?:\w+ )?live (?:no|any) (?:more|longer)|want to die",
    (
        r"nothing (?:left )?for me here|nothing is left for me(?! to (?:eat|do|say))|(?:only )?one thing left (?:for "
        r"me )?to do"
    ),
    (
        r"(?:know|knew|decided|planned|worked out) (?:exactly |already )?(?:how|when|where) i (?:would|will|am going "
        r"to) do it"
    ),
    (
        r"(?:picked|chosen|set|have) (?:a|the|my) (?:date|day) (?:to die|for it|already)?(?=[.,!;?]|$)|everything "
        r"(?:is )?ready for it"
    ),
    (
        r"(?:vodka|whisky|alcohol|gin|wine|booze) and (?:the |my )?(?:pills|tablets|meds|painkillers)|(?:turned|turn|"
        r"turning|open|opened) on the gas|exhaust (?:pipe|fumes)"
    ),
    (
        r"(?:stood|stand|standing|sat) (?:\w+ )?(?:at|on|near) the (?:edge|ledge|railing|parapet)(?: and|[.,!]| of "
        r"the (?:bridge|roof|cliff|platform)|$)"
    ),
    (
        r"(?:full of|fresh|new|more|deep|covered in) cuts\b(?! (?:to|in) (?:the )?(?:budget|funding|hours))|"
        r"cut(?:ting)? (?:myself )?(?:deeper|deep) (?:this|again|last|and|into my)"
    ),
    (
        r"(?:hit|hitting|punch|punching|bite|biting|choke|choking|scratch|scratching|pinch|pinching) myself(?! (?:to "
        r"(?:see|check|believe|wake)|that|because i))"
    ),
    (
        r"(?:want|wish|like|ready|going) to (?:be|join|go) (?:with |to )?(?:\w+ ){1,3}(?:in heaven|on the other side|"
        r"in the grave)"
    ),
    (
        r"worth more dead|better dead|rid of me (?:soon|tomorrow|tonight|for good|for ever|at last)|not have to "
        r"(?:worry|put up|bother|deal) (?:about|with) me (?:any ?more|again|much longer|soon|after)"
    ),
    (
        r"(?:by the time|when) you (?:read|get|find|see) this,? (?:i will|i am|it will)|not see myself (?:being "
        r")?(?:alive|living|here) (?:next|in|past|by|when|after)"
    ),
    (
        r"not care (?:if|whether) i (?:live|die|am alive|wake|survive)|not (?:mind|care) (?:\w+ )?(?:not waking|if i "
        r"(?:died|did not wake|never woke)|dying\b|being run over)"
    ),
    r"cross(?:ing)? the road without looking|(?:drive|driving|drove) without (?:looking|a seat ?belt|caring)",
    (
        r"(?:easier|better|nicer|simpler|best) (?:for (?:everyone|everybody|all|them|me) )?(?:not to be (?:here|"
        r"alive|around)|if i (?:was|were) not (?:here|around|alive|there))|(?:cope|manage|do) (?:\w+ )?(?:better|"
        r"fine) (?:without me|if i (?:was|were) not (?:here|around))"
    ),
    (
        r"(?:stopped|stop|stopping|skip|skipping) (?:taking )?my (?:insulin|heart|dialysis|chemo)\w* (?:\w+ "
        r"){0,3}(?:on purpose|deliberately|to die|so)"
    ),
    (
        r"sleep for good|(?:face|bear|survive|get through|take|do) (?:another|one more) day alive|another day "
        r"(?:alive|of being alive|on this earth)"
    ),
    (
        r"do(?:ing)? something to (?:myself|myself tonight)|disappear for (?:good|ever) (?:and|so)|crash the car|i "
        r"want out(?=[.,!;?]|$)"
    ),
    (
        r"life (?:has|makes|holds) no (?:\w+ )?(?:meaning|sense|point|value|worth)|(?:no|not any) meaning in (?:life|"
        r"living|being)"
    ),
    (
        r"not (?:going to )?(?:make|get) it to (?:\w+ )?(?:\w+), i do not want|(?:waste|wasting) of (?:oxygen|air|a "
        r"life)|never meant to be (?:here|born|alive)|should not be (?:here|alive) any more"
    ),
    (
        r"(?:nobody|no one) (?:needs|wants) me (?:here|alive|in this world|around|on this)|(?:world|everyone|family|"
        r"kids) does? not need me"
    ),
    (
        r"(?:dark|bad|scary|awful|intrusive) (?:thoughts|voices) (?:about|of) (?:ending|dying|hurting|killing|myself|"
        r"the baby)|scared of my own thoughts"
    ),
    (
        r"(?:calm|peaceful|ready|relieved) (?:\w+ ){0,4}(?:because|now that) (?:i have|it is) (?:\w+ )?(?:decided|"
        r"planned|over soon|all arranged)"
    ),
    (
        r"(?:want|going|could|might|will|ready|about|like) (?:to )?(?:just )?(?:jump|step|walk|throw myself) "
        r"(?:in front of|under) (?:a|the|that) (?:\w+ )?(?:train|tram|bus|truck|lorry|car)"
    ),
)
