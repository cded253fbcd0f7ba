//! Labels that name nobody: `R`, `Interviewee`, `Speaker 2`. Whoever transcribes writes the same
//! one into every file, so in two files it stands for two people unless somebody says otherwise.
//!
//! `P7`, `Mentor 3` and `Anna` are pseudonyms: they are chosen to tell people apart, and
//! stand for the same person wherever they are written.

use std::collections::HashSet;
use std::sync::LazyLock;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Words for somebody who speaks, also with a number or a letter behind them.
/// In small letters; accents do not count.
const SPEAKERS: &[&str] = &[
    // English, and what programs that transcribe write
    "interviewee",
    "interviewees",
    "interviewed",
    "interview subject",
    "interview partner",
    "participant",
    "participants",
    "part",
    "respondent",
    "responder",
    "resp",
    "res",
    "informant",
    "inf",
    "subject",
    "speaker",
    "spk",
    "spkr",
    "unknown",
    "unknown speaker",
    "unidentified",
    "unidentified speaker",
    "unnamed",
    "unnamed speaker",
    "voice",
    "person",
    "guest",
    "guest speaker",
    "caller",
    "attendee",
    "panelist",
    "panellist",
    "answer",
    "male",
    "female",
    "male voice",
    "female voice",
    "male speaker",
    "female speaker",
    "man",
    "woman",
    "ie",
    "ip",
    "pt",
    "all",
    "everyone",
    "everybody",
    "several",
    "group",
    "multiple speakers",
    "several speakers",
    // Danish
    "informanten",
    "interviewperson",
    "interviewpersonen",
    "interviewede",
    "den interviewede",
    "interviewte",
    "deltager",
    "deltageren",
    "respondenten",
    "svarperson",
    "taler",
    "talende",
    "stemme",
    "personen",
    "gæst",
    "ukendt",
    "ukendt taler",
    "mand",
    "kvinde",
    "svar",
    "alle",
    // German
    "sprecher",
    "sprecherin",
    "befragte",
    "befragter",
    "befragte person",
    "interviewter",
    "interviewte person",
    "interviewpartner",
    "interviewpartnerin",
    "gesprächspartner",
    "gesprächspartnerin",
    "teilnehmer",
    "teilnehmerin",
    "teilnehmende",
    "teilnehmende person",
    "proband",
    "probandin",
    "respondentin",
    "informantin",
    "stimme",
    "gast",
    "unbekannt",
    "unbekannter sprecher",
    "mann",
    "frau",
    "antwort",
    // French
    "participante",
    "enquêté",
    "enquêtée",
    "interviewé",
    "interviewée",
    "répondant",
    "répondante",
    "informateur",
    "informatrice",
    "locuteur",
    "locutrice",
    "intervenant",
    "intervenante",
    "orateur",
    "oratrice",
    "personne",
    "personne interrogée",
    "invité",
    "invitée",
    "voix",
    "inconnu",
    "inconnue",
    "homme",
    "femme",
    "réponse",
    // Spanish
    "entrevistado",
    "entrevistada",
    "persona entrevistada",
    "encuestado",
    "encuestada",
    "informante",
    "respondiente",
    "hablante",
    "locutor",
    "locutora",
    "orador",
    "oradora",
    "interlocutor",
    "interlocutora",
    "persona",
    "invitado",
    "invitada",
    "voz",
    "desconocido",
    "desconocida",
    "hombre",
    "mujer",
    "respuesta",
    // Dutch
    "geïnterviewde",
    "deelnemer",
    "deelneemster",
    "ondervraagde",
    "respondente",
    "spreker",
    "spreekster",
    "persoon",
    "stem",
    "onbekend",
    "onbekende spreker",
    "antwoord",
    // Swedish
    "intervjuperson",
    "intervjupersonen",
    "intervjuad",
    "den intervjuade",
    "deltagare",
    "deltagaren",
    "talare",
    "röst",
    "gäst",
    "okänd",
    "okänd talare",
    "kvinna",
    // Norwegian
    "intervjuobjekt",
    "intervjuet",
    "den intervjuede",
    "deltaker",
    "deltakeren",
    "gjest",
    "ukjent",
    "ukjent taler",
    "kvinne",
];

/// Parts that people have, alone: with a number behind them (`Mentor 3`) they are pseudonyms.
const ROLES: &[&str] = &[
    "patient",
    "patienten",
    "patientin",
    "client",
    "citizen",
    "worker",
    "klient",
    "klienten",
    "klientin",
    "cliente",
    "user",
    "service user",
    "bruger",
    "brugeren",
    "borger",
    "borgeren",
    "nutzer",
    "nutzerin",
    "customer",
    "kunde",
    "kunden",
    "kundin",
    "student",
    "studerende",
    "studentin",
    "etudiant",
    "etudiante",
    "estudiante",
    "pupil",
    "elev",
    "eleven",
    "schüler",
    "schülerin",
    "élève",
    "alumno",
    "alumna",
    "teacher",
    "lærer",
    "læreren",
    "lehrer",
    "lehrerin",
    "enseignant",
    "enseignante",
    "professeur",
    "profesor",
    "profesora",
    "docente",
    "leraar",
    "lärare",
    "parent",
    "forælder",
    "mother",
    "father",
    "mor",
    "far",
    "mutter",
    "vater",
    "child",
    "barn",
    "kind",
    "nurse",
    "sygeplejerske",
    "doctor",
    "physician",
    "læge",
    "arzt",
    "ärztin",
    "employee",
    "medarbejder",
    "ansat",
    "mitarbeiter",
    "mitarbeiterin",
    "manager",
    "leader",
    "leder",
    "lederen",
    "expert",
    "expertin",
    "ekspert",
    "mentor",
    "mentee",
];

static SPEAKERS_FOLDED: LazyLock<HashSet<String>> =
    LazyLock::new(|| SPEAKERS.iter().map(|word| plain(word)).collect());
static ROLES_FOLDED: LazyLock<HashSet<String>> =
    LazyLock::new(|| ROLES.iter().map(|word| plain(word)).collect());

/// Whether a label says that somebody speaks, and not who.
pub fn is_generic_label(label: &str) -> bool {
    let plain = plain(label);
    let mut letters = plain.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return letter.is_alphabetic();
    }
    ROLES_FOLDED.contains(&plain)
        || SPEAKERS_FOLDED.contains(&plain)
        || SPEAKERS_FOLDED.contains(without_number(&plain))
}

/// Whether two labels are the same but for capitals.
pub fn is_same_label(one: &str, other: &str) -> bool {
    // Nothing is copied: every label of a new document is compared with those of all others.
    one.chars()
        .flat_map(char::to_lowercase)
        .eq(other.chars().flat_map(char::to_lowercase))
}

/// In small letters, without accents, signs, and what stands in brackets or behind a comma.
fn plain(label: &str) -> String {
    let end = label
        .char_indices()
        .skip(1)
        .find(|(_, c)| matches!(c, '(' | '[' | ','))
        .map_or(label.len(), |(at, _)| at);
    let letters = label[..end]
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase);
    let spaced: String = letters
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    // `Teilnehmer*in 2`
    let mut words: Vec<&str> = spaced
        .split_whitespace()
        .filter(|word| !matches!(*word, "in" | "innen"))
        .collect();
    if words.is_empty() {
        words = spaced.split_whitespace().collect();
    }
    words.join(" ")
}

/// A label without the number or letter at its end (`speaker 2`, `speaker b`, `speaker s1`,
/// `guest1`) or the number at its front. Behind one or two letters a number makes a pseudonym
/// (`P7`, `IP 3`).
fn without_number(plain: &str) -> &str {
    let word = match plain.rsplit_once(' ') {
        Some((before, last))
            if last.chars().count() == 1 || last.ends_with(|c: char| c.is_ascii_digit()) =>
        {
            before
        }
        _ => plain.trim_end_matches(|c: char| c.is_ascii_digit()),
    };
    let word = word.trim_start_matches(|c: char| c.is_ascii_digit()).trim();
    if word == plain || word.chars().count() >= 3 {
        word
    } else {
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::is_generic_label;

    #[test]
    fn labels_that_name_nobody_are_told_from_pseudonyms() {
        let nobody = "R|B|A|P|Å|Interviewee|INTERVIEWEE|Participant|Participant 12|Respondent|Informant 1|Speaker 2|Speaker B|\
            Speaker S1|SPEAKER_01|Speaker1|spk_0|Sprecher 1|Sprecherin|Teilnehmer*in|Teilnehmer:in 2|Befragte Person|Deltager|Deltager 3|\
            Guest|Guest-1|Unknown|Unknown Speaker|Ukendt taler|Enquêté|Enquêté·e|enquete|Interviewé(e)|Participante 2|Entrevistado/a|\
            Geïnterviewde|Spreker 1|Intervjuperson|Deltagare 4|Deltaker|Participant (woman, 34)|Respondent, male|1. Informant|\
            Patient|Teacher|Mentor|IP";
        let pseudonyms = "Anna|Anna B|P1|P07|P 7|M2|B2|IP 3|S1|Mentor 1|Mentor 3|Teacher 4|Leader 2|Teamleder|Consultants|MK|Bo|\
            Respondent Anna|Anna (participant)|Sofie|Focus group 2";
        let split = |all: &'static str| all.split('|').map(str::trim);
        let wrong: Vec<&str> = split(nobody)
            .filter(|label| !is_generic_label(label))
            .collect();
        assert!(wrong.is_empty(), "taken for pseudonyms: {wrong:?}");
        let wrong: Vec<&str> = split(pseudonyms)
            .filter(|label| is_generic_label(label))
            .collect();
        assert!(
            wrong.is_empty(),
            "taken for labels that name nobody: {wrong:?}"
        );
        assert!(!is_generic_label("") && !is_generic_label(":") && !is_generic_label("7"));
    }
}
