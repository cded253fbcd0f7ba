//! Languages of transcripts: their names, and detection from text.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// A language that can be detected and stemmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// ISO 639-1 code.
    pub code: &'static str,
    /// English name.
    pub name: &'static str,
    /// Stop words: the commonest function words of speech.
    words: &'static str,
}

/// The code of any other language, and of a text too short to detect.
pub const OTHER: &str = "other";

/// The supported languages.
pub const LANGUAGES: [Language; 8] = [
    Language {
        code: "da",
        name: "Danish",
        words: "af alle alt altid altså anden andre at bare blev blive bliver da de dem den denne der deres det dette dig din \
            disse du efter eller en er et for fordi fra få får fik gør gøre ham han har havde hele hende her hun hvad hvis hvor \
            hvordan hvorfor igen ikke ind ja jeg jo kan kun kunne lidt lige man mange med meget mellem men mig min mit måtte ned nej \
            nogen noget nok nu når og også om op os over på selv sig sin skal skulle som så sådan til ud under var vel vi vil ville \
            være været",
    },
    Language {
        code: "en",
        name: "English",
        words: "about after all also an and any are as at be because been but by can could did do does don for from get go had has \
            have he her here him his how if in into is it its just know like me more much my no not now of on one or our out over \
            people really she so some than that the their them then there these they this those to up us very was we well were what \
            when where which who why will with would yes yeah you your",
    },
    Language {
        code: "de",
        name: "German",
        words: "aber alle alles als also am an auch auf aus bei bin bist da dann das dass dem den der des die dich dir doch du ein \
            eine einem einen einer er es für habe haben hat hatte hier ich ihm ihn ihr ihre im immer in ist ja kann kein keine können \
            man mal mehr mein meine mich mir mit muss müssen nach nein nicht noch nur oder schon sehr sein seine sich sie sind so \
            über um und uns unter viel von vor war waren warum was weil wenn wer werden wie wieder will wir wird wo wurde zu zum zur",
    },
    Language {
        code: "sv",
        name: "Swedish",
        words: "alla allt alltid alltså andra att av bara bli blir blev de dem den denna deras dessa det detta dig din du där efter \
            eftersom eller en ett fick från få får för göra gör ha hade han har hela henne hennes här hon honom hur i igen in inte ja \
            jag ju kan kunde lite liksom man mellan men mig min mycket många måste ner nej nog nu något någon när och också om oss på \
            sig själv sin ska skulle som sådan så till under upp ut vad var vara varför varit vi vid vill väl än är över",
    },
    Language {
        code: "nb",
        name: "Norwegian",
        words: "alle alltid alt altså andre annen at av bare ble bli blir da de deg dei dem den denne der deres det dette din disse \
            du eg ein eit eller en enn er et etter fikk for fordi fra få får gjør gjøre hadde ham han har hele henne her hun hva \
            hvis hvor hvordan hvorfor igjen ikke ikkje inn ja jeg jo kan kun kunne litt man mange med meg mellom men min mitt mye må \
            måtte ned nei noe noen nok nå når og også om opp oss over på selv seg sin skal skulle som så sånn til under ut var vel \
            veldig vi vil ville vært være",
    },
    Language {
        code: "nl",
        name: "Dutch",
        words: "aan al als altijd andere ben bent bij daar dan dat de deze die dit door dus een eigenlijk en er even ga geen gewoon \
            goed haar had hadden heb hebben hebt heeft heel hem het hier hij hoe hun ik in is ja je jij kan kunnen maar me mee meer \
            met mij mijn moet moeten naar nee niet nog nu of om omdat ons ook op over te toch toen tot uit van veel voor waar waarom \
            wanneer want waren was wat we wel werd wie wij wil willen worden wordt ze zij zijn zo zou zouden",
    },
    Language {
        code: "fr",
        name: "French",
        words: "ai alors as au aussi aux avait avec avez avoir avons bien car ce cela cette ces chez comme comment dans de des dire \
            dit donc du elle elles en encore est et étais était être eu fait faire il ils je la là le les leur leurs lui ma mais me \
            mes moi mon ne non nous on ont ou où oui par parce pas peu plus pour pourquoi quand que quelque qui quoi sa sans se ses \
            si son sont suis sur ta te toi tous tout très tu un une vous était ça",
    },
    Language {
        code: "es",
        name: "Spanish",
        words: "al algo así aunque bien bueno como cómo con cuando de del desde donde el él ella ellas ellos en entonces era eran es \
            esa ese eso está están estaba este esta esto fue ha había han hasta hay he la las le les lo los más me mi mis mucho muy \
            nada ni no nos nosotros o otra otro para pero porque pues que qué quien se ser si sí sin sobre son soy su sus también \
            tengo tenía tiene todo todos tu un una unos unas usted ya yo",
    },
];

/// Stop words of related languages without support, so that these are not mistaken for supported
/// ones.
const UNSUPPORTED_STOP_WORDS: [&str; 11] = [
    "ao aos as até com como da das de depois do dos ela ele eles em era essa esse está eu foi isso já mais mas me meu minha muito na \
     não nas no nos nós o os ou para pela pelo por porque quando que são se sem ser seu sua também tem tinha um uma você",
    "al alla anche anno che chi ci come con cosa così da dal dei del della di dove e è era fare gli ha hai hanno ho i il in io la le \
     lei li lo loro lui ma mi mia mio molto ne nel nella no noi non nostro o per perché più poi quando quella quello questa questo se \
     si sì sono su sua suo ti tu tutto un una uno",
    "al als amb aquest aquesta això com de del dels el els ella ells en era és està fer ha han hem hi ho i ja jo la les li més molt \
     no nosaltres o per perquè però que quan sí si són també tot un una va vaig van",
    "acum ai am are asta au ca când că care ce cu da dar de din după ea ei el era este eu foarte fost și în la le mai mi ne nu o pe \
     pentru sa să se si sunt un unde va",
    "ale ani bo był była było być co czy dla do go ja jak jako jest jestem już ma mam mi mnie może my na nie no od on ona po przez są \
     się ta tak tam ten to tu tylko ty tym w we więc z za że",
    "ei en että hän he ihan ja jo joka jos kanssa kun kuin me minä minun mitä mutta myös ne niin niitä nyt oli olin olen on ole se sen \
     sinä sitä siis tai tämä vaan vain vielä",
    "að af ég eða ef ekki en er eru frá fyrir hafa hann hef hún hvað í mér með mig og sem sér svo til um var við það þar þau þegar \
     þeir þetta því",
    "aan as baie dat die dit ek en gaan haar het hom hulle hy in is jy kan maar met my na nie nog om ons ook op sal se sy te toe van \
     vir was wat",
    "ale asi bez bude by byl byla bylo být co do i já jak jako je jen ještě jsem jsme jsou k když který mě mi mít my na nebo není on od \
     po pro protože s se si tak taky tam ten to toho u už v ve z za že",
    "ama ben beni bir biz bu çok da daha de değil gibi için ile ise ki kadar mi ne o olarak onlar sen şey siz ve var ya yok",
    "az azt be csak de egy el én és ez ezt ha hogy igen is így itt le már meg mi mint most nagyon nem ő ott össze s szerintem te volt",
];

/// Detection reads this many words at most.
const MAX_SAMPLE_WORDS: usize = 5_000;
/// Fewer stop words are not conclusive.
const MIN_STOP_WORDS: usize = 3;
/// At least one in this many words must be a stop word; in speech it is nearly every second one.
const WORDS_PER_STOP_WORD: usize = 5;

/// For each word: the set of languages, supported ones first, that have it as a stop word.
static WORDS: LazyLock<HashMap<&'static str, u32>> = LazyLock::new(|| {
    let mut words: HashMap<&str, u32> = HashMap::new();
    let all = LANGUAGES
        .iter()
        .map(|language| language.words)
        .chain(UNSUPPORTED_STOP_WORDS);
    for (place, list) in all.enumerate() {
        for word in list.split_whitespace() {
            *words.entry(word).or_default() |= 1 << place;
        }
    }
    words
});

/// Detects the language of a text; [`OTHER`] if it is not supported, or the text is too short.
#[must_use]
pub fn detect(text: &str) -> &'static str {
    let mut counts = [0_usize; LANGUAGES.len() + UNSUPPORTED_STOP_WORDS.len()];
    let mut read = 0;
    let words = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| word.chars().nth(1).is_some());
    for word in words.take(MAX_SAMPLE_WORDS) {
        read += 1;
        let mut of = WORDS
            .get(word.to_lowercase().as_str())
            .copied()
            .unwrap_or(0);
        while of != 0 {
            counts[of.trailing_zeros() as usize] += 1;
            of &= of - 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    let mut first = counts
        .iter()
        .enumerate()
        .filter(|(_, count)| **count == most)
        .map(|(place, _)| place);
    match (first.next(), first.next()) {
        (Some(place), None) if most >= MIN_STOP_WORDS && most * WORDS_PER_STOP_WORD >= read => {
            LANGUAGES.get(place).map_or(OTHER, |language| language.code)
        }
        _ => OTHER,
    }
}

/// Normalises a language given by code or English name in any spelling: `no` and `nn` are `nb`,
/// `de-AT` is `de`. `None` if unknown.
#[must_use]
pub fn parse_code(typed: &str) -> Option<&'static str> {
    let typed = typed.trim().to_lowercase();
    let bare = typed.split(['-', '_']).next().unwrap_or_default();
    let code = match bare {
        "no" | "nn" => "nb",
        OTHER | "und" => return Some(OTHER),
        bare => bare,
    };
    LANGUAGES
        .iter()
        .find(|language| language.code == code || language.name.to_lowercase() == typed)
        .map(|language| language.code)
}

/// English name for a code.
#[must_use]
pub fn name(code: &str) -> &'static str {
    LANGUAGES
        .iter()
        .find(|language| language.code == code)
        .map_or("language not known", |language| language.name)
}

/// BCP 47 tag for a code; `und` for unsupported languages.
#[must_use]
pub fn bcp47_tag(code: &str) -> &'static str {
    LANGUAGES
        .iter()
        .find(|language| language.code == code)
        .map_or("und", |language| language.code)
}

/// All codes with their names, for help texts: `da (Danish), …`.
#[must_use]
pub fn choices() -> String {
    let all: Vec<String> = LANGUAGES
        .iter()
        .map(|language| format!("{} ({})", language.code, language.name))
        .collect();
    format!("{} or {OTHER}", all.join(", "))
}

/// Stop words for a code; empty for unsupported languages.
#[must_use]
pub fn stop_words(code: &str) -> HashSet<&'static str> {
    let known = LANGUAGES.iter().find(|language| language.code == code);
    known
        .into_iter()
        .flat_map(|language| language.words.split_whitespace())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_or_two_are_enough() {
        let told = [
            ("da", "Mentor 1: Det er jo ikke mig, der gør det."),
            ("en", "Mentor 1: It isn’t me who does it, is it?"),
            (
                "de",
                "I: Wie sind Sie hierher gekommen?\nB: Meine Mutter hat mir den Garten gezeigt, und ich war sofort begeistert.",
            ),
            (
                "fr",
                "B: Ma mère me l'a montré et j'ai été ravi. Il y a un jardin, et je suis resté.",
            ),
            (
                "es",
                "B: Mi madre me lo mostró y me gustó mucho. Es un lugar bonito y no me quiero ir.",
            ),
            (
                "sv",
                "I: Hur kom du hit?\nB: Min mamma visade mig trädgården och jag blev glad. Det var så fint.",
            ),
            (
                "nb",
                "I: Hvordan kom du hit?\nB: Moren min viste meg hagen, og jeg ble veldig glad. Det var noe nytt.",
            ),
            (
                "nb",
                "B: Eg veit ikkje korleis det var, men dei andre var ein stad ute.",
            ),
            (
                "nl",
                "I: Hoe ben je hier gekomen?\nB: Mijn moeder heeft me de tuin laten zien en ik was er heel blij mee.",
            ),
        ];
        for (code, text) in told {
            assert_eq!(detect(text), code, "{text}");
        }
    }

    #[test]
    fn others_and_too_little_are_other() {
        for text in [
            "Hm. 1 2 3",
            "I: Why?",
            "",
            "B: Minha mãe me mostrou o jardim e eu gostei muito. É um lugar bonito e não quero ir embora.",
            "B: Mia madre mi ha mostrato il giardino e mi è piaciuto molto. Non voglio andare via, perché è bello.",
            "B: Äitini näytti minulle puutarhan ja minä pidin siitä. En halua lähteä, se on niin kaunis.",
            "B: Mama pokazała mi ogród i bardzo mi się podobało. Nie chcę stąd iść, bo to jest ładne miejsce.",
            "B: Mamma mín sýndi mér garðinn og ég varð glöð. Það var svo fallegt og ég vil ekki fara.",
            "Б: Мама показала мне сад, и мне очень понравилось.",
            "母は私に庭を見せてくれました。",
        ] {
            assert_eq!(detect(text), OTHER, "{text}");
        }
    }

    #[test]
    fn codes_are_known_in_many_spellings() {
        assert_eq!(
            ["no", "NN", "nb-NO", "de_AT", "German", "other", "EN"].map(parse_code),
            {
                [
                    Some("nb"),
                    Some("nb"),
                    Some("nb"),
                    Some("de"),
                    Some("de"),
                    Some("other"),
                    Some("en"),
                ]
            }
        );
        assert_eq!(
            (parse_code("xx"), parse_code(""), name("sv"), name(OTHER)),
            (None, None, "Swedish", "language not known")
        );
    }
}
