//! Scales in Danish.

use super::response_scale::ResponseScale;

/// The scales, as the English ones.
pub const SCALES: [ResponseScale; 8] = [
    ResponseScale {
        name: "agreement",
        steps: &[
            (
                -30,
                "helt uenig|meget uenig|fuldstændig uenig|fuldstændigt uenig|fuldt ud uenig|stærkt uenig|totalt uenig|slet ikke enig",
            ),
            (-20, "uenig|ikke enig"),
            (
                -15,
                "overvejende uenig|mest uenig|hovedsageligt uenig|ret uenig",
            ),
            (
                -10,
                "delvist uenig|delvis uenig|lidt uenig|noget uenig|til dels uenig|nærmest uenig|nogenlunde uenig",
            ),
            (
                0,
                "hverken enig eller uenig|hverken uenig eller enig|hverken enig/uenig|hverken eller|både og|neutral|neutralt",
            ),
            (
                10,
                "delvist enig|delvis enig|lidt enig|noget enig|til dels enig|nærmest enig|nogenlunde enig",
            ),
            (15, "overvejende enig|mest enig|hovedsageligt enig|ret enig"),
            (20, "enig"),
            (
                30,
                "helt enig|meget enig|fuldstændig enig|fuldstændigt enig|fuldt ud enig|stærkt enig|totalt enig",
            ),
        ],
        undecided: true,
    },
    ResponseScale {
        name: "frequency",
        steps: &[
            (0, "aldrig|på intet tidspunkt"),
            (
                10,
                "næsten aldrig|meget sjældent|yderst sjældent|stort set aldrig",
            ),
            (20, "sjældent|ikke så ofte|lidt af tiden"),
            (
                40,
                "nogle gange|sommetider|somme tider|undertiden|af og til|en gang imellem|engang imellem|indimellem|ind imellem|nu og da|lejlighedsvist|lejlighedsvis|noget af tiden",
            ),
            (
                45,
                "omkring halvdelen af tiden|cirka halvdelen af tiden|halvdelen af tiden",
            ),
            (
                50,
                "ofte|tit|hyppigt|regelmæssigt|jævnligt|en hel del af tiden",
            ),
            (
                60,
                "meget ofte|meget tit|for det meste|det meste af tiden|som regel",
            ),
            (70, "næsten altid|stort set altid"),
            (80, "altid|hele tiden|hver gang|konstant"),
        ],
        undecided: false,
    },
    ResponseScale {
        name: "frequency",
        steps: &[
            (0, "aldrig"),
            (20, "årligt|en gang om året|1 gang om året"),
            (
                30,
                "et par gange om året|nogle gange om året|flere gange om året|sjældnere end en gang om måneden|sjældnere end månedligt",
            ),
            (40, "månedligt|en gang om måneden|1 gang om måneden"),
            (
                50,
                "et par gange om måneden|flere gange om måneden|2-3 gange om måneden|nogle gange om måneden",
            ),
            (60, "ugentligt|en gang om ugen|1 gang om ugen"),
            (
                70,
                "et par gange om ugen|flere gange om ugen|2-3 gange om ugen|nogle gange om ugen",
            ),
            (80, "dagligt|hver dag|en gang om dagen"),
            (90, "flere gange om dagen|flere gange dagligt"),
        ],
        undecided: false,
    },
    ResponseScale {
        name: "satisfaction",
        steps: &[
            (
                -40,
                "helt utilfreds|fuldstændig utilfreds|yderst utilfreds|slet ikke tilfreds",
            ),
            (-30, "meget utilfreds|særdeles utilfreds"),
            (-20, "utilfreds|ikke tilfreds"),
            (
                -15,
                "overvejende utilfreds|temmelig utilfreds|ret utilfreds",
            ),
            (
                -10,
                "lidt utilfreds|noget utilfreds|delvist utilfreds|delvis utilfreds|mindre tilfreds|ikke særlig tilfreds",
            ),
            (
                0,
                "hverken tilfreds eller utilfreds|hverken utilfreds eller tilfreds|hverken eller|både og|neutral|neutralt",
            ),
            (
                10,
                "lidt tilfreds|noget tilfreds|delvist tilfreds|delvis tilfreds|nogenlunde tilfreds",
            ),
            (15, "overvejende tilfreds|temmelig tilfreds|ret tilfreds"),
            (20, "tilfreds"),
            (30, "meget tilfreds|særdeles tilfreds"),
            (
                40,
                "helt tilfreds|fuldstændig tilfreds|yderst tilfreds|fuldt ud tilfreds",
            ),
        ],
        undecided: true,
    },
    ResponseScale {
        name: "likelihood",
        steps: &[
            (
                -40,
                "helt sikkert ikke|bestemt ikke|yderst usandsynligt|slet ikke sandsynligt|nej, helt sikkert ikke",
            ),
            (-30, "meget usandsynligt|meget usandsynlig"),
            (
                -20,
                "usandsynligt|usandsynlig|sandsynligvis ikke|formentlig ikke|nok ikke|ikke sandsynligt|nej, sandsynligvis ikke",
            ),
            (-15, "overvejende usandsynligt|ret usandsynligt"),
            (
                -10,
                "lidt usandsynligt|noget usandsynligt|mindre sandsynligt|ikke særlig sandsynligt",
            ),
            (
                0,
                "hverken sandsynligt eller usandsynligt|hverken eller|måske|neutral|neutralt",
            ),
            (
                10,
                "lidt sandsynligt|noget sandsynligt|nogenlunde sandsynligt",
            ),
            (15, "overvejende sandsynligt|ret sandsynligt"),
            (
                20,
                "sandsynligt|sandsynlig|sandsynligvis|formentlig|nok|ja, sandsynligvis",
            ),
            (30, "meget sandsynligt|meget sandsynlig"),
            (
                40,
                "helt sikkert|bestemt|yderst sandsynligt|særdeles sandsynligt|ja, helt sikkert",
            ),
        ],
        undecided: true,
    },
    ResponseScale {
        name: "quality",
        steps: &[
            (-30, "meget dårlig|meget dårligt|meget ringe"),
            (-20, "dårlig|dårligt|ringe"),
            (
                -10,
                "mindre god|mindre godt|ikke så god|ikke så godt|under middel|ret dårlig|ret dårligt",
            ),
            (
                0,
                "hverken god eller dårlig|hverken godt eller dårligt|hverken dårlig eller god|hverken dårligt eller godt|hverken eller|middel|nogenlunde|rimelig|rimeligt|acceptabel|acceptabelt|jævn|jævnt|neutral|både og",
            ),
            (10, "over middel|ret god|ret godt"),
            (20, "god|godt"),
            (
                30,
                "meget god|meget godt|rigtig god|rigtig godt|vældig god|vældig godt",
            ),
            (
                40,
                "fremragende|særdeles god|særdeles godt|virkelig god|virkelig godt|udmærket",
            ),
        ],
        undecided: true,
    },
    ResponseScale {
        name: "extent",
        steps: &[
            (0, "slet ikke|overhovedet ikke"),
            (
                10,
                "i meget lav grad|i meget ringe grad|i meget lille grad|i meget begrænset grad|i meget lavt omfang|meget lidt",
            ),
            (
                20,
                "i lav grad|i ringe grad|i mindre grad|i lille grad|i begrænset grad|i lavt omfang|lidt|kun lidt",
            ),
            (
                30,
                "i nogen grad|til en vis grad|i moderat grad|i nogen udstrækning|i nogen omfang|i noget omfang|delvist|delvis|noget",
            ),
            (
                40,
                "i høj grad|i stor grad|i stor udstrækning|i højt omfang|i stort omfang|en del|meget",
            ),
            (
                50,
                "i meget høj grad|i meget stor grad|i særdeles høj grad|i meget stor udstrækning|i meget højt omfang|i meget stort omfang|fuldt ud|helt|rigtig meget|særdeles meget",
            ),
        ],
        undecided: false,
    },
    ResponseScale {
        name: "importance",
        steps: &[
            (
                0,
                "slet ikke vigtigt|slet ikke vigtig|helt uden betydning|meget uvigtigt|meget uvigtig",
            ),
            (
                10,
                "ikke vigtigt|ikke vigtig|uvigtigt|uvigtig|mindre vigtigt|mindre vigtig|ikke særlig vigtigt|ikke særlig vigtig",
            ),
            (20, "lidt vigtigt|lidt vigtig"),
            (
                25,
                "hverken vigtigt eller uvigtigt|hverken vigtig eller uvigtig|hverken eller|neutral",
            ),
            (
                30,
                "noget vigtigt|noget vigtig|nogenlunde vigtigt|nogenlunde vigtig|ret vigtigt|ret vigtig",
            ),
            (40, "vigtigt|vigtig"),
            (50, "meget vigtigt|meget vigtig"),
            (
                60,
                "yderst vigtigt|yderst vigtig|særdeles vigtigt|særdeles vigtig|afgørende",
            ),
        ],
        undecided: false,
    },
];
