//! Classifies labels: what may name a speaker, and what only looks like it.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Words for interviewers in any transcript.
const INTERVIEWER: &str = "interviewer interviewers interviewere intervieweren interviewerin interviewende intervieweur \
    interviewster intervistatore intervjuer intervjuare intervjuaren intervieuwer enquêteur enquêtrice enqueteur \
    entrevistador entrevistadora entrevistadores spørgsmål frage fragen pregunta pergunta vraag fråga domanda spørger spørgeren frågare int intv iv ir q question questioner spm";
/// Words for people who may be the interviewer, or informants in a study of researchers.
const MAY_ASK: &str = "researcher forsker forskeren forscher forscherin onderzoeker forskare chercheur chercheuse \
    investigador investigadora moderator moderatorin moderatoren mod facilitator facilitatoren host ordstyrer mødeleder";
/// Words for informants.
const INFORMANT: &str = "interviewee interviewees interviewed interviewperson interviewpartner interviewpartnerin interviewte \
    interviewter befragte befragter befragt participant participants respondent respondents respondenten informant informants \
    informanten answer answerer svar subject speaker speakers spreker sprecher sprecherin talare taler deltager deltagere \
    deltaker deltagare teilnehmer teilnehmerin deelnemer geïnterviewde participante entrevistado entrevistada interviewé \
    interviewée enquêté enquêtée locuteur locutrice répondant répondante mentor mentee guest gæst gast invité invitada \
    invitado patient nurse teacher student pupil parent mother father manager leader worker user client citizen unknown \
    ukendt unbekannt inconnu everyone all group several voice person mand kvinde man woman male female";
/// Words that occur before a colon, in bold or on a line of their own, and name no speaker.
const NOBODY: &str = "note notes nb remember thus so and but well yes no ok okay example examples context summary conclusion \
    background introduction date time place location duration length present age gender sex name names title topic project \
    source sources transcript transcription transcribed recording recorded file url http https www figure table chapter part \
    section step tip warning important first second third next then also because therefore however hence finally theme themes \
    code codes method methods results discussion appendix keywords abstract page line number version study session interview \
    interviews day week month year item question questions ps re fw fwd cc from to sent product venue discussion points setting reflection reflections observation observations memo comment comments purpose aim \
    dato sted tid varighed tilstede alder køn navn emne projekt kilde bemærk husk altså eksempel kontekst baggrund sammenfatning \
    konklusion optagelse fil transskription transskriberet figur tabel kapitel del afsnit trin vigtigt spørgsmål side linje \
    datum ort zeit dauer anwesend alter geschlecht thema projekt quelle anmerkung hinweis beispiel kontext zusammenfassung \
    aufnahme datei transkript transkription kapitel teil abschnitt schritt wichtig frage fragen seite zeile \
    lieu durée âge sexe nom sujet projet remarque exemple contexte résumé enregistrement fichier chapitre partie \
    fecha lugar duración edad sexo nombre tema proyecto fuente nota ejemplo contexto resumen grabación archivo capítulo parte pregunta pergunta \
    plaats duur leeftijd geslacht naam onderwerp project bron opmerking voorbeeld samenvatting opname bestand vraag \
    plats tid längd ålder kön namn ämne källa anteckning exempel sammanfattning inspelning fråga sted varighet alder kjønn navn";
/// Sounds noted in brackets.
const HEARD: &str = "laughs laughter laughing laugh music applause pause pauses inaudible crosstalk silence noise unintelligible \
    coughs cough sighs sigh crying cries noises beep redacted foreign overtalk break end beginning start bleep unclear \
    latter griner ler hoster suk pause utydeligt stilhed musik støj lachen lacht lachend pause unverständlich gelächter seufzt \
    rires rire silence inaudible musique risas risa silencio inaudible música gelach lacht stilte onverstaanbaar skratt skrattar paus";
/// Small words inside names.
const WITHIN_NAMES: &str = "de da di du van von der den del della la le el al bin ibn af og and und et y en e & the of zu ten ter dos das";

fn set(words: &'static str) -> HashSet<&'static str> {
    words.split_whitespace().collect()
}

static WORDS: LazyLock<[HashSet<&str>; 6]> =
    LazyLock::new(|| [INTERVIEWER, MAY_ASK, INFORMANT, NOBODY, HEARD, WITHIN_NAMES].map(set));

/// How strong a label is as evidence for a speaker, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::import) enum LabelClass {
    /// Names nobody: `Note`, `For example`, `[laughs]`.
    Nobody,
    /// Could be part of a sentence.
    Words,
    /// Written as names are: `Anna`, `Anna Holm (she/her)`.
    Name,
    /// One to three capitals: `M`, `AH`.
    Initials,
    /// A role in an interview, or a numbered pseudonym: `Interviewer 2`, `P7`.
    Role,
}

/// Judged by the label alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InterviewerLikelihood {
    /// `Interviewer`, `I2`, `Anna (interviewer)`.
    Certain,
    /// `Moderator`, `Researcher`: only where nobody else is the interviewer.
    Possible,
    Unknown,
}

/// The identity of a label across spellings: its letters and digits in lower case. `P1.2` differs
/// from `P12`, and a label without a letter or digit is its own key.
pub(in crate::import) fn key(label: &str) -> String {
    let mut key = String::with_capacity(label.len());
    let mut apart = false;
    for c in label.chars() {
        if !c.is_alphanumeric() {
            apart = true;
            continue;
        }
        if apart && c.is_numeric() && key.ends_with(char::is_numeric) {
            key.push('.');
        }
        key.extend(c.to_lowercase());
        apart = false;
    }
    if key.is_empty() {
        label.trim().to_owned()
    } else {
        key
    }
}

/// Splits a label into its name and the words of a bracket behind it.
pub(super) fn parts(label: &str) -> (&str, &str) {
    match label.split_once(['(', '[']) {
        Some((bare, bracket)) if !bare.trim().is_empty() => {
            (bare.trim(), bracket.trim_end_matches([')', ']']))
        }
        _ => (label.trim(), ""),
    }
}

fn words(label: &str) -> Vec<String> {
    label
        .split(|c: char| c.is_whitespace() || "/,_-–#".contains(c))
        .map(|word| {
            word.trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase()
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// `interviewer2` is `interviewer`.
fn without_number(word: &str) -> &str {
    word.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// True for a numbered word that is no role in an interview: `Ending 1`.
pub(super) fn numbered(label: &str) -> bool {
    let [interviewer, may_ask, informant, ..] = &*WORDS;
    let all = words(label);
    let known = |word: &String| {
        [interviewer, may_ask, informant]
            .iter()
            .any(|set| set.contains(without_number(word)))
    };
    all.len() > 1
        && all
            .last()
            .is_some_and(|last| last.chars().all(|c| c.is_ascii_digit()))
        && !all.iter().any(known)
}

pub(in crate::import) fn class(label: &str) -> LabelClass {
    let [interviewer, may_ask, informant, nobody, heard, within] = &*WORDS;
    let (bare, _) = parts(label);
    let all = words(bare);
    let Some(first) = all.first() else {
        return LabelClass::Nobody;
    };
    let role = |word: &str| {
        let word = without_number(word);
        interviewer.contains(word) || may_ask.contains(word) || informant.contains(word)
    };
    let numbered = all.len() > 1
        && all
            .last()
            .is_some_and(|last| last.chars().all(|c| c.is_ascii_digit()));
    // `Question` is an interviewer's label; `Question 3` is a heading.
    if nobody.contains(without_number(first)) && (numbered || !interviewer.contains(first.as_str()))
    {
        return LabelClass::Nobody;
    }
    if all.iter().all(|word| heard.contains(word.as_str())) {
        return LabelClass::Nobody;
    }
    let stem = without_number(first);
    let initials = bare.chars().filter(|c| c.is_alphabetic()).count() <= 3
        && bare.chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
    let pseudonym = stem.len() < first.len() && !stem.is_empty() && all.len() == 1
        || numbered && (all.len() == 2 || all.len() <= 4 && all.iter().any(|word| role(word)));
    if initials && first.chars().count() == 1 && all.len() == 1 {
        return LabelClass::Initials;
    }
    if all.len() <= 4
        && (role(first) && (all.len() == 1 || is_capital(bare) || numbered) || pseudonym)
    {
        return LabelClass::Role;
    }
    if initials {
        return LabelClass::Initials;
    }
    let capital = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.is_empty()
            || word
                .chars()
                .next()
                .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
            || within.contains(word)
            || word
                .chars()
                .next()
                .is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
    };
    let name = is_capital(bare) && all.len() <= 5 && bare.split([' ', '/', '-']).all(capital);
    if name && !bare.contains('#') {
        LabelClass::Name
    } else {
        LabelClass::Words
    }
}

fn is_capital(label: &str) -> bool {
    // Letters of scripts without case begin names too.
    label
        .chars()
        .next()
        .is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
}

pub(super) fn interviewer_likelihood(label: &str) -> InterviewerLikelihood {
    let [interviewer, may_ask, informant, ..] = &*WORDS;
    let (bare, bracket) = parts(label);
    let (all, beside) = (words(bare), words(bracket));
    let is = |set: &HashSet<&str>| {
        let word = |word: &String| set.contains(without_number(word));
        // One to three letters count only as the whole label.
        let alone = all.first().is_some_and(word)
            && all
                .iter()
                .skip(1)
                .all(|word| word.chars().all(|c| c.is_ascii_digit()));
        alone
            || all
                .iter()
                .chain(&beside)
                .any(|each| each.chars().count() > 3 && word(each))
    };
    let lone_i = all
        .first()
        .is_some_and(|first| without_number(first) == "i")
        && all
            .iter()
            .skip(1)
            .all(|word| word.chars().all(|c| c.is_ascii_digit()));
    if is(interviewer) || lone_i {
        return InterviewerLikelihood::Certain;
    }
    // Only the first word and the bracket count: `Anna Host` may be a surname.
    let first = all
        .first()
        .into_iter()
        .chain(&beside)
        .any(|word| may_ask.contains(without_number(word)));
    if first && !is(informant) {
        InterviewerLikelihood::Possible
    } else {
        InterviewerLikelihood::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_weighed() {
        for initials in ["I", "AH", "M"] {
            assert_eq!(class(initials), LabelClass::Initials, "{initials}");
        }
        for role in [
            "Interviewer2",
            "Interviewee",
            "P2 (man, 50)",
            "Mentor 1",
            "SPEAKER_00",
            "Speaker 2",
            "M1",
            "interviewer",
            "INT. 1",
            "Entrevistadora",
            "mentor 12",
        ] {
            assert_eq!(class(role), LabelClass::Role, "{role}");
        }
        for name in [
            "Anna",
            "Anna Holm",
            "Anna (she/her)",
            "Sofie van der Holm",
            "Bo O’Neil",
            "GARDENER",
            "Holm, Sofie",
            "Jean-Luc",
        ] {
            assert_eq!(class(name), LabelClass::Name, "{name}");
        }
        for words in ["He said", "they told me this"] {
            assert_eq!(class(words), LabelClass::Words, "{words}");
        }
        for nobody in [
            "Note",
            "Context",
            "Next time",
            "laughs",
            "Question 1",
            "Date",
            "https",
            "Musik",
        ] {
            assert_eq!(class(nobody), LabelClass::Nobody, "{nobody}");
        }
    }

    #[test]
    fn who_asks_is_said_by_some_labels() {
        for label in [
            "I",
            "I2",
            "INT. 1",
            "Interviewer2",
            "Anna (interviewer)",
            "Interviewer Anna",
            "Spørger",
            "Q",
            "Entrevistador",
        ] {
            assert_eq!(
                interviewer_likelihood(label),
                InterviewerLikelihood::Certain,
                "{label}"
            );
        }
        for label in ["Moderator", "Researcher 1", "Host"] {
            assert_eq!(
                interviewer_likelihood(label),
                InterviewerLikelihood::Possible,
                "{label}"
            );
        }
        for label in [
            "Interviewee",
            "Ida",
            "Anna Host",
            "P1",
            "Int Holm",
            "R",
            "Respondent",
        ] {
            assert_eq!(
                interviewer_likelihood(label),
                InterviewerLikelihood::Unknown,
                "{label}"
            );
        }
    }

    #[test]
    fn spellings_of_one_label_share_a_key() {
        assert_eq!(key("Interviewer 1"), key("interviewer1"));
        assert_ne!(key("Interviewer 1"), key("Interviewer 2"));
        assert_ne!(key("P1.2"), key("P12"));
        assert_ne!(key("P1-1"), key("P11"));
        assert_ne!(key("🙂"), key("🎉"));
    }
}
