"""Small tables of English: function words, irregular forms, phrases that stand for a verb."""


def listed(words: str) -> frozenset[str]:
    """Give words that are parted by white space as a set."""
    return frozenset(words.split())


def _ordered(words: str) -> list[str]:
    return words.split()


FUNCTION_WORDS = listed("""
    a an the this that these those some any each every all both either neither such same other another no not nor
    i you he she it we they me him her us them my your his its our their mine yours hers ours theirs who whom whose
    which what where when why how there here myself itself himself herself themselves one ones
    and or but so yet if because although though while whereas unless until since as than whether
    of in on at by for with without about against between into through during before after above below to from up down
    out off over under again further then once per via within among amid across along around near towards toward upon
    be am is are was were been being have has had having do does did doing will would shall should can could may might
    must ought need
    also just only even still already too very much more most less least many few several now ever never often quite
    rather s t d ll m re ve says said say according told tells tell
    """)
IRREGULAR = {
    form: base
    for form, _, base in (
        pair.partition(">")
        for pair in listed(
            """
            rose>rise risen>rise fell>fall fallen>fall grew>grow grown>grow sank>sink sunk>sink shrank>shrink
            shrunk>shrink won>win lost>lose began>begin begun>begin shut>shut bought>buy sold>sell lent>lend
            gave>give given>give took>take taken>take came>come went>go gone>go left>leave kept>keep found>find
            made>make paid>pay said>say told>tell saw>see seen>see knew>know known>known thought>think brought>bring
            built>build held>hold led>lead met>meet spent>spend stood>stand understood>understand wrote>write
            written>write drove>drive driven>drive broke>break broken>break chose>choose chosen>choose spoke>speak
            spoken>speak forgot>forget forgotten>forget hid>hide hidden>hide beaten>beat forbade>forbid
            forbidden>forbid withdrew>withdraw withdrawn>withdraw upheld>uphold overturned>overturn cut>cut
            quit>quit ran>run sent>send struck>strike stricken>strike taught>teach caught>catch fought>fight
            sought>seek died>die dying>die dies>die dead>dead lay>lie lain>lie men>man women>woman children>child
            people>people felt>feel became>become shown>show heard>hear got>get gotten>get set>set put>put hit>hit
            read>read let>let drew>draw drawn>draw flew>fly flown>fly threw>throw thrown>throw wore>wear worn>wear
            swore>swear sworn>swear shot>shoot slid>slide swept>sweep slept>sleep dealt>deal meant>mean
            meanwhile>meanwhile lives>life wives>wife deaths>death births>birth bigger>bigger better>better
            worse>worse oversaw>oversee overseen>oversee
            """
        )
    )
}
PHRASES = {
    ("turn", "down"): "reject",
    ("call", "off"): "cancel",
    ("vote", "against"): "oppose",
    ("vote", "for"): "support",
    ("go", "up"): "rise",
    ("go", "down"): "fall",
    ("come", "down"): "fall",
    ("lay", "off"): "sack",
    ("rule", "out"): "reject",
    ("step", "down"): "resign",
    ("wipe", "out"): "destroy",
    ("shut", "down"): "close",
    ("throw", "out"): "reject",
    ("strike", "down"): "reject",
    ("set", "up"): "create",
    ("carry", "on"): "continue",
    ("speed", "up"): "accelerate",
    ("slow", "down"): "slow",
    ("hold", "up"): "delay",
    ("put", "off"): "postpone",
    ("give", "up"): "abandon",
    ("take", "on"): "hire",
}
"""A verb and the small word after it -> the verb that they mean."""
DIRECTIONS = {"up": "rise", "down": "fall"}
NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        _ordered(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
            " fifteen sixteen seventeen eighteen nineteen"
        )
    )
} | {
    word: 10 * value
    for value, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
MULTIPLIERS = {
    "hundred": 100,
    "thousand": 1_000,
    "k": 1_000,
    "million": 1_000_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "billion": 1_000_000_000,
    "bn": 1_000_000_000,
    "b": 1_000_000_000,
    "trillion": 1_000_000_000_000,
    "tn": 1_000_000_000_000,
    "dozen": 12,
}
