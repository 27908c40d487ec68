"""Phrasings that hint at suicide or violence without a name for it, as regular expressions for :mod:`.crisis`.

They are English, in small letters and without contractions.
"""

_THEM = (
    r"(?:you|him|her|them|someone|somebody|my (?:\w+ )?(?:wife|husband|partner|ex|mother|father|brother|sister|son|"
    r"daughter|boss))"
)
_FEAR = r"(?:afraid|scared|frightened|worried|terrified)"
_MEANS = r"(?:rope|noose|razor|razor blades?|blades?|bleach|charcoal|helium|rat poison|pills|tablets)"
_HE = r"(?:he|she|they|my (?:\w+ )?(?:husband|wife|partner|boyfriend|girlfriend|ex|father|mother|brother|son|dad|mum))"

OF_HINTS = (
    (
        r"i (?:\w+ ){0,3}(?:welcome|crave|long for|look forward to|dream of|choose|prefer|deserve) (?:my own "
        r")?(?:death|dying|to die)"
    ),
    (
        r"death (?:would|will|could|might|sounds|seems|calls|must) (?:\w+ )?(?:be|feel|like|good|nice|better|easier|"
        r"me)|ready (?:for death|to meet my maker)"
    ),
    (
        r"(?:pray|wish|hope|ask|want|beg|begging) (?:\w+ ){0,3}(?:god|the lord|he|someone|it|my heart) (?:to |would |"
        r"will |just )*(?:take|takes|stop|stops|end|ends|finish)(?: me| beating| it all)?(?=[.,!;?]|$)"
    ),
    (
        r"(?:forgive|sorry|apolog\w+) (?:me )?(?:for )?what i am (?:about|going) to do|not blame (?:yourself|"
        r"yourselves) (?:when|after|for what i|if something happens)"
    ),
    (
        r"(?:it|everything|all of this) will (?:all |finally )?be over (?:soon|tomorrow|tonight|by (?:then|morning)|"
        r"for me)(?! (?:and (?:we|then)|with|in time))"
    ),
    (
        r"(?:eternal|everlasting) (?:sleep|peace|rest)|(?:peace|rest|silence|sleep|quiet),? for ?ever|never (?:have "
        r"to )?(?:feel|hurt|think|suffer) (?:anything )?(?:again|any more)(?=[.,!;?]|$)"
    ),
    (
        r"(?:stop|stopped|quit) breathing|stop my heart|my heart (?:would|to) (?:just )?stop|everything (?:go|goes|"
        r"went|to go) (?:black|dark|silent) for (?:good|ever)"
    ),
    (
        r"(?:giv(?:e|en|ing)|gave) (?:away )?(?:all )?my (?:things|stuff|belongings|possessions|guitar|books|dog|"
        r"cat)(?: away)?(?=[.,!;?]|$| because| so| and (?:wrote|said))|(?:sorted|put|got) (?:out )?my (?:affairs|"
        r"papers|insurance) (?:in order|so)"
    ),
    (
        r"(?:letters?|notes?) (?:is|are|lies?) (?:\w+ )?(?:on|in|under) (?:the|my) (?:kitchen )?(?:table|drawer|desk|"
        r"pillow|bed) (?:for|so|when|and)"
    ),
    (
        r"(?:look after|take care of|feed|keep) (?:the|my) (?:dog|cat|kids|children|mother|plants) (?:for me "
        r")?(?:when|after|if) i (?:am not here|am no longer|do not come back)"
    ),
    (
        r"(?:nothing|no one|nobody|none of it) matters any ?more(?=[.,!;?]|$)|not matter what happens to me|what "
        r"happens to me (?:now )?does not matter|not care what happens to me"
    ),
    (
        r"(?:not|never) (?:going to |gonna )?(?:come|coming) back (?:from (?:this|there|the bridge|the sea)|alive|"
        r"ever)(?=[.,!;?]|$)|not plan(?:ning)? (?:on|to) (?:\w+ ){0,2}(?:being alive|live|survive|come back)"
    ),
    (
        r"i (?:[\w']+ ){0,5}(?:bought|got|have|keep|kept|hid|hidden|holding|hold|staring at|looking at|counted|"
        rf"lined up|laid out) (?:[\w']+ ){{0,4}}{_MEANS} (?:ready|hidden|in (?:my|the) (?:drawer|bag|hand|pocket|car|"
        r"garage|bathroom|cupboard)|next to|beside|and (?:i|a)|under|on the (?:table|bed|floor)|tonight|just in case|"
        r"for when)"
    ),
    (
        r"(?:not|no longer|never) (?:\w+ )?(?:belong|meant to be|supposed to be|worthy of being|fit) (?:in|on|for) "
        r"this (?:world|earth|planet|life)"
    ),
    (
        r"(?:gave up|given up|giving up|give up) on (?:life|living|my life|myself and)|(?:over|done|finished) with "
        r"(?:life|living|this world|being here)(?! (?:in|at|with|on)\b)|through with (?:life|living)"
    ),
    (
        r"(?:want|need|like|love|wish) (?:to )?(?:just )?(?:be )?(?:gone|dead|not here|no longer here|no "
        r"more)(?=[.,!;?]|$)|(?:want|wish) (?:to be )?(?:erased|wiped out|deleted|buried)"
    ),
    (
        r"(?:trying|have to|need to) (?:hard )?(?:to )?(?:stay|keep myself|stop myself from (?:dying|jumping|doing)) "
        r"?(?:alive)?(?: until| for (?:the|my)|,|\.|$) ?(?:kids|children)?(?<=alive)"
    ),
    (
        r"(?:only|just) (?:still )?(?:alive|here|living|breathing) (?:because of|for) (?:the|my) (?:kids|children|"
        r"son|daughter|dog|cat|mother)|(?:kids|children|dog|cat) (?:are|is) the only (?:reason|thing)"
    ),
    (
        rf"{_FEAR} (?:of|about) what i (?:will|might|could|would|may|am capable|am going to)(?: be)?(?: capable of)? "
        r"?(?:do|doing)?|not (?:know|be responsible for|answer for) what i (?:will|might|would|could|am going to) "
        r"do(?: to| if| when| next time|[.,!]|$)"
    ),
    (
        r"(?:not|hardly|barely) (?:\w+ )?(?:control|hold|stop) (?:myself|my hands|my fists|my rage) (?:around|with|"
        rf"near|any (?:more|longer) (?:with|around)|from (?:hitting|hurting|going for)) ?{_THEM}?"
    ),
    (
        r"(?:buy|bought|find|found|get|hire|hired) (?:someone|somebody|a guy|a man|a hitman) (?:who will |who can |"
        rf"to )(?:kill|hurt|take care of|get rid of|beat|deal with) {_THEM}"
    ),
    (
        rf"{_HE} (?:\w+ ){{0,2}}(?:went for|goes for|came at|comes at|flew at|laid into|lays into|set about|jumped on|"
        r"lunged at|swung at|kneeled on|knelt on|sat on|sits on|stamped on|ran at|turned on) (?:me|us|my (?:throat|"
        r"face|neck)|the (?:kids|baby))(?! (?:verbally|with (?:words|questions)|for (?:being|leaving|not)))"
    ),
    (
        r"(?:in|into) a (?:headlock|chokehold|choke hold)|(?:fist|foot|head) through (?:the|a|my) (?:door|wall|"
        r"window)|(?:smash(?:ed|es)|broke|breaks|took|takes|hid|hides) my (?:phone|car keys|keys) (?:so|to) (?:that "
        r")?(?:i|stop me)"
    ),
    (
        r"not (?:allowed|permitted) (?:to leave|out of|to go out of|outside) (?:the |my |our )?(?:house|flat|home|"
        r"room)?|(?:stands?|standing|waits?|waiting|sits|parked) outside (?:my|our|the) (?:house|flat|work|door|"
        r"window|office) (?:every|all|at night|for hours|until|and will not)"
    ),
    (
        rf"{_FEAR} (?:for|of) (?:\w+ )?(?:my|our|the kids'?|the children'?s?) (?:life|lives|safety)|{_FEAR} (?:\w+ "
        r"){0,3}(?:tonight|at home|in my own (?:home|house|bed)) (?:because|of|with) (?:of )?(?:him|her|my)|(?:not|"
        r"never) (?:know|sure) if i will (?:survive|be alive|live|wake up)"
    ),
    (
        rf"{_HE} (?:\w+ ){{0,3}}(?:said|says|told me|swore|promised|texted)(?: that| me)? (?:\w+ ){{0,4}}(?:regret "
        r"being born|never walk again|end up like|watch my back|sleep with one eye|pay with my life|not live to|wish "
        r"i was dead|wish i were dead|be sorry i was born)"
    ),
    (
        r"(?:emergency|call|calling|called|phone|ring|rang|dial\w*) (?:\w+ ){0,2}(?:999|911|112|110|the police|an "
        r"ambulance)(?! (?:about the (?:noise|bike|car|theft|music)))[^.!?]{0,60}(?:hit|hurt|kill|knife|gun|attack|"
        r"threat|beat|chok|scared|bleed|pills)\w*"
    ),
    (
        r"(?:restraining order|women's (?:shelter|refuge)|refuge for women|shelter for)[^.!?]{0,60}(?:him|her|"
        r"violent|hit|beat|hurt|afraid|scared|us)"
    ),
    (
        r"(?:kids|children|son|daughter|baby|toddler) (?:\w+ ){0,4}(?:bruis\w+|black eye|marks|welts|flinch\w*|"
        rf"cower\w*)[^.!?]{{0,40}}(?:him|her|father|mother|{_HE})"
    ),
    (
        rf"{_HE} (?:\w+ ){{0,2}}(?:grabs?|grabbed|yank(?:s|ed)|shak(?:es)|shook|squeez(?:es|ed)|push(?:es|ed)|"
        r"shov(?:es|ed)|hit|hits|slap(?:s|ped)) (?:me|us|him|her|the (?:kids|baby)|my (?:arm|arms|neck|wrist|wrists|"
        r"face|son|daughter))(?= (?:so hard|hard|again|when (?:he|she) (?:is|was|gets|got)|in front|and (?:i|he|she|"
        r"it) (?:fell|bruis|bled|hurt|left|would not|broke|threw|hit)|until|across|every|last|yesterday|on \w+day|at "
        r"night|because i|if i)|[.,!;]|$)"
    ),
)
