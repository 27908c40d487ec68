"""Families of phrasings of no longer expecting to live, wider than the lists of single ones, for :mod:`.crisis`.

They are regular expressions, each held against one sentence at a time: English, in small letters and without
contractions.
"""

_KIN = (
    r"(?:husband|wife|partner|boyfriend|girlfriend|fiance|ex|father|mother|stepfather|stepmother|stepdad|"
    r"brother|sister|son|daughter|uncle|flatmate|roommate|neighbour|neighbor|boss|colleague|grandfather|"
    r"cousin|family|parents|baby|kids|children|child|toddler)"
)

DESPAIR = (
    # What is thought of, hoped for and no longer expected.
    (
        r"\bi\b[^.!?]{0,40}\b(?:think\w*|thought\w*|imagin\w*|pictur\w*|dream\w*|fantasi\w*|wonder\w*|"
        r"daydream\w*|obsess\w*|keep (?:seeing|coming back to)|look forward|find myself|comfort\w*|peaceful|"
        r"relie\w+|easier|quiet|calm\w*|tempt\w*|research\w*)\b[^.!?]{0,35}\b(?:(?:be(?:ing)?|were|was|am) "
        r"dead|dying\b(?! (?:cat|dog|father|mother|plants?|language))|my (?:own )?(?:death|funeral|suicide)|"
        r"if i died?\b|not (?:existing|being (?:here|alive|around)|waking up|be here|exist)|end(?:ing)? "
        r"(?:things|it|it all|everything|my life|my own)|not to (?:exist|be (?:here|alive)|wake up)|never "
        r"waking|how (?:to|i would|i could|i will|i might) (?:die|end|kill|do it)|stop(?:ping)? existing|ways "
        r"(?:to|of) (?:die|dying|end\w*)|heart attack|going to sleep (?:and|for)|no(?:t)? (?:more )?tomorrow|"
        r"disappearing(?: |$)(?:for|and|without)?)"
    ),
    (
        r"(?:think\w*|thought\w*|consider\w*|talk\w*|want\w*|plan\w*|going to|ready to|time to|just|about) "
        r"(?:\w+ ){0,3}end(?:ing)? (?:things|it|everything|this|me|myself)(?=[.,!;]|$| (?:all|for good|once "
        r"and|tonight|tomorrow|soon|permanently|by|before|myself)\b)(?! all (?:with|between|of you))(?! "
        r"(?:between|with))(?<!end things)(?<!ending things,)|ending things\. |end(?:ing)? things "
        r"(?:permanently|for good|tonight|once)|permanent solution|permanently"
    ),
    (
        r"(?:relie\w+|glad|happy|grateful|fine|okay|ok|nice|lucky|like it|love it|not mind|thankful) "
        r"(?:[\w']+ ){0,2}(?:if|when) (?:[\w']+ )?i (?:[\w']+ ){0,2}(?:had a (?:heart attack|stroke)|died|was "
        r"(?:dead|gone|hit)|were (?:dead|gone|hit)|got (?:hit|cancer|run over)|did not (?:wake|come back)|"
        r"never woke|crashed|stopped breathing|got a terminal)"
    ),
    (
        r"(?:not|never|cannot|hardly|doubt|no longer)(?: [\w']+){0,3} (?:i will |i am going to |to |that i "
        r")?(?:still |even )?(?:be (?:here|alive|around) (?:on|by|next|in|when|for (?:his|her|the|your|"
        r"christmas)|tomorrow|this time|at the end|come|to see)|make it (?:through|to|past|till|until) (?:the|"
        r"this|another|tonight|tomorrow|next|my|monday|sunday|friday|christmas|spring|summer))(?! (?:the "
        r"(?:door|train|bus|film|book|meeting|airport|station|shop|end of the (?:film|book|movie)|party|"
        r"office)|train|bus|party|dinner|lunch|my (?:class|appointment|mother's))\b)(?![^.!?]*\b(?:dentist|"
        r"appointment|holiday|train|meeting|office|flight|match|concert|work)\b)(?<!not be here on)(?<!not be "
        r"here in)(?<!not be here for the)(?<!not be here for)(?<!not be around for the)(?<!not be around "
        r"for)(?<!not be around on)(?<!not be around in)(?<!not be here when)(?<!not be here tomorrow)(?<!not "
        r"be here next)(?<!not be around next)(?<!not be around tomorrow)"
    ),
    (
        r"(?:point|sense|use|reason) (?:\w+ )?(?:in|of|to|for) (?:me |my )?(?:waking up|wake up|getting older|"
        r"seeing tomorrow|me being|anything any ?more|being me|going on)"
    ),
    (
        r"(?:come|came|coming|be|cry|turn up) (?:\w+ ){0,2}(?:to|at|for) my funeral(?! (?:and dance|in))|my "
        r"funeral[^.!?]{0,30}(?:nobody|no one|who would|cheap|soon|plan\w*|small|song|wear)"
    ),
    (
        r"(?:kids|children|family|everyone|wife|husband|parents|mother|they|people|he|she|"
        r"life)[^.!?]{0,35}(?:better|easier|happier|good|nicer|new|calmer|quieter|simpler) (?:\w+ )?(?:life|"
        r"mother|father|place|off|wife|husband|chance|start|parent)?[^.!?]{0,25}(?:if|when|once) i (?:[\w']+ "
        r"){0,2}(?:was|were|am|had) (?:just )?(?:not|no longer|gone|dead|out of (?:it|the way|the "
        r"picture))(?! (?:so|home|always|as|working|shouting|at work))"
    ),
    (
        r"my plan (?:is|was) (?:ready|set|done|finished|made|simple|clear)|(?:have|made|got) (?:a|my|the) "
        r"plan[^.!?]{0,30}(?:calm|peace|tonight|pills|rope|bridge|nobody|no one|\bend\b|do it|\bdate\b|know "
        r"how|relie\w+)|(?:calm|at peace|light|relieved|peaceful)[^.!?]{0,40}(?:decid\w+|made up my mind|"
        r"planned|made my decision|it will (?:all )?be over|chosen)(?! (?:on|about) (?:the|a) (?:job|house|"
        r"colou?r))"
    ),
    (
        r"(?:i )?cut (?:again|last night|tonight|yesterday|this morning|too deep|deeper|deep)\b(?=[.,!;]|$| "
        r"(?:last|and|because|after|when|tonight|this)\b)|\bi cut(?=[.!]|$| because| when i (?:feel|am)| to "
        r"(?:feel|cope|forget))|(?:bridge|tracks|rails|cliff|platform|roof|balcony|river|knife|pills|tablets|"
        r"rope|blade|razor)[^.!?]{0,50}(?:harder to|not (?:\w+ )?stop looking|hard not to|call\w* (?:to )?me|"
        r"keep (?:driving|walking|looking)|pull\w* me|look(?:s|ing)? (?:more|at me|inviting|so)|tempt\w*|"
        r"every (?:night|time|day) i|for an hour|for hours|waiting for me|in my (?:pocket|drawer|"
        r"bag))(?![^.!?]*\b(?:traffic|roadworks|fix\w*|train|late)\b)"
    ),
    (
        r"(?:stood|stand|standing|sat|sitting|climbed|went|walked|drove|parked) (?:[\w']+ ){0,4}(?:edge|"
        r"railing|ledge|tracks|rails|parapet|barrier|(?:wrong|other) side)\b[^.!?]{0,20}(?:for (?:an hour|"
        r"hours|a long|ages|twenty|half|\w+ minutes)|last night|tonight|today|again|alone|in the dark|and "
        r"(?:cried|thought|looked|almost|nearly|could|wanted))(?![^.!?]*\b(?:pool|field|pitch|forest|cake)\b)|"
        r"one foot (?:over|off|on) the (?:rail|railing|ledge|edge|tracks)"
    ),
    (
        r"(?:the|my|some|all the|these|both|three|two|four) (?:last |goodbye |farewell )?letters? (?:are |is "
        r")?(?:written|ready|done|finished|in the drawer|for (?:each|the kids|my (?:kids|family)|everyone))|"
        r"(?:wrote|written|finished|writing) (?:the|my|all the|some) letters?(?=[.,!;]|$)|one for (?:each|"
        r"every one) of (?:the|my|them|you)"
    ),
    (
        r"not trust myself(?=[.,!;]|$| (?:to be|with|near|around|alone|right now|tonight|any ?more|not to "
        r"(?:hurt|hit|do))\b)|(?:not|never) (?:\w+ )?(?:safe|good|ok|okay) (?:for me )?to be (?:left "
        r")?alone(?: tonight| right now| with|[.,!;]|$)|(?:please |someone )(?:stop|save) me(?= ?[.,!;]|$| "
        r"before| from (?:my|doing))"
    ),
    (
        r"(?:afraid|scared|terrified|frightened|fear|worried)(?: that)? (?:one day|next time|some day|someday|"
        r"tonight|this time|sooner or later|eventually) (?:he|she|they|i) (?:\w+ )?(?:will|would|might|could|"
        r"may|does|do) (?:not stop|really|actually|go (?:too|further)|kill|hurt|do (?:it|something)|break|hit|"
        r"end)|next time (?:he|she|i|it) (?:will|might|may|would|could) (?:\w+ )?(?:kill|be (?:me|worse|the "
        r"end)|not (?:survive|stop|be so lucky)|finish|end)"
    ),
    (
        r"(?:cable|cord|scarf|belt|rope|wire|towel|arm|hands?|pillow|bag|fingers|lead) (?:\w+ )?(?:around|"
        r"round|over|on|across|at) my (?:neck|throat|face|head|mouth|nose)(?![^.!?]*\b(?:cold|warm|winter|"
        r"massage|massaging|scarf because|haircut)\b)(?<!scarf around my neck)|(?:tried|trying|tries|"
        r"attempted|wanted|almost|nearly) (?:to )?(?:run|ran|running|knock|mow|drive|drove) (?:me|us|him|her) "
        r"(?:over|down|off the road|into)"
    ),
    (
        r"\b(?:he|she|my (?:\w+ )?(?:husband|wife|partner|boyfriend|girlfriend|father|mother|brother)) (?:\w+ "
        r")?hurts? (?:me|us)\b(?! (?:when|by|with|that|more|so much|a lot|deeply|because|because|feelings|"
        r"though|too) (?:he|she|his|her|what|saying)?)(?= (?:and then|then|again|and (?:he )?(?:cries|says|"
        r"apologi\w+)|in (?:bed|places)|where)|[.!]|$)"
    ),
    (
        r"(?:thinking of|thought of|plan\w*|going to|want to|would|will|if i (?:go|die)[^.!?]{0,10}) ?(?:take|"
        r"taking|bring|kill) (?:the kids|my (?:kids|children|son|daughter|wife|husband)|them|him|her|us all|"
        r"everyone|the baby) (?:all |down )?with me (?:when i|if i|to the|into|out|when|and end|where)(?! "
        r"(?:go (?:to|on|home|shopping)|move|travel|leave for|visit))(?! i (?:go (?:to|on|home|shopping)|move|"
        r"travel|visit))"
    ),
    (
        r"burn(?:ing)? (?:down )?(?:the|this|our|his|her|my|their) (?:\w+ )?(?:house|flat|home|place|car|shop|"
        r"office)(?: down)?(?! (?:dinner|cd))(?![^.!?]*\b(?:candles?|toast|oven|fire insurance)\b)"
    ),
    (
        r"(?:my body|my heart|it all|everything) (?:\w+ )?(?:to )?(?:just )?(?:give up|shut down|give out|"
        r"stop beating|stop working|stop for good)|(?:not|have not|stopped) (?:\w+ )?(?:eaten|eat|eating|"
        r"drunk|drinking)[^.!?]{0,45}(?:die|disappear|give up|dead|fade|waste away|punish)|(?:fall asleep|go "
        r"to sleep|drift off|close my eyes) (?:\w+ )?and (?:\w+ )?(?:not|never|just not|be gone|that is it|it "
        r"(?:be|is) over|have it)"
    ),
    (
        r"(?:not|never) (?:\w+ ){0,2}(?:come back|coming back|return|be back)(?=[.,!;]|$)(?<!never come "
        r"back)[^.!?]{0,20}(?:letter|kids|sorry|love|goodbye|bridge)|(?:drive|walk|swim|row) (?:out|off|away|"
        r"into the (?:sea|lake|night))[^.!?]{0,20}(?:not|never) (?:come|turn|stop|return)"
    ),
    # Being alive and dying, in whatever words; the harmless uses are excluded one by one.
    (
        r"\b(?:i|me|my|myself)\b[^.!?]{0,40}(?<!feel )(?<!feeling )(?<!felt )(?<!most )(?<!more )(?<!so "
        r")(?<!keep us )(?<!came )(?<!come )\b(?:alive|existing|existed|exist|feel(?:ing)? like living|live "
        r"or die|wanting to live|will to live|urge to live)\b(?! (?:and kicking|again|together|here "
        r"together))(?![^.!?]*\b(?:grandm\w+|grandf\w+|father|mother|debts?|problem|romance|plants?)\b)|(?:no|"
        r"any|without) (?:point|reason|wish|desire) (?:in |to |of )?(?:be(?:ing)? alive|living|live)(?=[.,!;]|"
        r"$| any)"
    ),
    (
        r"(?:what if|if only|maybe|perhaps|wish|hope|want|prefer|rather|like|love|imagine)[^.!?]{0,25}i "
        r"(?:[\w']+ ){0,3}(?:not|never|stopped|stop) (?:\w+ )?(?:wak(?:e|ing)|woke|exist\w*|breath\w*|com(?:e|"
        r"ing) back(?= ?[.!?]|$))(?! up (?:early|late|so|before|at|next|in time|with|beside))|(?:simpler|"
        r"easier|better|nicer|best|kinder|relief|favou?r) (?:\w+ ){0,4}if i (?:just |simply )?(?:stopped|was "
        r"not|were not|never|ended|did not|went away for)"
    ),
    (
        r"(?:am|just|only|nothing but|become|became|being) (?:nothing but |nothing more than |just |only |"
        r"such )*(?:a|the) (?:\w+ )?burden\b(?=[.!,;]|$| (?:to|on|for) (?:everyone|everybody|you all|all of "
        r"you|my (?:family|kids|children|parents|wife|husband)|them|anyone|people|the (?:world|family)))|"
        r"(?:be|such|huge|quite) (?:a )?relief (?:for|to) (?:them|everyone|everybody|my \w+|you all)(?=[.,!]|"
        r"$| if)|(?:kids|children|family|they|he|she) deserves? (?:a |another )?(?:\w+ )?(?:mother|father|"
        r"wife|husband|life|parent|daughter|son)[^.!?]{0,25}(?:not me|without me|who is not me|other than me)"
    ),
    (
        r"(?:someone|somebody|a (?:car|bus|truck|train|stranger)|something|they|he|god|"
        r"life)[^.!?]{0,15}(?:just )?(?:run|knock|hit|kill|shoot|take|end|finish|strike|mow)s? me (?:over|"
        r"down|out|off|dead|away|already|please|now|in my sleep)(?! (?:to|for) )|(?:hurts? to|what (?:it is "
        r"like|happens when you)|long does it take to|feels? like to|easy is it to|long it takes to) (?:drown|"
        r"die|hang|bleed|suffocate|fall|jump|freeze|overdose)|(?:seeing|see|saw|picture|pictured|imagine|"
        r"found) (?:myself|me) (?:\w+ )?(?:hanging|falling|bleeding|drowning|lying (?:dead|there)|jumping|in "
        r"(?:a|the|my) (?:coffin|grave))|(?:picked|chosen|found|know) (?:out )?(?:the|a|which) (?:tree|bridge|"
        r"beam|spot|roof|wall|hotel|building|cliff|train)(?=[.!]|$| (?:i|to|for|where i|"
        r"and)\b)[^.!?]{0,20}(?:i (?:would|will|want)|it|end|die|jump|drive into|do it)"
    ),
    (
        r"(?:look after|take care of|hug|kiss|be good to|watch over|hold) (?:my )?(?:mother|father|the kids|"
        rf"the children|my (?:\w+ )?{_KIN}|each other|them) for me\b(?! (?:while|this|tonight|tomorrow|on|when "
        r"i am (?:away|in|on|at)|until))|(?:long sleeves|sleeves down|sleeves)[^.!?]{0,40}(?:nobody|no one|"
        r"see|hide|arms|so (?:they|that)|summer|hot)"
    ),
    (
        r"\b(?:brother|sister|father|mother|husband|wife|uncle|stepfather|stepdad|son|he|she|partner|"
        r"boyfriend|girlfriend|ex) (?:\w+ ){0,2}(?:pushed|shoved|threw|kicked|hit|hits|punched|slapped|"
        r"beats?|strangled|choked|dragged|grabbed|shook|pushes|shoves|kicks|drags|shakes) (?:my |our |his |"
        rf"her |the )(?:\w+ )?{_KIN}(?= ?(?:[.,!;]|$| (?:down|against|into|by|across|so|when|again|because|"
        r"until|in|for|every|with|around|last|on)\b))(?! in (?:chess|cards|tennis|the (?:game|final|"
        r"race)))(?! so (?:much|proud))"
    ),
    (
        r"(?:my )?(?:partner|husband|wife|boyfriend|girlfriend|ex|he|she|they) (?:\w+ )?forced me(?=[.,!;]|$| "
        r"(?:again|to (?:do|have|touch|watch|lie|take)|last|into bed|in bed|onto|down))|\bi (?:get|am getting|"
        r"got|am|was|am being|keep being) (?:hit|beaten|slapped|punched|kicked|choked|abused|raped)(?=[.,!;]|"
        r"$| (?:when|if|because|for|every|again|at home|most|by (?:my|him|her)|almost|once|daily|up)\b)(?! "
        r"for six)|lock(?:ed|s|ing)? (?:me )?in (?:the|our|my|a) (?:\w+ )?(?:bedroom|room|house|flat|cellar|"
        r"basement|bathroom|car|garage)[^.!?]{0,30}(?:key|he|she|out|phone|hours|night|days)(?<!myself "
        r"in)(?![^.!?]*\bmyself\b)"
    ),
    (
        r"(?:sharpen\w*|hold\w*|held|star\w*|clean\w*|load\w*|hid\w*|grip\w*|pick\w*|carry\w*|pack\w*) "
        r"(?:[\w']+ ){0,3}(?:knife|knives|gun|axe|rifle|hammer|machete|blade|bat)\b[^.!?]{0,40}(?:think\w* "
        r"(?:of|about) (?:him|her|them)|him|her face|wait\w*|for (?:him|her)|wonder\w*|my (?:wrist|arm|"
        r"throat)|an hour|and cried|scared|shak\w+|do it)|swear (?:to god )?i (?:will|am going to|would|"
        r"could) (?:kill|shoot|stab|hurt|beat|strangle|murder|burn|break|smash|hit|punch|choke|end|destroy|"
        r"run)\b (?!this|the (?:printer|computer|laptop|phone|alarm|car|machine)|my (?:phone|laptop|computer))"
    ),
    (
        r"(?:deserves?|needs?|has|have|ought) to (?:die|be (?:killed|shot|stabbed|beaten|hurt|put down)|"
        r"disappear for)(?! (?:my|our) (?:sins|love))|(?:see to it|make sure|going to see)[^.!?]{0,25}(?:dead|"
        r"dies|die\b|suffers|bleeds|never (?:walks|wakes|gets up|breathes|comes back))"
    ),
    (
        r"(?:leave|leaving|left|depart\w*|say goodbye to|done with|tired of|exit\w*) this (?:world|earth|"
        r"planet|life|existence)\b"
    ),
    (
        r"(?:no|not any|not have a|without a) (?:tomorrow|future|next (?:week|year|month)|more birthdays?) "
        r"(?:for me|any ?more|with me)|(?:see|reach|have|live to|want) (?:to see )?(?:another|my next|any "
        r"more) (?:birthdays?|christmas|summer|spring|year|sunrise|morning)(?=[.,!;]|$)(?<!another year)(?! "
        r"(?:like|with))"
    ),
    (
        r"(?:let go of|letting go of|take my hands off|closed? my eyes at|turn(?:ed)?|pull(?:ed)?|"
        r"jerk(?:ed)?) (?:the )?(?:steering )?wheel(?= on| at| into| and|[.,!]|$)(?![^.!?]*\b(?:pottery|"
        r"instructor)\b)|(?:stopped|stop|refus\w+|throw\w* away|flush\w*) (?:taking )?(?:my|the) (?:heart |"
        r"diabetes |blood )?(?:medication|meds|insulin|pills|tablets|dialysis|medicine)[^.!?]{0,40}(?:quick|"
        r"die|over|end|hop\w*|on purpose|point|not matter|kill)"
    ),
    (
        r"(?:wait\w*|want\w*|wish\w*|pray\w*|long\w*|hop\w*) (?:\w+ ){0,2}(?:it all|everything|all of it|all "
        r"this|my life|life|the end) (?:to )?(?:be |is )?(?:over|end|finished|come)(?! (?:so|and we|with the "
        r"exam))|(?:know|knew|drafted|started|thought about) (?:\w+ ){0,3}(?:write|writing|say|put) in (?:the|"
        r"my|a) (?:note|letter|last)|(?:in|write|leave|left|wrote|writing|start\w*) (?:the|my|a) (?:suicide |"
        r"goodbye |last )?note (?:for|to) (?:\w+ ){0,3}(?:find|kids|family|mother|everyone|them)(?! (?:that|"
        r"about) (?:dinner|milk))"
    ),
    (
        r"look\w* (?:\w+ )?(?:down )?(?:at|over|from|off) (?:the|my|our) (?:balcony|railing|tracks|bridge|"
        r"pills|tablets|knives|kitchen knives|razors?|ropes?|medicine cabinet|beams?|train lines?)(?=[.,!;]|$|"
        r" (?:a lot|lately|and|for|every|differently|again)\b)(?![^.!?]*\b(?:buy|sale|price|paint\w*|"
        r"flowers)\b)|(?:took|got|take|taken|brought) (?:[\w']+ ){0,3}(?:pills|tablets|knife|rope|razor|blade|"
        r"gun|meds)\b (?:out|down|up|to (?:bed|the bath))[^.!?]{0,40}(?:count\w*|look\w*|put (?:them|it) back|"
        r"sat|stared|cried|held|thought|lined)"
    ),
    (
        r"(?:find|finds|found|discover\w*|look for) me (?:until|till|before|for (?:days|weeks)|in time|on "
        r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday))|enough time (?:for it|to (?:do it|die|"
        r"bleed|go))|(?:hold my breath|head|face) under (?:the )?water[^.!?]{0,40}(?:wonder\w*|how long|until|"
        r"stay|never|not come)|(?:happier|better off|easier) with (?:one|two|only \w+|just \w+) (?:child|"
        r"kids?|daughter|son|less)|(?:happier|better|easier|fine) (?:off )?(?:with(?:out)? (?:a |another "
        r")?(?:wife|husband|mother|father|daughter|son) like me)|with one (?:less|fewer) (?:mouth|person|"
        r"problem|child)"
    ),
    (
        r"my (?:wrists?|arms?|thighs?|forearms?) (?:look|looks|are|is) (?:like )?(?:a |all )?(?:\w+ "
        r")?(?:battlefield|mess|cut|scarred|shredded|ruined|sliced|map|striped|bleeding|open)\b"
    ),
    (
        r"i (?:[\w']+ ){0,2}attempted(?=[.,!;]|$| (?:again|last|once|twice|in|before|two|when|this|it)\b)|"
        r"(?:my|after the|since the|another|second|last) (?:suicide )?attempt(?=[.,!;]|$| (?:last|was|in|"
        r"failed|did)\b)(?![^.!?]*\b(?:exam|test|cake|recipe|driving|visa|baking|diet)\b)"
    ),
    (
        r"not want to be (?:a|such a|their|your|his|her) burden (?:any (?:more|longer)|to (?:anyone|them|you|"
        r"everyone|anybody) any)"
    ),
    (
        r"(?:close|near|inches|seconds|moments?) (?:away )?(?:to|from) (?:driving|jumping|stepping|ending|"
        r"swallowing|cutting|doing it|killing|crashing|hanging|swerving|letting go)(?=[.,!;]|$| (?:into|off|"
        r"in front|it|my|myself|all|the|again|under|onto)\b)(?! the deal)"
    ),
    (
        r"(?:plane|car|train|bus|ship|boat|house|roof) (?:\w+ ){0,2}(?:went down|crash\w*|sank|fell|collapsed|"
        r"exploded|burned) (?:down )?(?:with|on) me\b|(?:guarantee|promise|swear|sure|know)(?: that)? i "
        r"(?:will|would|can) not (?:hurt|hit|kill|harm|do something|snap|cut|jump)|not (?:guarantee|promise|"
        r"sure|know) (?:that |if |whether )?i (?:will |would |can |might )?(?:not )?(?:hurt|hit|kill|harm|"
        r"cut) (?:him|her|them|myself|someone|you|the)(?! (?:feelings|if i (?:say|tell)))"
    ),
)
