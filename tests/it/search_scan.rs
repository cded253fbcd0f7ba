//! Every answer equals a plain scan of the study, written here from the
//! description of search alone, over random studies and random queries.

use crate::search_support::Desk;
use proptest::prelude::*;
use regex::Regex;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use strum::VariantArray;
use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer, TokenStream};
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;
use virk::search::{Query, QuerySettings, SearchScope, Searcher, SimilarQuote, WordCountOptions};
use virk::study::{
    Code, CodeKind, Command, Document, Id, Informant, Polarity, Study,
    command::{CodeTarget, NewLink, SplitPart},
    event::MemoTarget,
    theory::QuoteAt,
};
use virk::text::Span;

/// Words that could be taken for one another: stems, compositions, cases, hyphens, apostrophes,
/// ligatures, letters that nobody sees or in full width.
const WORDS: [&str; 30] = [
    "relation",
    "relationen",
    "Relationer",
    "rela\u{ad}tion",
    "RELATIONS",
    "får",
    "fa\u{30a}r",
    "far",
    "Får",
    "tro",
    "tror",
    "ikke",
    "it’s",
    "it's",
    "e-mail",
    "samtale",
    "vejlednings\u{ad}\nsamtale",
    "walking",
    "walked",
    "3,5",
    "Århus",
    "aarhus",
    "parrelationer",
    "oﬃce",
    "of\u{ad}\u{fb01}ces",
    "Office",
    "re\u{200b}la\u{2060}tion",
    "ｍａｉｌ",
    "e\u{2011}mail",
    "tro\u{a0}r",
];
const ASKED: [&str; 17] = [
    "relation",
    "relationen",
    "RELATIONER",
    "får",
    "far",
    "tror",
    "ikke",
    "it’s",
    "e-mail",
    "samtale",
    "walk",
    "mail",
    "3",
    "5",
    "århus",
    "office",
    "oﬃce",
];

#[derive(Clone, Debug)]
enum Step {
    Say {
        danish: bool,
        turns: Vec<Vec<usize>>,
    },
    Remove(usize),
    Erase(usize),
    Code {
        document: usize,
        from: usize,
        len: usize,
        code: usize,
        second: bool,
    },
    Uncode(usize),
    Retire(usize),
    Recode {
        coding: usize,
        code: usize,
    },
    Move {
        coding: usize,
        from: usize,
        len: usize,
    },
    Merge {
        from: usize,
        into: usize,
    },
    Split {
        code: usize,
        into: usize,
    },
    Condense {
        quote: usize,
        text: usize,
        theme: usize,
    },
    Remark {
        on: usize,
        which: usize,
        text: usize,
    },
    Judge {
        quote: usize,
        polarity: usize,
    },
    Assign {
        document: usize,
        label: usize,
        who: usize,
    },
}

#[derive(Clone, Debug)]
enum Ask {
    Word(usize),
    Just(usize),
    Quoted(Vec<usize>),
    Prefix(usize, usize),
    Inside(usize, usize),
    Near(usize, usize, usize, bool),
    Typo(usize),
    Pattern(usize),
    Document(usize),
    Informant(usize),
    Speaker(usize),
    Role(usize),
    Lang(bool),
    Uncoded,
    Code(usize),
    Kind(usize),
    Coder(usize),
    Polarity(usize),
    Theme(usize),
    Condensed(usize),
    Memo(usize),
    And(Vec<Ask>),
    Or(Vec<Ask>),
    Not(Box<Ask>),
}

const SPEAKERS: [&str; 4] = ["*", "I", "M1", "M2"];
const ROLES: [&str; 4] = ["*", "mentor", "leader", "interviewer"];
const PATTERNS: [&str; 6] = ["r[a-z]+", "tro.", "(il|re).a", "of{2}i", "e-m", "it's"];
const THEMES: [&str; 4] = ["Tillid", "til", "andet i Århus", ""];
const NOTES: [&str; 5] = [
    "Relationen bar.",
    "ros, en god samtale i aarhus",
    "vejlednings\u{ad}samtaler: tror hun ikke",
    "får",
    "",
];
/// What fields of written words are asked for, in any case.
const HELD: [&str; 4] = ["TIL", "aarhus", "Relation", "århus"];
const POLARITIES: [Polarity; 3] = Polarity::ALL;
const CODES: [(&str, CodeKind, Option<&str>); 4] = [
    ("alpha", CodeKind::Mechanism, None),
    ("beta", CodeKind::Mechanism, Some("alpha")),
    ("gamma", CodeKind::Outcome, None),
    ("delta", CodeKind::Context, Some("beta")),
];

fn step() -> impl Strategy<Value = Step> {
    let turns = proptest::collection::vec(proptest::collection::vec(0..WORDS.len(), 1..7), 1..6);
    prop_oneof![
        3 => (any::<bool>(), turns).prop_map(|(danish, turns)| Step::Say { danish, turns }),
        1 => (0usize..9).prop_map(Step::Remove),
        1 => (0usize..18).prop_map(Step::Erase),
        6 => (0usize..9, 0usize..200, 1usize..60, 0..CODES.len(), any::<bool>())
            .prop_map(|(document, from, len, code, second)| Step::Code { document, from, len, code, second }),
        1 => (0usize..9).prop_map(Step::Uncode),
        1 => (0usize..30).prop_map(Step::Retire),
        2 => (0usize..9, 0..CODES.len()).prop_map(|(coding, code)| Step::Recode { coding, code }),
        2 => (0usize..9, 0usize..200, 1usize..60).prop_map(|(coding, from, len)| Step::Move { coding, from, len }),
        1 => (0usize..12, 0..CODES.len()).prop_map(|(from, into)| Step::Merge { from, into }),
        1 => (0..CODES.len(), 0..CODES.len()).prop_map(|(code, into)| Step::Split { code, into }),
        2 => (0usize..9, 0..NOTES.len(), 0..THEMES.len()).prop_map(|(quote, text, theme)| Step::Condense { quote, text, theme }),
        2 => (0usize..6, 0usize..9, 0..NOTES.len()).prop_map(|(on, which, text)| Step::Remark { on, which, text }),
        1 => (0usize..9, 0..3usize).prop_map(|(quote, polarity)| Step::Judge { quote, polarity }),
        1 => (0usize..9, 1usize..4, 0usize..3).prop_map(|(document, label, who)| Step::Assign { document, label, who }),
    ]
}

fn ask() -> impl Strategy<Value = Ask> {
    let leaf = prop_oneof![
        6 => (0..ASKED.len()).prop_map(Ask::Word),
        1 => (0..ASKED.len()).prop_map(Ask::Just),
        2 => proptest::collection::vec(0..ASKED.len(), 1..3).prop_map(Ask::Quoted),
        1 => (0..ASKED.len(), 1usize..6).prop_map(|(word, letters)| Ask::Prefix(word, letters)),
        1 => (0..ASKED.len(), 1usize..6).prop_map(|(word, letters)| Ask::Inside(word, letters)),
        1 => (0..ASKED.len(), 0..ASKED.len(), 1usize..4, any::<bool>()).prop_map(|(a, b, apart, just)| Ask::Near(a, b, apart, just)),
        1 => (0..ASKED.len()).prop_map(Ask::Typo),
        1 => (0..PATTERNS.len()).prop_map(Ask::Pattern),
        1 => (0usize..9).prop_map(Ask::Document),
        1 => (0usize..3).prop_map(Ask::Informant),
        1 => (0usize..4).prop_map(Ask::Speaker),
        1 => (0usize..4).prop_map(Ask::Role),
        1 => any::<bool>().prop_map(Ask::Lang),
        1 => Just(Ask::Uncoded),
        3 => (0..CODES.len()).prop_map(Ask::Code),
        1 => (0usize..3).prop_map(Ask::Kind),
        1 => (0usize..2).prop_map(Ask::Coder),
        1 => (0usize..3).prop_map(Ask::Polarity),
        1 => (0..HELD.len()).prop_map(Ask::Theme),
        1 => (0..HELD.len()).prop_map(Ask::Condensed),
        1 => (0..HELD.len()).prop_map(Ask::Memo),
    ];
    leaf.prop_recursive(3, 10, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Ask::And),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Ask::Or),
            inner.prop_map(|part| Ask::Not(Box::new(part))),
        ]
    })
}

fn study_of(desk: &mut Desk, steps: &[Step]) {
    for step in steps {
        let documents: Vec<Id<Document>> =
            desk.study.documents().map(|document| document.id).collect();
        let quotes: Vec<QuoteAt> = desk
            .study
            .codings()
            .map(|coding| QuoteAt {
                document: coding.document,
                span: coding.span,
            })
            .collect();
        match step {
            Step::Say { danish, turns } => {
                let says = |(place, words): (usize, &Vec<usize>)| {
                    let said: Vec<&str> = words.iter().map(|word| WORDS[*word]).collect();
                    format!(
                        "{}: {}.",
                        ["I", "M1", "M2"][place % 3],
                        said.join([" ", "\n", " … "][words.len() % 3])
                    )
                };
                let text: Vec<String> = turns.iter().enumerate().map(says).collect();
                let title = format!("d{}", desk.study.revision());
                let text = format!("[{title}]\n\n{}", text.join("\n\n"));
                desk.document(&title, if *danish { "da" } else { "en" }, &text);
            }
            Step::Remove(place) if documents.len() > 1 => {
                let id = documents[place % documents.len()];
                desk.perform("ab", Command::RemoveDocument { id });
            }
            Step::Erase(place) => {
                if let Some(id) = documents.get(*place).filter(|_| documents.len() > 1) {
                    assert!(desk.perform("ab", Command::EraseDocument { id: *id }));
                }
            }
            Step::Code {
                document,
                from,
                len,
                code,
                second,
            } if !documents.is_empty() => {
                let document = documents[document % documents.len()];
                let text = desk.study.document(document).unwrap().text.clone();
                let from = from % text.len().max(1);
                let Ok(span) = Span::snap(&text, from..(from + len).min(text.len())) else {
                    continue;
                };
                let Some(code) = desk.study.code_by_key(CODES[*code].0) else {
                    continue;
                };
                desk.perform(
                    if *second { "mh" } else { "ab" },
                    Command::Apply {
                        document,
                        span,
                        codes: vec![code],
                    },
                );
            }
            Step::Uncode(place) => {
                let codings: Vec<_> = desk.study.codings().map(|coding| coding.id).collect();
                if !codings.is_empty() {
                    desk.perform(
                        "ab",
                        Command::Uncode {
                            codings: vec![codings[place % codings.len()]],
                        },
                    );
                }
            }
            Step::Retire(place) => {
                // Rarely: a retired code takes its codings out of sight.
                if let Some(id) = CODES
                    .get(*place)
                    .and_then(|code| desk.study.code_by_key(code.0))
                {
                    desk.perform(
                        "ab",
                        Command::RetireCodes {
                            codes: vec![id],
                            reason: String::new(),
                        },
                    );
                }
            }
            Step::Recode { coding, code } => {
                let codings: Vec<_> = desk.study.codings().map(|coding| coding.id).collect();
                if let (false, Some(code)) =
                    (codings.is_empty(), desk.study.code_by_key(CODES[*code].0))
                {
                    desk.perform(
                        "ab",
                        Command::Recode {
                            codings: vec![codings[coding % codings.len()]],
                            code,
                        },
                    );
                }
            }
            Step::Move { coding, from, len } if !quotes.is_empty() => {
                // All codings of a quote, as the screen moves them, or one of them alone.
                let at = quotes[coding % quotes.len()];
                let text = desk.study.document(at.document).unwrap().text.clone();
                let from = from % text.len().max(1);
                let Ok(span) = Span::snap(&text, from..(from + len).min(text.len())) else {
                    continue;
                };
                let mut codings: Vec<_> = desk
                    .study
                    .codings_at(at.document, at.span)
                    .map(|coding| coding.id)
                    .collect();
                codings.truncate(if len.is_multiple_of(2) { 1 } else { usize::MAX });
                desk.perform("ab", Command::MoveBoundary { codings, span });
            }
            Step::Merge { from, into } => {
                let code = |place: usize| {
                    CODES
                        .get(place)
                        .and_then(|code| desk.study.code_by_key(code.0))
                };
                if let (Some(from), Some(into)) = (code(*from), code(*into)) {
                    desk.perform(
                        "ab",
                        Command::MergeCodes {
                            from: vec![from],
                            into,
                            reason: "they say the same".into(),
                        },
                    );
                }
            }
            Step::Split { code, into } => {
                let (Some(code), Some(to)) = (
                    desk.study.code_by_key(CODES[*code].0),
                    desk.study.code_by_key(CODES[*into].0),
                ) else {
                    continue;
                };
                let under = desk
                    .study
                    .codings()
                    .filter(|coding| coding.code == code)
                    .map(|coding| coding.id);
                let parts = vec![SplitPart {
                    to: CodeTarget::Existing(to),
                    codings: under.step_by(2).collect(),
                }];
                desk.perform(
                    "ab",
                    Command::SplitCode {
                        code,
                        parts,
                        reason: "they are two".into(),
                    },
                );
            }
            Step::Condense { quote, text, theme } if !quotes.is_empty() => {
                let quote = quotes[quote % quotes.len()];
                desk.perform(
                    "ab",
                    Command::Condense {
                        quote,
                        text: NOTES[*text].into(),
                        theme: THEMES[*theme].into(),
                    },
                );
            }
            Step::Remark { on, which, text } => {
                let codes: Vec<Id<Code>> = desk.study.codes().map(|code| code.id).collect();
                let on = match on {
                    0 => MemoTarget::Study,
                    1 if !documents.is_empty() => {
                        MemoTarget::Document(documents[which % documents.len()])
                    }
                    2 if !codes.is_empty() => MemoTarget::Code(codes[which % codes.len()]),
                    3 => MemoTarget::Link(desk.study.theory().unwrap().links[0]),
                    4 if !quotes.is_empty() => MemoTarget::Quote(quotes[which % quotes.len()]),
                    // A quote that nobody has coded.
                    5 if !documents.is_empty() => {
                        let document = documents[which % documents.len()];
                        let text = &desk.study.document(document).unwrap().text;
                        let Ok(span) = Span::snap(text, *which..which + 9) else {
                            continue;
                        };
                        MemoTarget::Quote(QuoteAt { document, span })
                    }
                    _ => continue,
                };
                desk.perform(
                    "ab",
                    Command::SetMemo {
                        on,
                        text: NOTES[*text].into(),
                    },
                );
            }
            Step::Assign {
                document,
                label,
                who,
            } if !documents.is_empty() => {
                // Whoever a label was taken for, it may be somebody else, or who asks.
                let (document, label) = (
                    documents[document % documents.len()],
                    SPEAKERS[*label].to_owned(),
                );
                let informant = ["", "M1", "M2"]
                    .get(*who)
                    .filter(|name| !name.is_empty())
                    .map(|name| (*name).to_owned());
                desk.perform(
                    "ab",
                    Command::AssignSpeaker {
                        document,
                        label,
                        informant,
                    },
                );
            }
            Step::Judge { quote, polarity } if !quotes.is_empty() => {
                let link = desk.study.theory().unwrap().links[0];
                let QuoteAt { document, span } = quotes[quote % quotes.len()];
                let text = desk.study.document(document).unwrap().text.clone();
                // Half of them lie beside the codings, as those evidence cuts out do.
                let end = if quote.document_is_even() {
                    span.end
                } else {
                    (span.end + 3).min(u32::try_from(text.len()).unwrap())
                };
                let Ok(span) = Span::snap(&text, span.start as usize..end as usize) else {
                    continue;
                };
                let quote = QuoteAt { document, span };
                desk.perform(
                    "ab",
                    Command::Judge {
                        link,
                        quote,
                        polarity: Some(POLARITIES[*polarity]),
                    },
                );
            }
            _ => {}
        }
    }
}

trait Even {
    fn document_is_even(&self) -> bool;
}

impl Even for usize {
    fn document_is_even(&self) -> bool {
        self.is_multiple_of(2)
    }
}

/// What is asked, as a person would type it; `None` when the study has no such name.
fn typed(ask: &Ask, study: &Study) -> Option<String> {
    let all = |parts: &[Ask], between: &str| {
        let parts: Option<Vec<String>> = parts
            .iter()
            .map(|part| Some(format!("({})", typed(part, study)?)))
            .collect();
        Some(parts?.join(between))
    };
    let begin = |word: usize, letters: usize| ASKED[word].chars().take(letters).collect::<String>();
    let has_role = |role: &str| {
        study
            .informants()
            .any(|informant| informant.body.role == role)
    };
    Some(match ask {
        Ask::Word(word) => ASKED[*word].into(),
        Ask::Just(word) => format!("={}", ASKED[*word]),
        Ask::Quoted(words) => format!(
            "“{}”",
            words
                .iter()
                .map(|word| ASKED[*word])
                .collect::<Vec<_>>()
                .join(" ")
        ),
        Ask::Prefix(word, letters) => format!("{}*", begin(*word, *letters)),
        // A piece with a hyphen is more than one word.
        Ask::Inside(word, letters) => {
            format!("*{}", begin(*word, *letters).split(['-', '’']).next()?)
        }
        Ask::Near(a, b, apart, true) => format!("{} NEAR/{apart} \"{}\"", ASKED[*a], ASKED[*b]),
        Ask::Near(a, b, apart, false) => format!("{} NEAR/{apart} {}", ASKED[*a], ASKED[*b]),
        Ask::Typo(word) => format!("{}~", ASKED[*word].split('-').next()?),
        Ask::Pattern(pattern) => format!("/{}/", PATTERNS[*pattern]),
        Ask::Document(place) => format!("document:{}", study.documents().nth(*place)?.body.title),
        Ask::Informant(0) => "informant:*".into(),
        Ask::Informant(place) => {
            let name = ["", "M1", "M2"][*place];
            study
                .informants()
                .find(|informant| informant.body.name == name)?;
            format!("informant:{name}")
        }
        Ask::Speaker(place) => {
            let label = SPEAKERS[*place];
            let mut labels = study
                .documents()
                .flat_map(|document| &document.body.speakers);
            (label == "*" || labels.any(|speaker| speaker.label == label))
                .then(|| format!("speaker:{label}"))?
        }
        Ask::Role(role) => {
            let role = ROLES[*role];
            // Those who ask are known by their role, whether or not anybody asks.
            let known = role == "*" || role == "interviewer" || has_role(role);
            format!("role:{}", known.then_some(role)?)
        }
        Ask::Lang(danish) => if *danish { "lang:da" } else { "lang:en" }.into(),
        Ask::Uncoded => "uncoded".into(),
        Ask::Code(code) => {
            study.code_by_key(CODES[*code].0)?;
            format!("code:{}", CODES[*code].0)
        }
        Ask::Kind(kind) => format!(
            "{}:*",
            [CodeKind::Mechanism, CodeKind::Outcome, CodeKind::Context][*kind]
        ),
        Ask::Coder(coder) => {
            let coder = ["ab", "mh"][*coder];
            study.codings().find(|coding| &*coding.coder == coder)?;
            format!("coder:{coder}")
        }
        Ask::Polarity(polarity) => format!("polarity:{}", POLARITIES[*polarity]),
        Ask::Theme(held) => format!("theme:{}", HELD[*held]),
        Ask::Condensed(held) => format!("condensation:{}", HELD[*held]),
        Ask::Memo(held) => format!("memo:{}", HELD[*held]),
        Ask::And(parts) => all(parts, " AND ")?,
        Ask::Or(parts) => all(parts, " OR ")?,
        Ask::Not(part) => format!("NOT ({})", typed(part, study)?),
    })
}

/// The same query with some of it saved and called by its name.
fn by_name(ask: &Ask, query: String, how: usize, desk: &mut Desk) -> String {
    let mut save = |name: &str, query: &str| {
        let (name, query) = (name.to_owned(), query.to_owned());
        desk.perform(
            "ab",
            Command::SaveSearch {
                name,
                query,
                scope: String::new(),
            },
        );
    };
    match (how, ask) {
        (0, _) => {
            save("all of it", &query);
            "@\"all of it\"".into()
        }
        (1, _) => {
            save("inner", &query);
            save("outer", "(@inner)");
            "@outer".into()
        }
        (2 | 3, Ask::And(_) | Ask::Or(_)) => {
            // What stands in the first brackets.
            let depths = query.char_indices().scan(0, |depth, (at, c)| {
                *depth += i32::from(c == '(') - i32::from(c == ')');
                Some((at, *depth))
            });
            // A pattern may hold brackets of its own, as pairs.
            let end = depths.into_iter().find(|(_, depth)| *depth == 0).unwrap().0;
            save("first", &query[1..end]);
            format!("@first{}", &query[end + 1..])
        }
        _ => query,
    }
}

/// A plain scan.
struct Scan<'a> {
    study: &'a Study,
    word: &'static Regex,
    scope: SearchScope,
    fold: bool,
}

struct Word {
    span: Span,
    form: String,
    stem: String,
}

/// Words that are read together, and where they begin in their text.
struct Stretch<'a> {
    base: usize,
    text: &'a str,
    words: Vec<Word>,
}

/// A turn, a quote, or something written, under judgement.
#[derive(Clone, Copy)]
struct Unit<'a> {
    on: MemoTarget,
    note: Option<&'a str>,
}

/// Whether it holds; whether it asks for something a quote carries; whether the quote itself
/// carries it.
type Verdict = (bool, bool, bool);

/// What is found: about what, and the highlighted bytes.
type Finding = (MemoTarget, Vec<u32>);

fn form(text: &str) -> String {
    text.replace(['\u{ad}', '\n', '\u{200b}', '\u{2060}'], "")
        .replace('’', "'")
        .nfkc()
        .collect::<String>()
        .to_lowercase()
}

/// Where a pattern holds in a text: as it stands, and where that says nothing, in its folded form.
fn pattern_places(pattern: &Regex, text: &str) -> Vec<(usize, usize)> {
    let mut places: Vec<(usize, usize)> = pattern
        .find_iter(text)
        .map(|found| (found.start(), found.end()))
        .collect();
    // Per byte of the folded form, the letter it comes from.
    let (mut folded, mut from) = (String::new(), Vec::new());
    let letters: Vec<(usize, &str)> = text.grapheme_indices(true).collect();
    for (nth, (at, letter)) in letters.iter().enumerate() {
        let is_alphanumeric = |text: &str| text.ends_with(char::is_alphanumeric);
        let after_soft = nth > 0 && letters[nth - 1].1 == "\u{ad}";
        let broken = *letter == "\n" && after_soft && is_alphanumeric(&folded);
        if broken
            && letters
                .get(nth + 1)
                .is_some_and(|(_, next)| next.starts_with(char::is_alphanumeric))
        {
            continue;
        }
        let written: String = letter
            .replace(['\u{ad}', '\u{200b}', '\u{2060}'], "")
            .nfkc()
            .collect();
        folded.push_str(
            &written
                .replace('’', "'")
                .replace(['\u{2010}', '\u{2011}'], "-"),
        );
        from.resize(folded.len(), (*at, at + letter.len()));
    }
    for found in pattern.find_iter(&folded) {
        let place = (from[found.start()].0, from[found.end() - 1].1);
        if places
            .iter()
            .all(|other| other.1 <= place.0 || place.1 <= other.0)
        {
            places.push(place);
        }
    }
    places
}

fn stem(danish: bool, form: &str) -> String {
    thread_local! {
        static KNOWN: RefCell<BTreeMap<(bool, String), String>> = const { RefCell::new(BTreeMap::new()) };
    }
    let stem = || KNOWN.with_borrow(|known| known.get(&(danish, form.to_owned())).cloned());
    stem().unwrap_or_else(|| {
        let stem = stemmed(danish, form);
        KNOWN.with_borrow_mut(|known| known.insert((danish, form.to_owned()), stem.clone()));
        stem
    })
}

fn stemmed(danish: bool, form: &str) -> String {
    let language = if danish {
        Language::Danish
    } else {
        Language::English
    };
    let mut analyzer = TextAnalyzer::builder(RawTokenizer::default())
        .filter(Stemmer::new(language))
        .build();
    let mut tokens = analyzer.token_stream(form);
    assert!(tokens.advance());
    tokens.token().text.clone()
}

impl<'a> Scan<'a> {
    fn new(study: &'a Study, scope: SearchScope, fold: bool) -> Scan<'a> {
        static WORD: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(
                r"[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}]|\u{ad}\n?|[\u{200b}\u{2060}]|['’][\p{L}\p{N}])*",
            )
            .unwrap()
        });
        Scan {
            study,
            word: &WORD,
            scope,
            fold,
        }
    }

    fn form(&self, text: &str) -> String {
        let form = form(text);
        let plain = || {
            form.replace('å', "aa")
                .replace('ø', "oe")
                .replace('æ', "ae")
                .replace('é', "e")
        };
        if self.fold { plain() } else { form }
    }

    fn document(&self, unit: Unit<'_>) -> Option<&'a Document> {
        match unit.on {
            MemoTarget::Quote(quote) => self.study.document(quote.document),
            MemoTarget::Document(id) => self.study.document(id),
            _ => None,
        }
    }

    fn is_danish(&self, unit: Unit<'_>) -> bool {
        let language = if unit.note.is_some() {
            &self.study.language
        } else {
            &self.document(unit).unwrap().body.language
        };
        language == "da"
    }

    /// What is read of a unit, with the words that lie wholly inside it.
    fn stretches(&self, unit: Unit<'a>) -> Vec<Stretch<'a>> {
        let danish = self.is_danish(unit);
        let read = |text: &'a str, turn: Span, clip: Span| {
            let found = self.word.find_iter(turn.text(text)).map(|found| {
                let start = turn.start as usize + found.start();
                let form = self.form(found.as_str());
                Word {
                    span: Span::of(start, start + found.len()),
                    stem: stem(danish, &form),
                    form,
                }
            });
            let words = found.filter(|word| clip.contains(word.span)).collect();
            Stretch {
                base: clip.start as usize,
                text: clip.text(text),
                words,
            }
        };
        match (unit.note, unit.on) {
            (Some(note), _) => vec![read(note, Span::of(0, note.len()), Span::of(0, note.len()))],
            (None, MemoTarget::Quote(quote)) => {
                let document = self.study.document(quote.document).unwrap();
                let meeting = document
                    .turns()
                    .iter()
                    .filter_map(|turn| Some((turn.words, turn.words.intersection(quote.span)?)));
                meeting
                    .filter(|(_, clip)| !clip.is_empty())
                    .map(|(turn, clip)| read(&document.text, turn, clip))
                    .collect()
            }
            _ => unreachable!(),
        }
    }

    fn asked(&self, word: usize) -> Vec<String> {
        self.word
            .find_iter(ASKED[word])
            .map(|found| self.form(found.as_str()))
            .collect()
    }

    /// Where leaves of words hold: the spans to highlight.
    fn places(&self, unit: Unit<'a>, ask: &Ask) -> Vec<Span> {
        let danish = self.is_danish(unit);
        let rows = |words: &[Word],
                    test: &dyn Fn(usize, &Word) -> bool,
                    length: usize|
         -> Vec<(usize, usize)> {
            let starts = 0..(words.len() + 1).saturating_sub(length);
            starts
                .filter(|at| (0..length).all(|step| test(step, &words[at + step])))
                .map(|at| (at, at + length - 1))
                .collect()
        };
        // A word by itself stands for its relatives and its compounds too; more than one, or
        // quoted, for itself.
        let row = |words: &[Word], asked: &[String], quoted: bool| {
            let related = !quoted && asked.len() == 1;
            let compound = related && danish && asked[0].chars().count() >= 5;
            let test = |step: usize, word: &Word| {
                word.form == asked[step]
                    || related && word.stem == stem(danish, &asked[step])
                    || compound && word.form.contains(&asked[step])
            };
            rows(words, &test, asked.len())
        };
        let mut places = Vec::new();
        for Stretch { base, text, words } in self.stretches(unit) {
            let mut mark = |found: Vec<(usize, usize)>| {
                places.extend(
                    found
                        .into_iter()
                        .map(|(first, last)| words[first].span.union(words[last].span)),
                );
            };
            match ask {
                Ask::Word(word) => mark(row(&words, &self.asked(*word), false)),
                Ask::Just(word) => mark(row(&words, &self.asked(*word), true)),
                Ask::Quoted(asked) => mark(row(
                    &words,
                    &asked
                        .iter()
                        .flat_map(|word| self.asked(*word))
                        .collect::<Vec<_>>(),
                    true,
                )),
                Ask::Prefix(word, letters) => {
                    let begin: String = ASKED[*word].chars().take(*letters).collect();
                    let asked: Vec<String> = self
                        .word
                        .find_iter(&begin)
                        .map(|found| self.form(found.as_str()))
                        .collect();
                    let last = asked.len() - 1;
                    let test = |step: usize, word: &Word| {
                        if step == last {
                            word.form.starts_with(&asked[step])
                        } else {
                            word.form == asked[step]
                        }
                    };
                    mark(rows(&words, &test, asked.len()));
                }
                Ask::Inside(word, letters) => {
                    let part: String = ASKED[*word].chars().take(*letters).collect();
                    let part = self.form(part.split(['-', '’', ',']).next().unwrap());
                    mark(rows(&words, &|_, word| word.form.contains(&part), 1));
                }
                Ask::Typo(word) => {
                    // A piece with a hyphen is more than one word.
                    let asked = &self.asked(*word)[0];
                    let errors = if asked.chars().count() <= 5 { 1 } else { 2 };
                    mark(rows(
                        &words,
                        &|_, word| strsim::osa_distance(asked, &word.form) <= errors,
                        1,
                    ));
                }
                Ask::Near(a, b, apart, just) => {
                    let (lefts, rights) = (
                        row(&words, &self.asked(*a), false),
                        row(&words, &self.asked(*b), *just),
                    );
                    let close = |x: &(usize, usize), y: &(usize, usize)| {
                        let gap = if x.0 < y.0 {
                            y.0 as i64 - x.1 as i64
                        } else {
                            x.0 as i64 - y.1 as i64
                        };
                        gap >= 1 && gap <= *apart as i64
                    };
                    let near = |one: &[(usize, usize)], other: &[(usize, usize)]| {
                        one.iter()
                            .copied()
                            .filter(|x| other.iter().any(|y| close(x, y)))
                            .collect()
                    };
                    mark(near(&lefts, &rights));
                    mark(near(&rights, &lefts));
                }
                Ask::Pattern(pattern) => {
                    let pattern = Regex::new(&format!("(?i){}", PATTERNS[*pattern])).unwrap();
                    places.extend(
                        pattern_places(&pattern, text)
                            .into_iter()
                            .map(|(start, end)| Span::of(base + start, base + end)),
                    );
                }
                _ => {}
            }
        }
        places
    }

    fn codes(&self, ask: &Ask) -> BTreeSet<Id<Code>> {
        let under = |top: Id<Code>, mut code: Id<Code>| loop {
            if code == top {
                return true;
            }
            let Some(parent) = self.study.code(code).and_then(|code| code.body.parent) else {
                return false;
            };
            if self.study.code(parent).is_none() && parent != top {
                return false;
            }
            code = parent;
        };
        let is_asked = |code: &&Code| match ask {
            Ask::Code(asked) => under(self.study.code_by_key(CODES[*asked].0).unwrap(), code.id),
            Ask::Kind(kind) => {
                code.body.kind == [CodeKind::Mechanism, CodeKind::Outcome, CodeKind::Context][*kind]
            }
            _ => true,
        };
        self.study
            .codes()
            .filter(is_asked)
            .map(|code| code.id)
            .collect()
    }

    /// The judged quotes; a link whose ends have become one is gone, with its judgements.
    fn judged(&self) -> impl Iterator<Item = (QuoteAt, Polarity)> {
        let link = self.study.theory().unwrap().links[0];
        self.study
            .link(link)
            .into_iter()
            .flat_map(|link| self.study.polarities(link.id))
    }

    /// Whether a field of quotes holds: near the unit, and of the unit itself.
    fn of_quote(&self, unit: Unit<'_>, ask: &Ask, coder: Option<&str>) -> (bool, bool) {
        let MemoTarget::Quote(at) = unit.on else {
            return self.of_other(unit, ask, coder);
        };
        let in_text = |asked: usize, text: &str| self.form(text).contains(&self.form(HELD[asked]));
        let words = |content| self.study.words(content).unwrap();
        let condensed = || self.study.condensations();
        let spans: Vec<QuoteAt> = match ask {
            Ask::Polarity(wanted) => self
                .judged()
                .filter(|(_, polarity)| *polarity == POLARITIES[*wanted])
                .map(|(at, _)| at)
                .collect(),
            Ask::Theme(asked) => condensed()
                .filter(|(_, own)| in_text(*asked, &own.theme))
                .map(|(at, _)| at)
                .collect(),
            Ask::Condensed(asked) => condensed()
                .filter(|(_, own)| in_text(*asked, words(own.content)))
                .map(|(at, _)| at)
                .collect(),
            Ask::Memo(asked) => {
                let on = |(on, memo)| {
                    if let MemoTarget::Quote(at) = on {
                        Some((at, memo))
                    } else {
                        None
                    }
                };
                self.study
                    .memos()
                    .filter_map(on)
                    .filter(|(_, memo)| in_text(*asked, memo))
                    .map(|(at, _)| at)
                    .collect()
            }
            _ => {
                let (codes, coder) = (
                    self.codes(ask),
                    if let Ask::Coder(own) = ask {
                        Some(["ab", "mh"][*own])
                    } else {
                        coder
                    },
                );
                let codings = self
                    .study
                    .codings_in(at.document)
                    .filter(|coding| codes.contains(&coding.code));
                let by = |coding: &&virk::study::Coding| {
                    coder.is_none_or(|coder| *coding.coder == *coder)
                };
                codings
                    .filter(by)
                    .map(|coding| QuoteAt {
                        document: at.document,
                        span: coding.span,
                    })
                    .collect()
            }
        };
        let of_codings = matches!(ask, Ask::Code(_) | Ask::Kind(_) | Ask::Coder(_));
        let meets =
            |other: &&QuoteAt| other.document == at.document && other.span.overlaps(at.span);
        let own = spans.contains(&at);
        let near = own
            || (of_codings || self.scope == SearchScope::Turns)
                && spans.iter().find(meets).is_some();
        (near, own)
    }

    /// The same of what is on something else than a quote.
    fn of_other(&self, unit: Unit<'_>, ask: &Ask, coder: Option<&str>) -> (bool, bool) {
        let holds = match (unit.on, ask) {
            (MemoTarget::Code(code), Ask::Code(_) | Ask::Kind(_)) => {
                coder.is_none() && self.codes(ask).contains(&code)
            }
            (MemoTarget::Link(link), Ask::Code(_) | Ask::Kind(_)) => {
                let ends = self
                    .study
                    .link(link)
                    .map_or_else(Vec::new, |link| vec![link.from, link.to]);
                coder.is_none() && ends.iter().any(|end| self.codes(ask).contains(end))
            }
            (_, Ask::Memo(asked)) => self
                .form(unit.note.unwrap())
                .contains(&self.form(HELD[*asked])),
            _ => false,
        };
        (holds, holds)
    }

    /// `coder` is whom a neighbour in an AND narrows codes to.
    fn judge(&self, unit: Unit<'a>, ask: &Ask, coder: Option<&str>) -> Verdict {
        let plain = |holds: bool| (holds, false, false);
        let document = self.document(unit);
        let turn = || {
            let (MemoTarget::Quote(at), Some(document)) = (unit.on, document) else {
                return None;
            };
            let turn = document
                .turns()
                .iter()
                .rfind(|turn| turn.words.start <= at.span.start)
                .or(document.turns().first())?;
            Some((document, *turn))
        };
        let informant =
            || turn().and_then(|(document, turn)| self.study.informant(document.informant(&turn)?));
        let label = || turn().and_then(|(document, turn)| document.label(&turn).map(str::to_owned));
        let asks = || {
            let speakers = &document?.body.speakers;
            let own = speakers
                .iter()
                .find(|speaker| Some(&speaker.label) == label().as_ref())?;
            Some(
                own.informant.is_none()
                    && speakers.iter().any(|speaker| speaker.informant.is_some()),
            )
        };
        match ask {
            Ask::Document(place) => plain(
                document
                    .is_some_and(|own| self.study.documents().nth(*place).unwrap().id == own.id),
            ),
            Ask::Informant(0) => plain(informant().is_some()),
            Ask::Informant(place) => plain(
                informant()
                    .is_some_and(|informant| informant.body.name == ["", "M1", "M2"][*place]),
            ),
            Ask::Speaker(0) => plain(label().is_some()),
            Ask::Speaker(place) => plain(label().is_some_and(|label| label == SPEAKERS[*place])),
            Ask::Role(role) => plain(match ROLES[*role] {
                "*" => {
                    asks() == Some(true)
                        || informant().is_some_and(|informant| !informant.body.role.is_empty())
                }
                "interviewer" => asks() == Some(true),
                role => informant().is_some_and(|informant| informant.body.role == role),
            }),
            Ask::Lang(danish) => plain(
                document.is_some_and(|own| own.body.language == if *danish { "da" } else { "en" }),
            ),
            Ask::Uncoded => {
                let MemoTarget::Quote(at) = unit.on else {
                    unreachable!()
                };
                plain(
                    !self
                        .study
                        .codings_in(at.document)
                        .any(|coding| coding.span.overlaps(at.span)),
                )
            }
            ask if Scan::is_of_quotes(ask)
                && !matches!(ask, Ask::And(_) | Ask::Or(_) | Ask::Not(_)) =>
            {
                let (near, own) = self.of_quote(unit, ask, coder);
                (near, near, own)
            }
            Ask::And(parts) => {
                let coders: Vec<&str> = parts
                    .iter()
                    .filter_map(|part| {
                        if let Ask::Coder(coder) = part {
                            Some(["ab", "mh"][*coder])
                        } else {
                            None
                        }
                    })
                    .collect();
                // The nearest coder narrows first; one from further out reaches what is not
                // narrowed yet.
                let coder = if let [own] = coders.as_slice() {
                    Some(*own)
                } else {
                    coder
                };
                let parts: Vec<Verdict> = parts
                    .iter()
                    .map(|part| self.judge(unit, part, coder))
                    .collect();
                let holds = parts.iter().all(|part| part.0);
                (
                    holds,
                    parts.iter().any(|part| part.1),
                    holds && parts.iter().any(|part| part.2),
                )
            }
            Ask::Or(parts) => {
                let holding: Vec<Verdict> = parts
                    .iter()
                    .map(|part| self.judge(unit, part, coder))
                    .filter(|part| part.0)
                    .collect();
                let own = holding.iter().any(|part| part.2);
                let plain = holding.iter().any(|part| !part.1);
                (!holding.is_empty(), own || !plain, own)
            }
            Ask::Not(part) => plain(!self.judge(unit, part, coder).0),
            words => plain(!self.places(unit, words).is_empty()),
        }
    }

    fn is_of_quotes(ask: &Ask) -> bool {
        match ask {
            Ask::Code(_) | Ask::Kind(_) | Ask::Coder(_) | Ask::Polarity(_) => true,
            Ask::Theme(_) | Ask::Condensed(_) | Ask::Memo(_) => true,
            Ask::And(parts) | Ask::Or(parts) => parts.iter().any(Scan::is_of_quotes),
            Ask::Not(part) => Scan::is_of_quotes(part),
            _ => false,
        }
    }

    fn asks_uncoded(ask: &Ask) -> bool {
        match ask {
            Ask::Uncoded => true,
            Ask::And(parts) | Ask::Or(parts) => parts.iter().any(Scan::asks_uncoded),
            Ask::Not(part) => Scan::asks_uncoded(part),
            _ => false,
        }
    }

    /// The bytes that leaves outside any NOT hold.
    fn highlighted(&self, unit: Unit<'a>, ask: &Ask, bytes: &mut BTreeSet<u32>) {
        match ask {
            Ask::And(parts) | Ask::Or(parts) => parts
                .iter()
                .for_each(|part| self.highlighted(unit, part, bytes)),
            Ask::Not(part) => {
                // Not not is so.
                if let Ask::Not(part) = &**part {
                    self.highlighted(unit, part, bytes);
                } else if let Ask::And(parts) | Ask::Or(parts) = &**part {
                    parts.iter().for_each(|part| {
                        self.highlighted(unit, &Ask::Not(Box::new(part.clone())), bytes)
                    });
                }
            }
            words => self
                .places(unit, words)
                .into_iter()
                .for_each(|span| bytes.extend(span.start..span.end)),
        }
    }

    /// Everything that is searched.
    fn units(&self) -> Vec<Unit<'a>> {
        let said = |quote| Unit {
            on: MemoTarget::Quote(quote),
            note: None,
        };
        let written = |quote, note| Unit {
            on: MemoTarget::Quote(quote),
            note: Some(note),
        };
        let condensed = || self.study.condensations();
        match self.scope {
            SearchScope::Turns => {
                let turns = |document: &'a Document| {
                    document
                        .turns()
                        .iter()
                        .map(|turn| (document.id, turn.words))
                };
                self.study
                    .documents()
                    .flat_map(turns)
                    .map(|(document, span)| said(QuoteAt { document, span }))
                    .collect()
            }
            SearchScope::Quotes => {
                let coded = self.study.codings().map(|coding| QuoteAt {
                    document: coding.document,
                    span: coding.span,
                });
                let on = |on| {
                    if let MemoTarget::Quote(at) = on {
                        Some(at)
                    } else {
                        None
                    }
                };
                let remarked = self.study.memos().filter_map(|(target, _)| on(target));
                let judged = self.judged().map(|(quote, _)| quote);
                let all: BTreeSet<QuoteAt> = coded
                    .chain(remarked)
                    .chain(judged)
                    .chain(condensed().map(|(quote, _)| quote))
                    .collect();
                all.into_iter().map(said).collect()
            }
            SearchScope::Condensations => {
                let words = |content| self.study.words(content).unwrap();
                condensed()
                    .map(|(quote, own)| written(quote, words(own.content)))
                    .filter(|unit| unit.note != Some(""))
                    .collect()
            }
            SearchScope::Themes => condensed()
                .map(|(quote, own)| written(quote, own.theme.as_str()))
                .filter(|unit| unit.note != Some(""))
                .collect(),
            SearchScope::Memos => self
                .study
                .memos()
                .map(|(on, memo)| Unit {
                    on,
                    note: Some(memo),
                })
                .collect(),
        }
    }

    /// Every answer, with its highlighted bytes.
    fn answer(&self, ask: &Ask) -> BTreeSet<Finding> {
        let mut found = BTreeSet::new();
        for unit in self.units() {
            let (holds, asks, own) = self.judge(unit, ask, None);
            if holds && (own || !asks || self.scope == SearchScope::Turns) {
                let mut bytes = BTreeSet::new();
                self.highlighted(unit, ask, &mut bytes);
                found.insert((unit.on, bytes.into_iter().collect()));
            }
        }
        found
    }
}

/// What is counted beside an answer, counted plainly.
impl Scan<'_> {
    fn informant(&self, at: QuoteAt) -> Option<Id<Informant>> {
        let document = self.study.document(at.document)?;
        let turn = document
            .turns()
            .iter()
            .rfind(|turn| turn.words.start <= at.span.start)
            .or(document.turns().first())?;
        Some(self.study.informant(document.informant(turn)?)?.id)
    }

    fn cells(
        &self,
        found: &BTreeSet<Finding>,
    ) -> BTreeMap<(Id<Code>, Option<Id<Informant>>), usize> {
        let mut cells = BTreeMap::new();
        for (on, _) in found {
            let (codes, informant): (BTreeSet<Id<Code>>, _) = match on {
                MemoTarget::Quote(at) => {
                    let codings = self
                        .study
                        .codings_in(at.document)
                        .filter(|coding| coding.span.overlaps(at.span));
                    (
                        codings.map(|coding| coding.code).collect(),
                        self.informant(*at),
                    )
                }
                MemoTarget::Code(code) => ([*code].into(), None),
                _ => continue,
            };
            codes
                .into_iter()
                .for_each(|code| *cells.entry((code, informant)).or_insert(0) += 1);
        }
        cells
    }

    /// How often each word or stem stands in what was found, and in how many of them.
    fn frequencies(&self, found: &BTreeSet<Finding>, by_stem: bool) -> Vec<(usize, usize)> {
        let mut tallies: BTreeMap<String, (usize, usize)> = BTreeMap::new();
        for unit in self
            .units()
            .into_iter()
            .filter(|unit| found.iter().any(|(on, _)| *on == unit.on))
        {
            let has_stems = unit.note.is_some()
                || ["da", "en"].contains(&self.document(unit).unwrap().body.language.as_str());
            assert!(has_stems);
            let words = self
                .stretches(unit)
                .into_iter()
                .flat_map(|stretch| stretch.words)
                .filter(|word| word.form != "ikke");
            let mut here = BTreeSet::new();
            for word in words {
                let key = if by_stem { word.stem } else { word.form };
                let tally = tallies.entry(key.clone()).or_default();
                *tally = (tally.0 + 1, tally.1 + usize::from(here.insert(key)));
            }
        }
        let mut counts: Vec<(usize, usize)> = tallies.into_values().collect();
        counts.sort_unstable();
        counts
    }

    /// How much every quote is like the words of one: BM25 with its stems asked once each.
    fn likeness(&self, to: QuoteAt) -> Vec<(QuoteAt, f64)> {
        let stems = |at| -> Vec<String> {
            let words = self
                .stretches(Unit {
                    on: MemoTarget::Quote(at),
                    note: None,
                })
                .into_iter()
                .flat_map(|stretch| stretch.words);
            words.map(|word| word.stem).collect()
        };
        let quotes: Vec<(QuoteAt, Vec<String>)> = self
            .units()
            .into_iter()
            .filter_map(|unit| {
                if let MemoTarget::Quote(at) = unit.on {
                    Some((at, stems(at)))
                } else {
                    None
                }
            })
            .collect();
        let all = quotes.len() as f64;
        let mean = quotes.iter().map(|(_, words)| words.len()).sum::<usize>() as f64 / all;
        let asked: BTreeSet<String> = stems(to).into_iter().collect();
        let likeness = |words: &[String]| -> f64 {
            let part = |stem: &String| {
                let times = words.iter().filter(|word| *word == stem).count() as f64;
                let holding = quotes
                    .iter()
                    .filter(|(_, words)| words.contains(stem))
                    .count() as f64;
                let rarity = (1.0 + (all - holding + 0.5) / (holding + 0.5)).ln();
                rarity * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * words.len() as f64 / mean))
            };
            asked
                .iter()
                .filter(|stem| words.contains(stem))
                .map(part)
                .sum()
        };
        let apart = |at: &QuoteAt| at.document != to.document || !at.span.overlaps(to.span);
        let mut like: Vec<(QuoteAt, f64)> = quotes
            .iter()
            .map(|(at, words)| (*at, likeness(words)))
            .collect();
        like.retain(|(at, score)| apart(at) && *score > 0.0);
        like
    }
}

fn found(answer: &virk::search::SearchResults) -> BTreeSet<Finding> {
    let bytes = |spans: &[Span]| spans.iter().flat_map(|span| span.start..span.end).collect();
    assert_eq!(answer.passages.len() + answer.memos.len(), answer.total);
    let passages = answer.passages.iter().map(|passage| {
        let matches = passage
            .note
            .as_ref()
            .map_or(&passage.matches, |note| &note.matches);
        (
            MemoTarget::Quote(QuoteAt {
                document: passage.document,
                span: passage.span,
            }),
            bytes(matches),
        )
    });
    passages
        .chain(
            answer
                .memos
                .iter()
                .map(|memo| (memo.on, bytes(&memo.note.matches))),
        )
        .collect()
}

fn desk(danish: bool) -> Desk {
    let mut desk = Desk::in_language(if danish { "da" } else { "en" });
    let codes: Vec<Id<Code>> = CODES
        .iter()
        .map(|(key, kind, parent)| desk.code(key, key, *kind, *parent))
        .collect();
    let link = NewLink::between(codes[0], codes[2]);
    assert!(desk.perform(
        "ab",
        Command::AddTheory {
            version: "v1".into(),
            nodes: codes,
            links: vec![link]
        }
    ));
    desk.informant("M1", "mentor", "", &[]);
    desk.informant("M2", "leader", "", &[]);
    desk
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]
    #[test]
    fn every_answer_equals_a_plain_scan(
        before in proptest::collection::vec(step(), 1..25),
        after in proptest::collection::vec(step(), 0..12),
        asks in proptest::collection::vec((ask(), 0..12usize, any::<bool>(), any::<bool>(), 0..8usize), 1..25),
        danish in any::<bool>(),
    ) {
        let mut desk = desk(danish);
        let mut read = Searcher::open(None);
        let mut indexed = Searcher::open(None).with_index_threshold(0);
        study_of(&mut desk, &before);
        indexed.update_index(&desk.study, &mut |_, _| ()).unwrap();
        // The index has read the study as it was; then once more as it is.
        study_of(&mut desk, &after);
        for caught_up in [false, true] {
            if caught_up {
                indexed.update_index(&desk.study, &mut |_, _| ()).unwrap();
            }
            for (ask, scope, fold, typed_out, named) in &asks {
                // Half of them leave it to the query what is searched.
                let said = SearchScope::VARIANTS.get(*scope).copied();
                let scope = said.unwrap_or(if Scan::is_of_quotes(ask) { SearchScope::Quotes } else { SearchScope::Turns });
                let Some(mut query) = typed(ask, &desk.study) else { continue };
                query = by_name(ask, query, *named, &mut desk);
                let mut setting = QuerySettings { scope: said, fold: *fold };
                if *typed_out {
                    let within = said.map_or_else(String::new, |scope| format!("in:{scope} "));
                    query = format!("{within}({query}) fold:{}", if *fold { "on" } else { "off" });
                    setting = QuerySettings { scope: None, fold: !fold };
                }
                let query = Query::parse_as(&query, &desk.study, setting);
                if scope != SearchScope::Turns && Scan::asks_uncoded(ask) {
                    prop_assert!(query.is_err());
                    continue;
                }
                let query = query.unwrap();
                prop_assert_eq!(query.scope(), scope);
                let plain = Scan::new(&desk.study, scope, *fold).answer(ask);
                let answer = indexed.search(&desk.study, &query, usize::MAX).unwrap();
                prop_assert_eq!(found(&answer), plain, "{} {:?}", query.text(), setting);
                prop_assert_eq!(&answer, &read.search(&desk.study, &query, usize::MAX).unwrap(), "{}", query.text());
                let (plain, facets) = (found(&answer), indexed.facets(&desk.study, &query).unwrap());
                prop_assert_eq!(facets.total, plain.len());
                let scan = Scan::new(&desk.study, scope, false);
                prop_assert_eq!(facets.cells, scan.cells(&plain), "{}", query.text());
                let counting = WordCountOptions { by_stem: *fold, excluded: ["ikke".to_owned()].into() };
                let counted = indexed.frequencies(&desk.study, &query, &counting).unwrap();
                let mut rows: Vec<(usize, usize)> = counted.rows.iter().map(|row| (row.count, row.holding)).collect();
                prop_assert_eq!(rows.iter().map(|row| row.0).sum::<usize>(), counted.words);
                rows.sort_unstable();
                prop_assert_eq!(rows, scan.frequencies(&plain, *fold), "{}", query.text());
            }
            let scan = Scan::new(&desk.study, SearchScope::Quotes, false);
            for unit in scan.units().into_iter().take(3) {
                let MemoTarget::Quote(to) = unit.on else { continue };
                let alike = indexed.similar(&desk.study, to, usize::MAX).unwrap();
                prop_assert!(alike.windows(2).all(|two| two[0].score >= two[1].score));
                let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
                for own in &alike {
                    prop_assert!(near(own.score, own.shared.iter().map(|shared| shared.weight).sum()));
                    prop_assert!(own.shared.iter().all(|shared| !shared.places.is_empty()));
                }
                let mut plain = scan.likeness(to);
                plain.sort_by_key(|(at, _)| *at);
                let mut like: Vec<(QuoteAt, f64)> = alike.iter().map(|alike| (alike.quote, alike.score)).collect();
                like.sort_by_key(|(at, _)| *at);
                prop_assert_eq!(like.len(), plain.len());
                prop_assert!(like.iter().zip(&plain).all(|(a, b)| a.0 == b.0 && near(a.1, b.1)), "{like:?} {plain:?}");
                // Every code speaks with the quotes that have it, and with nothing else.
                for suggestion in indexed.suggest(&desk.study, to, 3).unwrap() {
                    let own = |alike: &SimilarQuote| {
                        let QuoteAt { document, span } = alike.quote;
                        desk.study.codings_at(document, span).any(|coding| coding.code == suggestion.code)
                    };
                    prop_assert!(suggestion.quotes.iter().all(own) && !suggestion.quotes.is_empty());
                    prop_assert!(near(suggestion.score, suggestion.quotes.iter().map(|alike| alike.score).sum()));
                    let mut here = desk.study.codings_in(to.document).filter(|coding| coding.span.contains(to.span));
                    prop_assert!(here.all(|coding| coding.code != suggestion.code));
                }
            }
        }
    }
}
