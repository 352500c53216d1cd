"""Closed lists of English words, for telling a noun phrase from a run of words without a tagger.

Words that are both noun and verb ("plan", "report", "cut") are in no list: how the batch uses them decides.
"""


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


DETERMINERS = _set(
    "a an the this that these those my your his her its our their some any no every each either neither another "
    "both all such what which whose many much more most few fewer several enough half own other others same certain "
    "various"
)
PRONOUNS = _set(
    "i you he she it we they me him us them who whom mine yours ours theirs myself yourself himself herself itself "
    "ourselves themselves one ones someone somebody anyone anybody everyone everybody nobody something anything "
    "everything nothing none"
)
MODALS = _set("will would shall should can could may might must cannot can't won't don't doesn't didn't to not never")
AUXILIARIES = _set(
    "be is are was were been being am do does did doing done have has had having isn't aren't wasn't weren't hasn't "
    "haven't hadn't get gets got getting let lets"
)
PREPOSITIONS = _set(
    "of to in for on at by with from into onto over under up down out off about above across after against along "
    "among amid around as before behind below beneath beside besides between beyond despite during except inside "
    "like near outside per since than through throughout till toward towards underneath until unlike upon via "
    "within without amongst alongside regarding concerning versus"
)
INNER = _set("of to for in on and")
"""May stand inside a name, alone between two other words, never at an end."""
CONJUNCTIONS = _set(
    "and or but nor so yet if because although though while whilst whereas unless whether when where why how"
)
ADVERBS = _set(
    "again ago ahead almost alone already also always anyway apart aside away back soon ever even far fast forward "
    "hence here however indeed instead just later least less long maybe meanwhile moreover nevertheless now "
    "nowadays often once only otherwise perhaps quite rather still then there therefore thus together today "
    "tomorrow tonight too twice very well whatever yesterday yes no else enough further please abroad overnight etc "
    "e.g i.e vs worldwide upstream downstream sometimes somewhat somehow mostly"
)
NUMBERS = _set(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand "
    "thousands million millions billion billions dozen dozens first second third fourth fifth sixth seventh eighth "
    "ninth tenth half quarter tenths hundredth pound pounds per cent percent"
)
TIMES = _set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
    "september october november december day days week weeks month months year years hour hours minute minutes "
    "morning afternoon evening night nights weekend today time times decade decades century spring summer autumn "
    "winter moment season"
)
VAGUE = _set(
    "thing things way ways lot lots bit kind kinds sort sorts part parts number numbers people person man men "
    "somebody case cases example examples point points place places something anything question questions answer "
    "answers fact reason reasons issue issues problem problems level levels range series set piece side sides end "
    "start beginning rest idea ideas word words matter context situation approach step steps thanks read post posts "
    "blog article articles story item items detail details list view views look name names type types area areas "
    "share amount team teams result results effect effects difference role roles impact group groups finding "
    "findings everyone month home mile miles metre metres authors author researchers study studies tenth"
)
"""Nouns that name nothing alone."""
REPORTING = _set(
    "say says said saying tell tells told telling add adds added adding ask asks asked asking warn warns warned "
    "warning claim claims claimed argue argues argued explain explains explained announce announces announced "
    "suggest suggests suggested insist insists insisted believe believes believed think thinks thought admit admits "
    "admitted agree agrees agreed reply replies replied write writes wrote written describe describes described "
    "note notes noted publish publishes published reveal reveals revealed confirm confirms confirmed call calls "
    "called urge urges urged report reports reported reporting"
)
SPEAKING = _set("said says told added adds explained argued warned asked replied writes wrote insisted admitted")
"""Beside a capitalised word these show that it is somebody's name."""
VERBS = _set(
    "resume resumed unveil unveiled vow vowed loom soar fade faded linger spoil spoilt spare stall stalled agree "
    "arrange attend attract admire adopt blame borrow celebrate collect combine compare complain convince decline "
    "defend delay depart destroy differ disappear divide earn elect emerge enjoy ensure expand expire explore fund "
    "gather guess ignore imagine impose imposed inform insist invite launch launched listen matter merge observe "
    "occur oppose organise overcome owe perform permit persuade prefer prepare pretend proceed protect prove push "
    "quit realise recall recognise recommend refer regard reject remember repair repeat revive revived save scrap "
    "select settle shut skip speak split spread steal steer strip submit suit surge surround swap tackle throw "
    "trust urge vanish wake warm weaken worsen accept achieve act affect afford aim allow allows appear apply "
    "arrive arrived assume avoid become becomes became began begin begins begun belong bring brings brought build "
    "built buy bought came carry carried catch caught choose chose chosen come comes consider consist contain "
    "continue continues create created deal decide decided deliver demand depend deserve develop discuss draw drawn "
    "drove eat enable encourage establish exist expect expects expected faced facing fail failed fall fallen feel "
    "feels felt fell fetch fill find finds found follow follows followed force forget forgot gave give gives given "
    "go goes gone going went grew grow grows grown happen happens happened hear heard held help helps helped hold "
    "holds hope identify improve include includes included increase increased introduce involve involved join "
    "joined keep keeps kept knew know knows known lead leads learn learned learnt leave leaves left lie lies live "
    "lives lived lose loses lost made maintain make makes making manage mean means meant meet meets met move moved "
    "must need needed needs negotiate obtain offer offered open opened operate own paid pay pays pick picked "
    "prevent produce promise provide provides provided publish put puts raise raised ran reach reached receive "
    "received recover reduce reduced refuse relate rely remain remains remove removed replace require required "
    "requires resolve respond restore retain return rise rose run running runs rung sat saw see seek seeks seem "
    "seems seen sell send sent serve sets shown show shows showed sign signed sit sits sold solve spend spent spoke "
    "spoken stand stands stay stayed stood stop stopped strengthen struggle succeed suffer support supported "
    "survive take takes taken took talk talks teach tend thank threaten threw thrive translate treat tried tries "
    "try trying turn turned turns understand use used uses using visit wait walk want wanted wants watch wear "
    "welcomed win wins won wish wonder worked works worn worry being doing getting having taking coming putting "
    "working talking looking asking saying finding meaning bringing keeping leaving starting stopping setting "
    "moving seeing knowing thinking wanting needing becoming giving showing allowing helping increasing improving "
    "reducing providing ensuring creating supporting developing delivering seeking"
)
AMBIGUOUS = _set(
    "blame decline delay divide fund launch matter push recall repair repeat split spread surge swap trust guess "
    "save spare suit merge act aim demand force help hope increase lead lives means move need needs offer pay "
    "promise return rise run runs sign stand stop struggle support talk talks turn use uses view visit wait walk "
    "watch win wish works working meaning meeting setting warning report reports note notes call calls claim claims "
    "fall deal set study draw wear worry share own open work finding findings building training thinking"
)
"""In a list of verbs but nouns as well: how the batch uses them decides."""
ADJECTIVES = _set(
    "able available aware bad bare best better big bigger biggest busy cheap clear clearer cold common current dark "
    "different difficult due early easier easy effective entire equal extra fair far few final fine free fresh full "
    "further future general good great greater hard harder heavy helpful high higher highest hot huge important "
    "interesting joint key large larger largest last late later latest likely little live local long longer low "
    "lower main major mere minor modern much natural necessary new newer next nice noisy normal old older oldest "
    "only open particular past poor popular possible potential powerful present previous private proper public "
    "quick quiet ready real recent relevant right rich risky rural safe separate serious sharp short shared "
    "short-term significant similar simple single slow small smaller sound special specific strong stronger sure "
    "tough true typical unable unlikely urban usual viable vital warm weak whole wide wider willing wrong young "
    "younger rare wet dry scarce tired lone level second-hand everyday same-day full-time part-time clinical "
    "digital virtual national regional financial integrated online offline primary secondary medical social "
    "political personal individual central official"
)
PALE = _set(
    "new latest recent other different important good better best great big bigger huge small smaller little large "
    "larger last next first second third main key real right wrong hard difficult easy strong clear single current "
    "previous future whole full several certain possible potential likely specific particular significant further "
    "wider young old older younger long short high low higher lower early late nearby same true bare many much more "
    "most less few rare"
)
"""Adjectives that make no phrase more telling at its head."""
NOT_LY = _set(
    "family supply assembly reply monopoly anomaly july italy bully jelly ally rally fly belly elderly early daily "
    "weekly monthly"
)
NOT_ADJECTIVE = _set(
    "hospital trial approval proposal capital festival arrival survival removal goal deal meal appeal signal "
    "journal animal material manual rental renewal referral arsenal initiative executive representative archive "
    "drive incentive hive objective narrative alternative perspective detective clinic traffic music topic fabric "
    "mechanic public critic pandemic epidemic republic council table cable vegetable timetable bible variable virus "
    "bus campus bonus census status focus chorus circus consensus surplus professional official individual criminal "
    "rival canal coal betrayal burial denial dismissal disposal funeral mineral terminal tribunal plastic logic "
    "statistic antibiotic mosaic academic arithmetic relative collective native active nursery access library salary "
    "boundary summary diary dictionary secretary commentary documentary anniversary infirmary dispensary sanctuary "
    "estuary tributary vocabulary obituary burglary beneficiary subsidiary judiciary constabulary apiary motive "
    "cooperative locomotive parish fish dish rubbish pattern concern lantern tavern cavern barrier carrier supplier "
    "courier soldier cashier pier frontier priest harvest forest"
)
"""Nouns with the ending of an adjective."""
HONORIFICS = _set(
    "mr mrs ms miss dr doctor prof professor sir dame lord lady baroness cllr councillor rev reverend captain capt "
    "minister president judge inspector sergeant"
)
GIVEN_NAMES = _set(
    "callum kieran declan sanjay anil amir bilal farah zara mohammad ravi sunil deepak nisha mei wei tunde kwame "
    "ngozi aoife niamh siobhan ciaran eoin rhys dylan owen gwen angus hamish fergus iain euan isla freya poppy "
    "jasmine grace charlie josh ollie ellie millie evie erin holly phoebe lydia imogen edith florence harriet theo "
    "felix max toby jacob ethan logan mason tyler connor jamie aaron abdul abigail adam adrian ahmed aisha alan "
    "albert alex alexander alexandra alice alison amanda amelia amy andrea andrew angela anita ann anna anne "
    "anthony antonio arthur barbara ben benjamin beth brian bridget bruce carl carlos carol caroline catherine "
    "charles charlotte chloe chris christian christina christine christopher claire clara clare colin craig daniel "
    "david dawn deborah denise dennis diana diane donald donna dorothy douglas duncan edward eleanor elena "
    "elizabeth ella ellen emily emma eric erica eva evelyn fatima fiona frances francis frank fred gareth gary "
    "gavin geoff geoffrey george georgia gerald gillian gordon graham grant greg gregory hannah harry hassan "
    "heather helen henry hilary howard hugh ian ibrahim imran irene isabel isabella ivan jack jacqueline james jane "
    "janet jason jean jeff jennifer jenny jeremy jessica jill jim joan joanna joanne joe john jonathan jordan "
    "joseph joshua joyce juan judith julia julian julie june karen kate katherine kathleen katie keith kelly ken "
    "kenneth kevin kim kirsty laura lauren lawrence leah lee leo leon leonard lesley lewis liam linda lisa liz "
    "louis louise lucy luke lynn malcolm marc margaret maria marie marion martha martin mary matthew maureen megan "
    "mehmet melanie michael michelle miguel mike mohammed mohamed molly monica nadia nancy naomi natalie natasha "
    "neil nicholas nick nicola nicole nigel nikki nina norman oliver olivia omar oscar pam pamela patricia patrick "
    "paul paula pauline pedro penny peter philip phil pierre priya rachel raj rebecca richard rita rob robert robin "
    "roger ronald rory rosemary ross roy russell ruth ryan sally sam samantha samuel sandra sara sarah scott sean "
    "sharon sheila shirley simon sofia sophia sophie stella stephanie stephen steve steven stuart sue susan suzanne "
    "sylvia tara teresa terry thomas tim timothy tina tom tony tracey tracy trevor valerie vanessa veronica vicky "
    "victor victoria vincent virginia walter wayne wendy wes wesley william yasmin yusuf yvonne zoe"
)

FUNCTION = DETERMINERS | PRONOUNS | MODALS | AUXILIARIES | PREPOSITIONS | CONJUNCTIONS | ADVERBS | NUMBERS
"""Words at which a run of words breaks, save those of `INNER`."""
VERBAL = (VERBS | REPORTING | {f"{verb}s" for verb in VERBS}) - AMBIGUOUS - {f"{word}s" for word in AMBIGUOUS}
