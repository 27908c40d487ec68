"""Families of phrasings of wanting to die and hurting oneself, wider than the lists of single ones, for :mod:`.crisis`.

They are regular expressions, each held against one sentence at a time: English, in small letters and without
contractions.
"""

_FEW = r"(?:[\w']+,? ){0,4}"
_BODY = r"(?:skin|arms?|thighs?|wrists?|legs?|stomach|forearms?|body|hands?|knuckles|hips?|ankles?)"
_SAFE_CUT = (
    r"(?![^.!?]*\b(?:ovens?|iron|kettle|pans?|stove|brambles?|cat|roses?|garden\w*|cook\w*|kitchen|"
    r"shav\w+|accident\w*|bike|fell|sun\w*|paper|tin|lasagne|toast\w*|soup|tea|coffee|mosquito\w*|itch\w*|"
    r"hair|gym|running|workout)\b)"
)
_PLACE = (
    r"(?![^.!?]*\b(?:office|jobs?|part(?:y|ies)|meeting|transfer|town|city|village|house|flat|rooms?|"
    r"class|school|hotel|restaurant|country|company|department|team|noisy|boring|crowded|cold|go home|"
    r"move|moving|weekend|holidays?|friday|monday|dentist|suitcase|boxes|mother's|parents'|commut\w+)\b)"
)
_MEANS = (
    r"(?:ropes?|noose|razors?|razor ?blades?|blades?|pills|tablets|sleeping (?:pills|tablets)|painkillers|"
    r"gun|pistol|bleach|helium|charcoal|rat poison|paracetamol|insulin|stanley knife|box ?cutter)"
)
_FOR_USE = (
    r"(?! (?:ladder|swing|for (?:the|my|his|her|our|a) (?:\w+ )?(?:boat|tent|dog|climb\w*|swing|car|tree|"
    r"garden|back|blood|heart|thyroid|allerg\w+|headaches?|week|trip|shav\w+|bbq|barbecue|grill)|to "
    r"(?:tow|tie|climb|shave|pull)))"
)
_HEIGHT = (
    r"(?:platform|bridge|roof|rooftop|cliffs?|balcony|rails|tracks|car park|ledge|(?:\w+ floor )?window|"
    r"viaduct|motorway|trains?|river|quarry|railway|overpass|tower|pier|canal|lorr(?:y|ies)|oncoming)"
)
_DIE = (
    r"(?:die\b|be dead|to be gone|death|not wake|never wake|stop existing|not exist|cease to|vanish for|"
    r"disappear for(?! a)|no longer exist|not be (?:here|alive|around)|never been born|not have been born|"
    r"be no more|stop being|not have to (?:be (?:here|alive)|exist|live|wake))"
)

WISHES = (
    # Not wanting to be here.
    (
        rf"(?:not|never|no longer|hardly|without) {_FEW}(?:want\w*|wish\w*|car(?:e|ing)|plan\w*|intend\w*|"
        rf"choose|chose|bother\w*|see (?:myself|me)) {_FEW}(?:be(?:ing)? (?:here|alive|around any|on this|in "
        r"this (?:world|life)|part of this)|exist\w*\b(?! (?:side|next|as))|liv(?:e|ing)\b(?! (?:with|in|at|"
        r"near|here|there|together|apart|alone|next|like|on|off|under|by|out|up|from|beside|without (?:a|the|"
        r"my))\b)|breath(?:e|ing)|see (?:tomorrow|another|the morning|the sun)|turn(?:ing)? (?:\d\d|twenty|"
        rf"thirty|forty|fifty)){_PLACE}"
    ),
    (
        rf"\bi (?!(?:[\w']+ ){{0,3}}(?:not|never)\b){_FEW}(?:wish|want|hope|pray|long|beg|ready|rather|like|"
        rf"love|need|crave)\w* {_FEW}{_DIE}"
    ),
    (
        rf"\bi {_FEW}(?:wish|want|like|love) {_FEW}(?:disappear|vanish|evaporate|fade away|dissolve|be "
        rf"erased)(?=[.,!;]|$| (?:and|so)\b){_PLACE}"
    ),
    (
        r"(?:will not|not going to|not gonna) (?:even )?(?:be (?:here|around|alive|there)|exist) (?:by|much|"
        r"long|any ?more|to see|come|next (?:year|christmas|summer|spring|birthday)|after (?:tonight|today|"
        r"this|tomorrow))"
    ),
    (
        r"(?:not|hardly|never) (?:\w+ )?(?:make it|get|live|last|see) (?:to|till|until|past|through) "
        r"(?:christmas|spring|summer|winter|autumn|new year|my \w+ birthday|thirty|forty|tomorrow|the "
        r"(?:night|end of the (?:year|month|week))|\d\d\b)"
    ),
    (
        r"(?:imagin|pictur|plan|dream|fantasi|rehears|think|thought|wr(?:it|ot)|design|comfort|google)\w* "
        r"(?:[\w']+ ){0,4}my (?:own )?(?:funeral|death|obituary|eulogy|suicide|grave|coffin|exit)\b(?! "
        r"(?:playlist|song))"
    ),
    (
        r"(?:being|staying|keeping myself|remaining) alive (?:\w+ ){0,3}(?:too|unbearable|pointless|"
        r"exhaust\w*|torture|hell|hard|painful|hurts?|effort|burden|punishment)|(?:existing|living|breathing) "
        r"(?:just |only |simply )?(?:hurts|is (?:too|unbearable|torture|agony|pointless))"
    ),
    (
        r"(?:point|sense|use|reason|purpose)\b(?: \w+){0,2} (?:of|in|to|for)(?: \w+){0,2} (?:living|"
        r"staying alive|being (?:alive|here)|going on|carrying on|existing|waking up|live|stay alive|go on "
        rf"living|exist|carry on|keep (?:living|breathing)){_PLACE}(?= ?(?:[.,!;?]|$| any| when| if| without| "
        r"at all))"
    ),
    (
        r"(?:nothing|no one|nobody|not much|only \w+ \w+) (?:\w+ ){0,3}(?:keep\w*|hold\w*|stopp\w*) me "
        r"(?:alive|here|from (?:ending|doing it|killing|jumping|dying|going))"
    ),
    (
        r"(?:only|one|sole|last) (?:\w+ )?(?:thing|reason|person)[^.!?]{0,40}(?:keep\w* me (?:alive|here|"
        r"breathing)|i am (?:still )?(?:alive|breathing|here\b(?! (?:tonight|today|in|at)))|i have not "
        r"(?:done it|ended|jumped|killed))"
    ),
    (
        r"(?:no longer|not|stopped) (?:\w+ )?(?:see|seeing|have|having|find|finding) (?:a |any |the "
        r")?(?:reason|point|sense|future|way)(?: \w+){0,3} (?:alive|living|for me|going on|carry on|to go on|"
        r"forward for me|out of this)(?= ?(?:[.,!;?]|$))"
    ),
    # Leaving for good, and taking leave.
    (
        r"(?:leave|leaving|left|depart\w*|quit|exit\w*|check(?:ing)? out of|get off|get out of|out of|off|"
        r"from) this (?:world|earth|planet|life)(?<!out of this world)(?= ?(?:[.,!;?]|$| (?:for|soon|tonight|"
        r"behind|and|too|together|because|with)\b))"
    ),
    (
        r"(?:take|taking|get|want|bring)\w* (?:[\w']+ ){0,5}(?:out of|from|off) this (?:world|life|earth|"
        r"planet)"
    ),
    (
        r"(?:kill|end|shoot|hurt|drown|poison|gas|take|hang|stab)\w* [^.!?]{0,30}(?:and|then) (?:then "
        r")?myself|(?:catch(?:ing)? the bus|ctb)(?= ?[.,!;]| tonight| soon)\b(?! to)"
    ),
    (
        r"(?:gone|go|going|sleep|rest|leave|leaving|disappear\w*|vanish\w*|check(?:ing)? out) (?:for good|for "
        r"?ever|permanently|and never (?:come|wake|be))(?! (?:to|from (?:the|this|my) (?:company|job|town|"
        r"house|facebook|office)))"
    ),
    (
        r"(?:this is|it is) (?:\w+ )?goodbye(?=[.,!;]|$| (?:to|from|for|and)\b)|(?:want|wanted|called|calling|"
        r"writing|came|message|messaging|texting|just|time) to say (?:my )?(?:goodbyes?|farewell)(?=[.,!;]|$| "
        r"(?:to (?:you all|everyone|everybody|the kids|my)|and|before|properly|for the last)\b)"
    ),
    (
        r"(?:letters?|notes?|videos?|voice messages?|e-?mails?|messages?) (?:\w+ ){0,4}(?:for|to) (?:\w+ "
        r"){0,4}(?:(?:when|after|once|for when|for after|to (?:open|read|find)) (?:when |after |once )?i "
        r"(?:am|have)|to (?:find|read|open) (?:when|after|tomorrow|afterwards))"
    ),
    (
        r"(?:written|wrote|writing|recorded|recording|left) (?:\w+ ){0,3}(?:letters|notes|videos|messages) "
        r"(?:to|for) (?:each of |all of )?(?:the (?:kids|children|boys|girls)|my (?:kids|children|son|"
        r"daughter|family|parents|mother)|everyone|each|every|them all)"
    ),
    (
        r"you (?:will|would) not (?:hear from|see|have to (?:deal with|worry about|put up with|look after)|"
        r"need to (?:worry about|look after)) me (?:again|any ?more|ever|much longer|soon|after)|last (?:time|"
        r"thing|message|call|evening|night|birthday|christmas) (?:\w+ ){0,2}(?:you (?:will )?(?:\w+ )?(?:hear|"
        r"see|get|read)|i (?:will )?(?:ever )?(?:write|say|see|send|have|be))[^.!?]{0,20}(?:me|from me|this|"
        r"you|them|again|goodbye)"
    ),
    (
        r"(?:giv(?:e|en|ing)|gave) (?:[\w']+ ){0,2}(?:away|all) (?:[\w']+ ){0,5}(?:things|stuff|everything|"
        r"belongings|possessions|books|records|guitar|jewellery|clothes)[^.!?]{0,40}(?:need|not|won't|will "
        r"not|no longer|any ?more|where i|goodbye|ready|peace)"
    ),
    (
        r"(?:promise me|make sure|please|tell) [^.!?]{0,40}(?:when|once|after|if) i am (?:gone|dead|not "
        r"(?:here|around|there) any)(?! (?:on|for|to|at|next|this|until|away))|(?:sorted|settled|arranged|put|"
        r"got|updated|changed) (?:out )?(?:my|the) (?:will|affairs|passwords|insurance|papers|"
        r"funeral)[^.!?]{0,50}(?:they|everyone|kids|nobody|easier|so (?:that )?(?:you|no)|in order|ready|when "
        r"i)"
    ),
    # A burden.
    (
        r"(?:burden|dead weight|waste of (?:space|air|oxygen)|problem|drag|weight)[^.!?]{0,60}(?:free of me|"
        r"rid of me|without me|i am gone|i was gone|i were gone|soon|relie\w+|not (?:be )?here|disappear\w*|"
        r"die|dead|end it|over)"
    ),
    (
        r"(?:soon|then|finally|would|will|be)[^.!?]{0,25} (?:free|rid|relieved) of me\b|(?:weight|load|"
        r"burden) off (?:\w+ ){0,3}(?:shoulders|backs?) (?:if|when|once) i (?:was|were|am) (?:gone|dead|not)"
    ),
    (
        r"(?:better|easier|happier|relieved|lighter|simpler|freer|peace|cheaper|a relief|a favour|a "
        r"favor)[^.!?]{0,25}(?:(?:without me|with me gone|with me dead)(?=[.,!;?]|$| (?:in (?:it|their|your|"
        r"the world)|around|here|alive|and)\b)|if i (?:was|were|am|had|just|simply)? ?(?:just |simply |"
        r"quietly )?(?:gone|dead|died|disappear\w*|vanish\w*|not (?:here|around|alive|there any)|never "
        r"(?:been|woke|existed|born)|drop\w* dead|did not (?:wake|exist)))"
    ),
    (
        r"(?:no one|nobody|who|not|no|never) (?:[\w']+ ){0,4}(?:notic\w+|miss\w*|care\w*|mind\w*|cr(?:y|ied)|"
        r"find out|look for|bat an eye\w*)(?: me)?(?: even)? (?:if|when|that|until|for (?:days|weeks)) "
        r"(?:[\w']+ )?i (?:[\w']+ ){0,3}(?:gone|dead|died|disappear\w*|vanish\w*|not here|never woke|did not "
        r"wake|drop\w*|stopped existing)"
    ),
    # Plans, means and places.
    (
        r"\bi (?:[\w']+ ){0,4}(?:bought|got|found|hid|hidden|saved|ordered|stored|kept|keep|stole|borrowed|"
        rf"tied|looked at|hold|holding|stare|staring) (?:[\w']+ ){{0,4}}{_MEANS}\b{_FOR_USE}(?=[.,!;]|$| "
        r"(?:and|in|under|from|just|for (?:tonight|when|later|it|this|me)|online|already|ready|today|"
        rf"yesterday|last|hidden|is|so|that|next|again|on)\b){_SAFE_CUT}"
    ),
    (
        r"(?:count\w*|sav(?:ed|ing) up|stockpil\w*|lined up|lining up|hoard\w*|stash\w*|collect\w*|laid out|"
        r"hiding|tipped out|emptied) (?:[\w']+ ){0,4}(?:pills|tablets|meds|medication|painkillers|"
        r"paracetamol|insulin|sleeping)"
    ),
    (
        r"(?:how many|enough|how much|lethal|fatal|deadly|whole (?:box|pack|packet|bottle) of|all (?:of "
        r")?(?:my|the|his|her)) (?:[\w']+ ){0,2}(?:pills|tablets|paracetamol|ibuprofen|sleeping pills|insulin|"
        r"meds|medication|dose|overdose|antidepressants)\b(?! (?:for (?:the|a|two|my) (?:week|trip|holiday|"
        r"month|month|days)|left|are covered|arrived|(?:\w+ ){0,3}(?:chemist|pharmacy|prescri\w+)))"
    ),
    (
        r"(?:stand|stood|standing|sit|sat|sitting|look\w*|star(?:e|ed|ing)|walk\w*|drive|drove|driving|pass|"
        rf"cross\w*|wait\w*|am|was|near|when|go|went)\b[^.!?]{{0,40}}\b{_HEIGHT}\b[^.!?]{{0,60}}\b(?:one step|"
        r"a step|single step|how easy|how quick\w*|urge|tempt\w*|just (?:jump|step|let go|drop|turn|drive|"
        r"swerve|fall)|end it|be over|would be over|all (?:be )?over|jump\w*(?= ?[.,!;]|$| off| in front)|"
        r"letting go|pull\w* me|call\w* me|stepping (?:off|out|forward)|nobody would|if i (?:just )?(?:jump|"
        r"let|step|fell|swerve))"
    ),
    (
        r"know (?:exactly |already )?(?:how|where|when)(?: and (?:how|where|when))? i (?:would|will|am going "
        r"to|want to|could) (?:do it|end|die|go\b(?! (?:about|on|to|home)))|(?:picked|chosen|chose|set|fixed|"
        r"decided on) (?:a|the|my) (?:date|day|place|method|spot|way)(?=[.,!;]|$| (?:to (?:die|end|do it)|for "
        r"(?:it|dying|ending)|and (?:the|a|how))\b)"
    ),
    (
        r"(?:research\w*|looked up|looking up|googl\w*|search\w*|reading about|read about) (?:[\w']+ "
        r"){0,5}(?:methods?|ways to (?:die|end|kill|go)|painless|overdose|how to (?:die|end|kill myself|hang|"
        r"tie a noose)|lethal|nooses?|knots for)"
    ),
    (
        r"(?:drink|drank|drug|starv|drown)\w* myself (?:to death|until i|into the grave)|(?:until|so|till|"
        r"hoping|hope) (?:that )?i (?:do|will|would|can|might) (?:just )?not (?:ever )?wake|(?:took|take|"
        r"taking|swallowed|mixed|mixing) (?:[\w']+ ){0,5}(?:pills|tablets|meds|xanax|"
        r"valium)[^.!?]{0,25}(?:vodka|whisky|wine|alcohol|hop(?:ed|ing)|not wake|ambulance|on purpose|too "
        r"many|at once)"
    ),
    # Hurting oneself.
    (
        r"(?:relaps\w+|days? clean|weeks? clean|months? clean|clean (?:for|since)|"
        rf"slipped)[^.!?]{{0,45}}(?:cut\w*|blades?|razor\w*|self|\bsh\b|scars?|{_BODY}\b)|\bsh(?:ing|'d|"
        r"'ing)\b|(?:did|do|doing|done|back to|urges? to|started) sh\b"
    ),
    (
        r"(?:cut|cuts|cutting|burn\w*|carv\w*|slic\w*|slash\w*|scratch\w*|scrap\w*|stab\w*|gash\w*|slit\w*|"
        r"hurt\w*) (?:[\w']+ ){0,3}(?:on |into |in |up |down |across )?my (?:own )?(?:inner |upper |left |"
        rf"right )?{_BODY}\b(?! (?:hurt|is|are|hair))(?<!hurts my back){_SAFE_CUT}(?= ?(?:[.,!;]|$| (?:with|"
        r"until|so|to|again|last|when|because|every|after|and|up|open|on purpose|at night|tonight|since|"
        r"whenever|in secret)\b))"
    ),
    (
        r"(?:lighter|cigarettes?|iron|blade|razor|scissors|glass|knife|needle|compass|match(?:es)?|pins?) "
        r"(?:[\w']+ ){0,4}(?:to|on|into|against|across|along|over|out on) my (?:own )?(?:inner |upper "
        rf")?{_BODY}\b"
    ),
    (
        r"(?:cuts|scars?|burns|marks|wounds|bruises|blood) (?:[\w']+ ){0,3}(?:on|along|up|down|all over|"
        rf"under) my (?:own )?(?:inner |upper )?{_BODY}\b{_SAFE_CUT}[^.!?]{{0,50}}(?:hide|hid\w*|sleeves|"
        r"nobody|no one|fresh|again|new|myself|made|did|he|she|razor|blade)|(?:long sleeves|jumpers?|hid(?:e|"
        r"ing|den)|cover\w*)[^.!?]{0,40}(?:cuts|scars|burns|bruises|marks on|my wrists|"
        r"scratches)(?![^.!?]*\b(?:cat|wall|table)\b)"
    ),
    (
        r"(?:pain|blood|bleeding|cutting|blades?|razors?|burning|hurting myself|cuts) (?:[\w']+ "
        r"){0,5}(?:calms?|helps?|relief|releases?|feel (?:something|real|alive|anything|better|less)|"
        r"punish\w*|only thing that|quiet\w*|numb\w*)"
    ),
    (
        r"(?:urges?|crav\w+|tempt\w+|need|want|itching|dying) (?:[\w']+ )?(?:to|for) (?:\w+ )?(?:cut|cutting|"
        r"hurt|harm|burn|bleed|bleeding|blade|razor|punish)(?=[.,!;]|$| (?:again|myself|so|is|every|my "
        r"(?:arms?|skin|thighs?|wrists?)|whenever)\b)|(?:started|been|gone back to|back to|still|keep|kept|"
        r"stop) (?:cutting|burning|scratching|hurting|harming)(?=[.,!;]|$| (?:again|myself|since|every|at "
        r"night|in secret|when|on)\b)(?! (?:since|every|when) (?:the|my|it) (?:knee|back|ankle))"
    ),
    (
        r"(?:hurt|hit|punch|bang|slam|smash|pull|bit|scratch|starv|punish|burn|slap)\w* (?:myself|my (?:own "
        r")?head)(?=[.,!;]|$| (?:when|because|until|on purpose|so|to|again|against|at night|after|whenever|"
        r"instead|and|in the)\b)(?![^.!?]*\b(?:gym|running|cupboard|shelf|ladder|bike|football|skiing|door "
        r"?frame|beam|training|oven|fell)\b)"
    ),
    # Voices, and being afraid of oneself.
    (
        r"(?:thoughts?|voices?|head|mind|brain|something|part of me)[^.!?]{0,25}(?:tell|say|scream|whisper|"
        r"shout|order|urg|want)\w* (?:at )?(?:me )?(?:to|that i)[^.!?]{0,25}(?:\bdie\b|kill|hurt|jump|cut|end "
        r"(?:it|my)|harm|do it|dead|stab|crash)"
    ),
    (
        r"(?:scared|afraid|frightened|terrified|not trust|do not trust) (?:of )?(?:being (?:alone|left alone) "
        r"with )?(?:myself|my own (?:mind|head|hands|thoughts)|what i (?:might|could|will|would|may|"
        r"am))(?=[.,!;]|$| (?:do|tonight|right now|when|around|near|with|alone|at night|capable)\b)(?! do "
        r"(?:wrong|say))"
    ),
)
