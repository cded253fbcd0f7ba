//! Scales in Norwegian, Bokmål and Nynorsk.

use super::response_scale::ResponseScale;

/// The scales, as the English ones.
pub const SCALES: [ResponseScale; 7] = [
    ResponseScale {
        name: "agreement",
        steps: &[
            (
                -30,
                "helt uenig|svært uenig|meget uenig|veldig uenig|sterkt uenig|fullstendig uenig|heilt ueinig|svært ueinig|veldig ueinig|ikke enig i det hele tatt",
            ),
            (-20, "uenig|ueinig|ikke enig"),
            (
                -15,
                "nokså uenig|ganske uenig|for det meste uenig|overveiende uenig|nokså ueinig|ganske ueinig",
            ),
            (
                -10,
                "litt uenig|delvis uenig|noe uenig|til dels uenig|litt ueinig|delvis ueinig|noko ueinig",
            ),
            (
                0,
                "verken enig eller uenig|hverken enig eller uenig|verken uenig eller enig|verken einig eller ueinig|verken eller|hverken eller|både og|nøytral",
            ),
            (
                10,
                "litt enig|delvis enig|noe enig|til dels enig|litt einig|delvis einig|noko einig",
            ),
            (
                15,
                "nokså enig|ganske enig|for det meste enig|overveiende enig|nokså einig|ganske einig",
            ),
            (20, "enig|einig"),
            (
                30,
                "helt enig|svært enig|meget enig|veldig enig|sterkt enig|fullstendig enig|heilt einig|svært einig|veldig einig",
            ),
        ],
        undecided: true,
    },
    ResponseScale {
        name: "frequency",
        steps: &[
            (0, "aldri|ikke i det hele tatt"),
            (
                10,
                "nesten aldri|svært sjelden|meget sjelden|veldig sjelden|svært sjeldan",
            ),
            (20, "sjelden|sjeldan|ikke så ofte"),
            (
                40,
                "av og til|noen ganger|nokre gonger|iblant|en gang iblant|en gang i blant|nå og da|enkelte ganger|somme tider",
            ),
            (45, "omtrent halvparten av tiden|halvparten av tiden"),
            (50, "ofte|hyppig|regelmessig|ganske ofte"),
            (
                60,
                "svært ofte|meget ofte|veldig ofte|som regel|som oftest|for det meste|vanligvis|mesteparten av tiden|det meste av tiden",
            ),
            (70, "nesten alltid"),
            (80, "alltid|hele tiden|heile tida|hver gang"),
        ],
        undecided: false,
    },
    ResponseScale {
        name: "satisfaction",
        steps: &[
            (
                -40,
                "helt misfornøyd|ikke fornøyd i det hele tatt|slett ikke fornøyd|ekstremt misfornøyd",
            ),
            (
                -30,
                "svært misfornøyd|meget misfornøyd|veldig misfornøyd|svært utilfreds|meget utilfreds|svært misnøgd",
            ),
            (-20, "misfornøyd|utilfreds|ikke fornøyd|misnøgd"),
            (-15, "ganske misfornøyd|nokså misfornøyd|lite fornøyd"),
            (
                -10,
                "litt misfornøyd|noe misfornøyd|delvis misfornøyd|mindre fornøyd|litt misnøgd",
            ),
            (
                0,
                "verken fornøyd eller misfornøyd|hverken fornøyd eller misfornøyd|verken misfornøyd eller fornøyd|verken tilfreds eller utilfreds|verken nøgd eller misnøgd|verken eller|hverken eller|både og|nøytral",
            ),
            (10, "litt fornøyd|noe fornøyd|delvis fornøyd|litt nøgd"),
            (15, "ganske fornøyd|nokså fornøyd"),
            (20, "fornøyd|tilfreds|nøgd"),
            (
                30,
                "svært fornøyd|meget fornøyd|veldig fornøyd|svært tilfreds|meget tilfreds|svært nøgd",
            ),
            (40, "helt fornøyd|ekstremt fornøyd|fullstendig fornøyd"),
        ],
        undecided: true,
    },
    ResponseScale {
        name: "likelihood",
        steps: &[
            (
                -40,
                "helt sikkert ikke|definitivt ikke|ekstremt usannsynlig|absolutt ikke",
            ),
            (
                -30,
                "svært usannsynlig|meget usannsynlig|veldig usannsynlig|svært lite sannsynlig",
            ),
            (
                -20,
                "usannsynlig|lite sannsynlig|sannsynligvis ikke|trolig ikke|antakelig ikke|neppe|ikke sannsynlig",
            ),
            (-15, "ganske usannsynlig|nokså usannsynlig"),
            (-10, "litt usannsynlig|noe usannsynlig"),
            (
                0,
                "verken sannsynlig eller usannsynlig|hverken sannsynlig eller usannsynlig|verken eller|kanskje|nøytral",
            ),
            (10, "litt sannsynlig|noe sannsynlig"),
            (15, "ganske sannsynlig|nokså sannsynlig"),
            (20, "sannsynlig|sannsynligvis|trolig|antakelig"),
            (30, "svært sannsynlig|meget sannsynlig|veldig sannsynlig"),
            (40, "helt sikkert|definitivt|ekstremt sannsynlig|absolutt"),
        ],
        undecided: true,
    },
    ResponseScale {
        name: "quality",
        steps: &[
            (-30, "svært dårlig|meget dårlig|veldig dårlig"),
            (-20, "dårlig"),
            (-15, "ganske dårlig|nokså dårlig"),
            (
                -10,
                "mindre god|mindre godt|mindre bra|ikke så bra|under middels",
            ),
            (
                0,
                "verken god eller dårlig|verken godt eller dårlig|verken bra eller dårlig|hverken god eller dårlig|hverken bra eller dårlig|verken eller|middels|passe|akseptabel|ok|nøytral",
            ),
            (
                15,
                "ganske god|ganske godt|ganske bra|nokså god|nokså godt|nokså bra",
            ),
            (20, "god|godt|bra"),
            (
                30,
                "svært god|svært godt|svært bra|meget god|meget godt|meget bra|veldig god|veldig godt|veldig bra",
            ),
            (40, "utmerket|utmerka|fremragende"),
        ],
        undecided: true,
    },
    ResponseScale {
        name: "extent",
        steps: &[
            (
                0,
                "ikke i det hele tatt|slett ikke|overhodet ikke|ikkje i det heile",
            ),
            (
                10,
                "i svært liten grad|i meget liten grad|i veldig liten grad|svært lite|veldig lite",
            ),
            (20, "i liten grad|i mindre grad|i lav grad|litt|lite"),
            (
                30,
                "i noen grad|i nokon grad|til en viss grad|i moderat grad|delvis|noe",
            ),
            (40, "i stor grad|i høy grad|ganske mye|mye|mykje"),
            (
                50,
                "i svært stor grad|i meget stor grad|i veldig stor grad|i svært høy grad|svært mye|veldig mye|fullt og helt",
            ),
        ],
        undecided: false,
    },
    ResponseScale {
        name: "importance",
        steps: &[
            (
                0,
                "ikke viktig i det hele tatt|slett ikke viktig|svært uviktig|helt uviktig",
            ),
            (10, "ikke viktig|uviktig|mindre viktig|lite viktig"),
            (20, "litt viktig"),
            (
                25,
                "verken viktig eller uviktig|hverken viktig eller uviktig|verken eller|nøytral",
            ),
            (30, "ganske viktig|nokså viktig|noe viktig"),
            (40, "viktig"),
            (50, "svært viktig|meget viktig|veldig viktig"),
            (60, "ekstremt viktig|avgjørende"),
        ],
        undecided: false,
    },
];
