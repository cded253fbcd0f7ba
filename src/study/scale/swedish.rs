//! Scales in Swedish.

use super::response_scale::ResponseScale;

/// The scales, as the English ones.
pub const SCALES: [ResponseScale; 7] = [
    ResponseScale {
        name: "agreement",
        steps: &[
            (
                -30,
                "instämmer inte alls|instämmer absolut inte|håller inte alls med|stämmer inte alls|tar helt avstånd|tar starkt avstånd|helt oenig|mycket oenig|stämmer absolut inte",
            ),
            (
                -20,
                "instämmer inte|instämmer ej|håller inte med|stämmer inte|tar avstånd|oenig",
            ),
            (
                -15,
                "instämmer i stort sett inte|stämmer ganska dåligt|stämmer dåligt|instämmer knappast",
            ),
            (
                -10,
                "instämmer i låg grad|instämmer i liten grad|instämmer till liten del|instämmer delvis inte|håller delvis inte med|delvis oenig|något oenig|tar delvis avstånd",
            ),
            (
                0,
                "varken instämmer eller tar avstånd|varken instämmer eller inte|varken instämmer eller inte instämmer|varken håller med eller inte|varken enig eller oenig|varken eller|neutral",
            ),
            (
                10,
                "instämmer delvis|delvis instämmer|instämmer till viss del|instämmer i viss mån|instämmer till viss grad|instämmer något|håller delvis med|stämmer delvis|stämmer till viss del|delvis enig|något enig",
            ),
            (
                15,
                "instämmer i stort sett|instämmer till stor del|stämmer ganska bra|stämmer till stor del",
            ),
            (
                20,
                "instämmer|instämmer i hög grad|håller med|stämmer|stämmer bra|enig",
            ),
            (
                30,
                "instämmer helt|instämmer fullständigt|instämmer helt och hållet|instämmer starkt|instämmer absolut|håller helt med|stämmer helt|stämmer helt och hållet|stämmer precis|stämmer mycket bra|helt enig|mycket enig",
            ),
        ],
        undecided: true,
    },
    ResponseScale {
        name: "frequency",
        steps: &[
            (0, "aldrig|inte någon gång"),
            (10, "nästan aldrig|mycket sällan|väldigt sällan"),
            (20, "sällan|inte så ofta"),
            (
                40,
                "ibland|då och då|emellanåt|någon gång|någon gång ibland",
            ),
            (
                45,
                "ungefär hälften av tiden|cirka hälften av tiden|halva tiden",
            ),
            (50, "ofta|regelbundet|ganska ofta"),
            (
                60,
                "mycket ofta|väldigt ofta|oftast|för det mesta|vanligtvis|mestadels",
            ),
            (70, "nästan alltid"),
            (80, "alltid|hela tiden|varje gång|jämt"),
        ],
        undecided: false,
    },
    ResponseScale {
        name: "satisfaction",
        steps: &[
            (-40, "inte alls nöjd|helt missnöjd|extremt missnöjd"),
            (-30, "mycket missnöjd|väldigt missnöjd"),
            (-20, "missnöjd|inte nöjd|ej nöjd"),
            (-15, "ganska missnöjd|inte särskilt nöjd|inte så nöjd"),
            (-10, "något missnöjd|lite missnöjd|delvis missnöjd"),
            (
                0,
                "varken nöjd eller missnöjd|varken missnöjd eller nöjd|varken eller|neutral",
            ),
            (10, "något nöjd|lite nöjd|delvis nöjd"),
            (15, "ganska nöjd"),
            (20, "nöjd"),
            (30, "mycket nöjd|väldigt nöjd"),
            (40, "helt nöjd|extremt nöjd|fullständigt nöjd"),
        ],
        undecided: true,
    },
    ResponseScale {
        name: "likelihood",
        steps: &[
            (
                -40,
                "extremt osannolikt|absolut inte|definitivt inte|inte alls troligt|inte alls sannolikt|säkert inte",
            ),
            (-30, "mycket osannolikt|väldigt osannolikt"),
            (
                -20,
                "osannolikt|inte troligt|inte sannolikt|troligen inte|troligtvis inte|förmodligen inte|sannolikt inte",
            ),
            (
                -15,
                "ganska osannolikt|inte särskilt troligt|inte särskilt sannolikt",
            ),
            (-10, "något osannolikt|lite osannolikt"),
            (
                0,
                "varken troligt eller otroligt|varken sannolikt eller osannolikt|varken troligt eller osannolikt|varken eller|kanske|neutral",
            ),
            (10, "något troligt|något sannolikt|lite sannolikt"),
            (15, "ganska troligt|ganska sannolikt"),
            (20, "troligt|sannolikt|troligen|troligtvis|förmodligen"),
            (
                30,
                "mycket troligt|mycket sannolikt|väldigt troligt|väldigt sannolikt",
            ),
            (
                40,
                "extremt sannolikt|absolut|definitivt|helt säkert|säkert",
            ),
        ],
        undecided: true,
    },
    ResponseScale {
        name: "quality",
        steps: &[
            (
                -30,
                "mycket dålig|mycket dåligt|väldigt dålig|väldigt dåligt",
            ),
            (-20, "dålig|dåligt"),
            (-15, "ganska dålig|ganska dåligt"),
            (-10, "mindre bra|mindre god|inte så bra|under medel"),
            (
                0,
                "varken bra eller dålig|varken bra eller dåligt|varken god eller dålig|varken dålig eller bra|varken dåligt eller bra|varken eller|medel|någorlunda|okej|ok|acceptabel|acceptabelt|godkänd|godkänt|genomsnittlig|neutral",
            ),
            (15, "ganska bra|ganska god|ganska gott"),
            (20, "bra|god|gott"),
            (30, "mycket bra|väldigt bra|mycket god|mycket gott"),
            (40, "utmärkt|utmärkta|enastående"),
        ],
        undecided: true,
    },
    ResponseScale {
        name: "extent",
        steps: &[
            (0, "inte alls"),
            (
                10,
                "i mycket liten utsträckning|i mycket låg grad|i mycket liten grad|mycket lite|väldigt lite",
            ),
            (
                20,
                "i liten utsträckning|i låg grad|i liten grad|i ringa grad|till liten del|lite|lite grann",
            ),
            (
                30,
                "i viss utsträckning|i viss mån|till viss del|till viss grad|i någon mån|delvis|något",
            ),
            (
                40,
                "i stor utsträckning|i hög grad|till stor del|ganska mycket|mycket",
            ),
            (
                50,
                "i mycket stor utsträckning|i mycket hög grad|väldigt mycket|helt|helt och hållet",
            ),
        ],
        undecided: false,
    },
    ResponseScale {
        name: "importance",
        steps: &[
            (
                0,
                "inte alls viktigt|inte alls viktig|helt oviktigt|mycket oviktigt",
            ),
            (
                10,
                "inte viktigt|inte viktig|oviktigt|oviktig|mindre viktigt|mindre viktig|inte särskilt viktigt|inte särskilt viktig",
            ),
            (20, "lite viktigt|lite viktig"),
            (
                25,
                "varken viktigt eller oviktigt|varken viktig eller oviktig|varken eller|neutral",
            ),
            (
                30,
                "ganska viktigt|ganska viktig|något viktigt|något viktig",
            ),
            (40, "viktigt|viktig"),
            (
                50,
                "mycket viktigt|mycket viktig|väldigt viktigt|väldigt viktig",
            ),
            (60, "extremt viktigt|extremt viktig|avgörande"),
        ],
        undecided: false,
    },
];
