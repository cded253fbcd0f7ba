//! Scales in German.

use super::response_scale::ResponseScale;

/// The scales, as the English ones.
pub const SCALES: [ResponseScale; 7] = [
    ResponseScale {
        name: "agreement",
        steps: &[
            (
                -30,
                "stimme überhaupt nicht zu|stimme gar nicht zu|stimme absolut nicht zu|stimme ganz und gar nicht zu|lehne stark ab|lehne völlig ab|lehne voll und ganz ab|trifft überhaupt nicht zu|trifft gar nicht zu|trifft absolut nicht zu",
            ),
            (-20, "stimme nicht zu|lehne ab|trifft nicht zu"),
            (
                -10,
                "stimme eher nicht zu|stimme weniger zu|stimme kaum zu|lehne eher ab|trifft eher nicht zu|trifft weniger zu|trifft kaum zu|trifft wenig zu",
            ),
            (
                0,
                "weder noch|teils teils|unentschieden|neutral|stimme weder zu noch lehne ich ab|stimme weder zu noch nicht zu|weder zustimmung noch ablehnung|stimme teils zu, teils nicht zu|trifft teils zu, teils nicht zu|trifft teils teils zu|mittelmäßig",
            ),
            (
                5,
                "stimme teilweise zu|trifft teilweise zu|stimme teils zu|trifft teils zu",
            ),
            (10, "stimme eher zu|trifft eher zu|stimme etwas zu"),
            (
                15,
                "stimme überwiegend zu|stimme weitgehend zu|trifft überwiegend zu|trifft weitgehend zu",
            ),
            (20, "stimme zu|trifft zu|ich stimme zu"),
            (
                30,
                "stimme voll zu|stimme voll und ganz zu|stimme völlig zu|stimme vollkommen zu|stimme vollständig zu|stimme stark zu|stimme ganz zu|stimme absolut zu|stimme sehr zu|trifft voll zu|trifft voll und ganz zu|trifft völlig zu|trifft vollkommen zu|trifft vollständig zu|trifft genau zu|trifft sehr zu",
            ),
        ],
        undecided: true,
    },
    ResponseScale {
        name: "frequency",
        steps: &[
            (0, "nie|niemals|zu keiner zeit"),
            (
                10,
                "fast nie|so gut wie nie|beinahe nie|sehr selten|äußerst selten",
            ),
            (20, "selten"),
            (
                40,
                "manchmal|gelegentlich|ab und zu|hin und wieder|von zeit zu zeit|mitunter",
            ),
            (
                45,
                "etwa die hälfte der zeit|die hälfte der zeit|in der hälfte der zeit",
            ),
            (50, "oft|häufig|öfter|öfters|regelmäßig"),
            (
                60,
                "sehr oft|sehr häufig|meistens|meist|in der regel|die meiste zeit",
            ),
            (70, "fast immer|beinahe immer"),
            (80, "immer|stets|ständig|jedes mal|die ganze zeit"),
        ],
        undecided: false,
    },
    ResponseScale {
        name: "satisfaction",
        steps: &[
            (
                -40,
                "völlig unzufrieden|äußerst unzufrieden|extrem unzufrieden|überhaupt nicht zufrieden|gar nicht zufrieden",
            ),
            (-30, "sehr unzufrieden"),
            (-20, "unzufrieden|nicht zufrieden"),
            (-15, "ziemlich unzufrieden|überwiegend unzufrieden"),
            (
                -10,
                "eher unzufrieden|etwas unzufrieden|teilweise unzufrieden|weniger zufrieden|eher nicht zufrieden",
            ),
            (
                0,
                "weder zufrieden noch unzufrieden|weder unzufrieden noch zufrieden|weder noch|teils teils|neutral",
            ),
            (
                10,
                "eher zufrieden|etwas zufrieden|teilweise zufrieden|einigermaßen zufrieden",
            ),
            (15, "ziemlich zufrieden|überwiegend zufrieden"),
            (20, "zufrieden"),
            (30, "sehr zufrieden"),
            (
                40,
                "völlig zufrieden|vollkommen zufrieden|äußerst zufrieden|extrem zufrieden|voll und ganz zufrieden",
            ),
        ],
        undecided: true,
    },
    ResponseScale {
        name: "likelihood",
        steps: &[
            (
                -40,
                "äußerst unwahrscheinlich|auf keinen fall|keinesfalls|bestimmt nicht|ganz sicher nicht|sicher nicht|ganz bestimmt nicht|überhaupt nicht wahrscheinlich",
            ),
            (-30, "sehr unwahrscheinlich"),
            (
                -20,
                "unwahrscheinlich|wahrscheinlich nicht|nicht wahrscheinlich",
            ),
            (-15, "ziemlich unwahrscheinlich"),
            (
                -10,
                "eher unwahrscheinlich|etwas unwahrscheinlich|wenig wahrscheinlich|eher nicht",
            ),
            (
                0,
                "weder wahrscheinlich noch unwahrscheinlich|weder noch|vielleicht|möglicherweise|teils teils|neutral",
            ),
            (10, "eher wahrscheinlich|etwas wahrscheinlich"),
            (15, "ziemlich wahrscheinlich"),
            (20, "wahrscheinlich"),
            (30, "sehr wahrscheinlich"),
            (
                40,
                "äußerst wahrscheinlich|auf jeden fall|bestimmt|ganz bestimmt|ganz sicher|sicher",
            ),
        ],
        undecided: true,
    },
    ResponseScale {
        name: "quality",
        steps: &[
            (-30, "sehr schlecht|ungenügend"),
            (-20, "schlecht|mangelhaft"),
            (
                -10,
                "eher schlecht|ziemlich schlecht|weniger gut|nicht so gut|unterdurchschnittlich|ausreichend",
            ),
            (
                0,
                "weder gut noch schlecht|weder schlecht noch gut|weder noch|mittelmäßig|mittel|durchschnittlich|befriedigend|zufriedenstellend|akzeptabel|teils teils|neutral|es geht|geht so",
            ),
            (10, "eher gut|ziemlich gut|überdurchschnittlich"),
            (20, "gut"),
            (30, "sehr gut"),
            (40, "ausgezeichnet|hervorragend|exzellent"),
        ],
        undecided: true,
    },
    ResponseScale {
        name: "extent",
        steps: &[
            (0, "überhaupt nicht|gar nicht|nicht"),
            (10, "sehr wenig|kaum|in sehr geringem maße"),
            (20, "wenig|ein wenig|ein bisschen|in geringem maße|etwas"),
            (
                30,
                "mittelmäßig|mäßig|teilweise|einigermaßen|in gewissem maße|in mittlerem maße|teils teils",
            ),
            (40, "ziemlich"),
            (45, "in hohem maße|in großem maße|stark|viel"),
            (50, "sehr"),
            (
                60,
                "sehr stark|sehr viel|außerordentlich|äußerst|völlig|voll und ganz|in sehr hohem maße",
            ),
        ],
        undecided: false,
    },
    ResponseScale {
        name: "importance",
        steps: &[
            (
                0,
                "überhaupt nicht wichtig|gar nicht wichtig|völlig unwichtig",
            ),
            (5, "sehr unwichtig"),
            (10, "unwichtig|nicht wichtig"),
            (
                20,
                "eher unwichtig|weniger wichtig|wenig wichtig|eher nicht wichtig",
            ),
            (
                25,
                "weder wichtig noch unwichtig|weder noch|teils teils|neutral",
            ),
            (30, "eher wichtig|etwas wichtig|ziemlich wichtig"),
            (40, "wichtig"),
            (50, "sehr wichtig"),
            (60, "äußerst wichtig|extrem wichtig"),
        ],
        undecided: false,
    },
];
