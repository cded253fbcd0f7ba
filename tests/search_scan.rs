//! Every answer equals a plain scan of the study, written here from the
//! description of search alone, over random studies and random queries.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may fail loudly")]

mod search_support;

use proptest::prelude::*;
use regex::Regex;
use search_support::Desk;
use std::collections::BTreeSet;
use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer, TokenStream};
use unicode_normalization::UnicodeNormalization;
use virk::search::Searcher;
use virk::study::{Code, Command, Document, Id, Kind, Polarity, Study, command::NewLink, theory::QuoteAt};
use virk::text::Span;

/// Words that could be taken for one another: stems, compositions, cases, hyphens, apostrophes.
const WORDS: [&str; 20] = [
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
];
const ASKED: [&str; 14] =
    ["relation", "relationen", "RELATIONER", "får", "far", "tror", "ikke", "it’s", "e-mail", "samtale", "walk", "mail", "3", "5"];

#[derive(Clone, Debug)]
enum Step {
    Say { danish: bool, turns: Vec<Vec<usize>> },
    Remove(usize),
    Code { document: usize, from: usize, len: usize, code: usize, second: bool },
    Uncode(usize),
    Retire(usize),
    Condense { quote: usize, theme: usize },
    Judge { quote: usize, polarity: usize },
}

#[derive(Clone, Debug)]
enum Ask {
    Word(usize),
    Quoted(Vec<usize>),
    Prefix(usize, usize),
    Inside(usize, usize),
    Near(usize, usize, usize),
    Pattern(usize),
    Document(usize),
    Informant(usize),
    Role(usize),
    Lang(bool),
    Uncoded,
    Code(usize),
    Kind(usize),
    Coder(usize),
    Polarity(usize),
    Theme(usize),
    And(Vec<Ask>),
    Or(Vec<Ask>),
    Not(Box<Ask>),
}

const PATTERNS: [&str; 3] = ["r[a-z]+", "tro.", "(il|re).a"];
const THEMES: [&str; 3] = ["Tillid", "til", "andet"];
const POLARITIES: [Polarity; 3] = Polarity::ALL;
const CODES: [(&str, Kind, Option<&str>); 4] = [
    ("alpha", Kind::Mechanism, None),
    ("beta", Kind::Mechanism, Some("alpha")),
    ("gamma", Kind::Outcome, None),
    ("delta", Kind::Context, Some("beta")),
];

fn step() -> impl Strategy<Value = Step> {
    let turns = proptest::collection::vec(proptest::collection::vec(0..WORDS.len(), 1..7), 1..6);
    prop_oneof![
        3 => (any::<bool>(), turns).prop_map(|(danish, turns)| Step::Say { danish, turns }),
        1 => (0usize..9).prop_map(Step::Remove),
        6 => (0usize..9, 0usize..200, 1usize..60, 0..CODES.len(), any::<bool>())
            .prop_map(|(document, from, len, code, second)| Step::Code { document, from, len, code, second }),
        1 => (0usize..9).prop_map(Step::Uncode),
        1 => (0usize..30).prop_map(Step::Retire),
        1 => (0usize..9, 0..THEMES.len()).prop_map(|(quote, theme)| Step::Condense { quote, theme }),
        1 => (0usize..9, 0..3usize).prop_map(|(quote, polarity)| Step::Judge { quote, polarity }),
    ]
}

fn ask() -> impl Strategy<Value = Ask> {
    let leaf = prop_oneof![
        6 => (0..ASKED.len()).prop_map(Ask::Word),
        2 => proptest::collection::vec(0..ASKED.len(), 1..3).prop_map(Ask::Quoted),
        1 => (0..ASKED.len(), 1usize..6).prop_map(|(word, letters)| Ask::Prefix(word, letters)),
        1 => (0..ASKED.len(), 1usize..6).prop_map(|(word, letters)| Ask::Inside(word, letters)),
        1 => (0..ASKED.len(), 0..ASKED.len(), 1usize..4).prop_map(|(a, b, apart)| Ask::Near(a, b, apart)),
        1 => (0..PATTERNS.len()).prop_map(Ask::Pattern),
        1 => (0usize..9).prop_map(Ask::Document),
        1 => (0usize..3).prop_map(Ask::Informant),
        1 => (0usize..2).prop_map(Ask::Role),
        1 => any::<bool>().prop_map(Ask::Lang),
        1 => Just(Ask::Uncoded),
        3 => (0..CODES.len()).prop_map(Ask::Code),
        1 => (0usize..3).prop_map(Ask::Kind),
        1 => (0usize..2).prop_map(Ask::Coder),
        1 => (0usize..3).prop_map(Ask::Polarity),
        1 => (0..THEMES.len()).prop_map(Ask::Theme),
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
        let documents: Vec<Id<Document>> = desk.study.documents().map(|document| document.id).collect();
        let quotes: Vec<QuoteAt> =
            desk.study.codings().map(|coding| QuoteAt { document: coding.document, span: coding.span }).collect();
        match step {
            Step::Say { danish, turns } => {
                let says = |(place, words): (usize, &Vec<usize>)| {
                    let said: Vec<&str> = words.iter().map(|word| WORDS[*word]).collect();
                    format!("{}: {}.", ["I", "M1", "M2"][place % 3], said.join([" ", "\n", " … "][words.len() % 3]))
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
            Step::Code { document, from, len, code, second } if !documents.is_empty() => {
                let document = documents[document % documents.len()];
                let text = desk.study.document(document).unwrap().text.clone();
                let from = from % text.len();
                let Ok(span) = Span::snap(&text, from..(from + len).min(text.len())) else { continue };
                let Some(code) = desk.study.code_by_key(CODES[*code].0) else { continue };
                desk.perform(if *second { "mh" } else { "ab" }, Command::Apply { document, span, codes: vec![code] });
            }
            Step::Uncode(place) => {
                let codings: Vec<_> = desk.study.codings().map(|coding| coding.id).collect();
                if !codings.is_empty() {
                    desk.perform("ab", Command::Uncode { codings: vec![codings[place % codings.len()]] });
                }
            }
            Step::Retire(place) => {
                // Rarely: a retired code takes its codings out of sight.
                if let Some(id) = CODES.get(*place).and_then(|code| desk.study.code_by_key(code.0)) {
                    desk.perform("ab", Command::RetireCode { id, reason: String::new() });
                }
            }
            Step::Condense { quote, theme } if !quotes.is_empty() => {
                let quote = quotes[quote % quotes.len()];
                desk.perform("ab", Command::Condense { quote, text: "short".into(), theme: THEMES[*theme].into() });
            }
            Step::Judge { quote, polarity } if !quotes.is_empty() => {
                let link = desk.study.theory().unwrap().links[0];
                let QuoteAt { document, span } = quotes[quote % quotes.len()];
                let text = desk.study.document(document).unwrap().text.clone();
                // Half of them lie beside the codings, as those evidence cuts out do.
                let end = if quote.document_is_even() { span.end } else { (span.end + 3).min(u32::try_from(text.len()).unwrap()) };
                let Ok(span) = Span::snap(&text, span.start as usize..end as usize) else { continue };
                let quote = QuoteAt { document, span };
                desk.perform("ab", Command::Judge { link, quote, polarity: Some(POLARITIES[*polarity]) });
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
        let parts: Option<Vec<String>> = parts.iter().map(|part| Some(format!("({})", typed(part, study)?))).collect();
        Some(parts?.join(between))
    };
    let begin = |word: usize, letters: usize| ASKED[word].chars().take(letters).collect::<String>();
    let has_role = |role: &str| study.informants().any(|informant| informant.body.role == role);
    Some(match ask {
        Ask::Word(word) => ASKED[*word].into(),
        Ask::Quoted(words) => format!("“{}”", words.iter().map(|word| ASKED[*word]).collect::<Vec<_>>().join(" ")),
        Ask::Prefix(word, letters) => format!("{}*", begin(*word, *letters)),
        // A piece with a hyphen is more than one word.
        Ask::Inside(word, letters) => format!("*{}", begin(*word, *letters).split(['-', '’']).next()?),
        Ask::Near(a, b, apart) => format!("{} NEAR/{apart} \"{}\"", ASKED[*a], ASKED[*b]),
        Ask::Pattern(pattern) => format!("/{}/", PATTERNS[*pattern]),
        Ask::Document(place) => format!("document:{}", study.documents().nth(*place)?.body.title),
        Ask::Informant(0) => "informant:*".into(),
        Ask::Informant(place) => {
            let name = ["", "M1", "M2"][*place];
            study.informants().find(|informant| informant.body.name == name)?;
            format!("informant:{name}")
        }
        Ask::Role(role) => {
            let role = ["mentor", "leader"][*role];
            format!("role:{}", has_role(role).then_some(role)?)
        }
        Ask::Lang(danish) => if *danish { "lang:da" } else { "lang:en" }.into(),
        Ask::Uncoded => "uncoded".into(),
        Ask::Code(code) => {
            study.code_by_key(CODES[*code].0)?;
            format!("code:{}", CODES[*code].0)
        }
        Ask::Kind(kind) => format!("{}:*", [Kind::Mechanism, Kind::Outcome, Kind::Context][*kind]),
        Ask::Coder(coder) => {
            let coder = ["ab", "mh"][*coder];
            study.codings().find(|coding| &*coding.coder == coder)?;
            format!("coder:{coder}")
        }
        Ask::Polarity(polarity) => format!("polarity:{}", POLARITIES[*polarity]),
        Ask::Theme(theme) => format!("theme:{}", THEMES[*theme].to_uppercase()),
        Ask::And(parts) => all(parts, " AND ")?,
        Ask::Or(parts) => all(parts, " OR ")?,
        Ask::Not(part) => format!("NOT ({})", typed(part, study)?),
    })
}

/// A plain scan.
struct Scan<'a> {
    study: &'a Study,
    word: Regex,
}

struct Word {
    span: Span,
    form: String,
    stem: String,
}

/// A turn or quote under judgement.
#[derive(Clone, Copy)]
struct Unit<'a> {
    document: &'a Document,
    span: Span,
    quote: bool,
}

/// Whether it holds; whether it asks for something a quote carries; whether the quote itself carries it.
type Verdict = (bool, bool, bool);

fn form(text: &str) -> String {
    text.replace(['\u{ad}', '\n'], "").replace('’', "'").to_lowercase().nfc().collect()
}

fn stem(danish: bool, form: &str) -> String {
    let language = if danish { Language::Danish } else { Language::English };
    let mut analyzer = TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(language)).build();
    let mut tokens = analyzer.token_stream(form);
    assert!(tokens.advance());
    tokens.token().text.clone()
}

impl Scan<'_> {
    fn new(study: &Study) -> Scan<'_> {
        Scan { study, word: Regex::new(r"[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}]|\u{ad}\n?|['’][\p{L}\p{N}])*").unwrap() }
    }

    /// Words of each turn that a unit meets, those that lie wholly inside it.
    fn turns(&self, unit: Unit<'_>) -> Vec<Vec<Word>> {
        let text = &unit.document.text;
        let danish = unit.document.body.language == "da";
        let words = |turn: Span| {
            let found = self.word.find_iter(turn.text(text)).map(|found| {
                let start = turn.start as usize + found.start();
                let form = form(found.as_str());
                Word { span: Span::of(start, start + found.len()), stem: stem(danish, &form), form }
            });
            found.filter(|word| unit.span.contains(word.span)).collect()
        };
        let meeting = unit.document.turns().iter().filter(|turn| turn.words.overlaps(unit.span));
        meeting.map(|turn| words(turn.words)).collect()
    }

    fn asked(&self, word: usize) -> Vec<String> {
        self.word.find_iter(ASKED[word]).map(|found| form(found.as_str())).collect()
    }

    /// Where leaves of words hold: the spans to highlight.
    fn places(&self, unit: Unit<'_>, ask: &Ask) -> Vec<Span> {
        let danish = unit.document.body.language == "da";
        let rows = |words: &[Word], test: &dyn Fn(usize, &Word) -> bool, length: usize| -> Vec<(usize, usize)> {
            let starts = 0..(words.len() + 1).saturating_sub(length);
            starts.filter(|at| (0..length).all(|step| test(step, &words[at + step]))).map(|at| (at, at + length - 1)).collect()
        };
        // A word by itself stands for its relatives too; more than one, or quoted, for itself.
        let row = |words: &[Word], asked: &[String], quoted: bool| {
            let related = !quoted && asked.len() == 1;
            let test = |step: usize, word: &Word| word.form == asked[step] || related && word.stem == stem(danish, &asked[step]);
            rows(words, &test, asked.len())
        };
        let mut places = Vec::new();
        for words in self.turns(unit) {
            let mut mark = |found: Vec<(usize, usize)>| {
                places.extend(found.into_iter().map(|(first, last)| words[first].span.cover(words[last].span)));
            };
            match ask {
                Ask::Word(word) => mark(row(&words, &self.asked(*word), false)),
                Ask::Quoted(asked) => mark(row(&words, &asked.iter().flat_map(|word| self.asked(*word)).collect::<Vec<_>>(), true)),
                Ask::Prefix(word, letters) => {
                    let begin: String = ASKED[*word].chars().take(*letters).collect();
                    let asked: Vec<String> = self.word.find_iter(&begin).map(|found| form(found.as_str())).collect();
                    let last = asked.len() - 1;
                    let test = |step: usize, word: &Word| {
                        if step == last { word.form.starts_with(&asked[step]) } else { word.form == asked[step] }
                    };
                    mark(rows(&words, &test, asked.len()));
                }
                Ask::Inside(word, letters) => {
                    let part: String = ASKED[*word].chars().take(*letters).collect();
                    let part = form(part.split(['-', '’', ',']).next().unwrap());
                    mark(rows(&words, &|_, word| word.form.contains(&part), 1));
                }
                Ask::Near(a, b, apart) => {
                    let (lefts, rights) = (row(&words, &self.asked(*a), false), row(&words, &self.asked(*b), true));
                    let close = |x: &(usize, usize), y: &(usize, usize)| {
                        let gap = if x.0 < y.0 { y.0 as i64 - x.1 as i64 } else { x.0 as i64 - y.1 as i64 };
                        gap >= 1 && gap <= *apart as i64
                    };
                    let near = |one: &[(usize, usize)], other: &[(usize, usize)]| {
                        one.iter().copied().filter(|x| other.iter().any(|y| close(x, y))).collect()
                    };
                    mark(near(&lefts, &rights));
                    mark(near(&rights, &lefts));
                }
                _ => {}
            }
        }
        if let Ask::Pattern(pattern) = ask {
            let pattern = Regex::new(&format!("(?i){}", PATTERNS[*pattern])).unwrap();
            for turn in unit.document.turns().iter() {
                let Some(part) = turn.words.meet(unit.span) else { continue };
                let found = pattern.find_iter(part.text(&unit.document.text));
                places.extend(found.map(|found| Span::of(part.start as usize + found.start(), part.start as usize + found.end())));
            }
        }
        places
    }

    fn codes(&self, ask: &Ask) -> Option<BTreeSet<Id<Code>>> {
        match ask {
            Ask::Code(code) => {
                let top = self.study.code_by_key(CODES[*code].0).unwrap();
                let under = |mut code: Id<Code>| loop {
                    if code == top {
                        return true;
                    }
                    let Some(parent) = self.study.code(code).and_then(|code| code.body.parent) else { return false };
                    if self.study.code(parent).is_none() && parent != top {
                        return false;
                    }
                    code = parent;
                };
                Some(self.study.codes().map(|code| code.id).filter(|code| under(*code)).collect())
            }
            Ask::Kind(kind) => {
                let kind = [Kind::Mechanism, Kind::Outcome, Kind::Context][*kind];
                Some(self.study.codes().filter(|code| code.body.kind == kind).map(|code| code.id).collect())
            }
            _ => None,
        }
    }

    /// `coder` is whom a neighbour in an AND narrows codes to.
    fn judge(&self, unit: Unit<'_>, ask: &Ask, coder: Option<&str>) -> Verdict {
        let plain = |holds: bool| (holds, false, false);
        let document = unit.document;
        let informant = || {
            let turn = document.turns().iter().rfind(|turn| turn.words.start <= unit.span.start).or(document.turns().first())?;
            self.study.informant(document.informant(turn)?)
        };
        let coded = |codes: Option<BTreeSet<Id<Code>>>, coder: Option<&str>| {
            let asked = |coding: &&virk::study::Coding| {
                codes.as_ref().is_none_or(|codes| codes.contains(&coding.code)) && coder.is_none_or(|coder| *coding.coder == *coder)
            };
            let codings: Vec<_> = self.study.codings_in(document.id).filter(asked).collect();
            let near = codings.iter().any(|coding| coding.span.overlaps(unit.span));
            (near, near, codings.iter().any(|coding| coding.span == unit.span))
        };
        let at = QuoteAt { document: document.id, span: unit.span };
        let carried = |holds: bool| (holds, holds, holds);
        match ask {
            Ask::Document(place) => plain(self.study.documents().nth(*place).unwrap().id == document.id),
            Ask::Informant(0) => plain(informant().is_some()),
            Ask::Informant(place) => plain(informant().is_some_and(|informant| informant.body.name == ["", "M1", "M2"][*place])),
            Ask::Role(role) => plain(informant().is_some_and(|informant| informant.body.role == ["mentor", "leader"][*role])),
            Ask::Lang(danish) => plain(document.body.language == if *danish { "da" } else { "en" }),
            Ask::Uncoded => plain(!self.study.codings_in(document.id).any(|coding| coding.span.overlaps(unit.span))),
            Ask::Code(_) | Ask::Kind(_) => coded(self.codes(ask), coder),
            Ask::Coder(own) => coded(None, Some(["ab", "mh"][*own])),
            Ask::Polarity(wanted) => {
                let link = self.study.theory().unwrap().links[0];
                carried(self.study.polarity(link, at) == Some(POLARITIES[*wanted]))
            }
            Ask::Theme(wanted) => {
                let theme = self.study.condensation(at).map(|condensed| condensed.theme.to_lowercase());
                carried(theme.is_some_and(|theme| theme.contains(&THEMES[*wanted].to_lowercase())))
            }
            Ask::And(parts) => {
                let coders: Vec<&str> = parts
                    .iter()
                    .filter_map(|part| if let Ask::Coder(coder) = part { Some(["ab", "mh"][*coder]) } else { None })
                    .collect();
                // The nearest coder narrows first; one from further out reaches what is not narrowed yet.
                let coder = if let [own] = coders.as_slice() { Some(*own) } else { coder };
                let parts: Vec<Verdict> = parts.iter().map(|part| self.judge(unit, part, coder)).collect();
                let holds = parts.iter().all(|part| part.0);
                (holds, parts.iter().any(|part| part.1), holds && parts.iter().any(|part| part.2))
            }
            Ask::Or(parts) => {
                let holding: Vec<Verdict> = parts.iter().map(|part| self.judge(unit, part, coder)).filter(|part| part.0).collect();
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
            Ask::Code(_) | Ask::Kind(_) | Ask::Coder(_) | Ask::Polarity(_) | Ask::Theme(_) => true,
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
    fn highlighted(&self, unit: Unit<'_>, ask: &Ask, bytes: &mut BTreeSet<u32>) {
        match ask {
            Ask::And(parts) | Ask::Or(parts) => parts.iter().for_each(|part| self.highlighted(unit, part, bytes)),
            Ask::Not(part) => {
                // Not not is so.
                if let Ask::Not(part) = &**part {
                    self.highlighted(unit, part, bytes);
                } else if let Ask::And(parts) | Ask::Or(parts) = &**part {
                    parts.iter().for_each(|part| self.highlighted(unit, &Ask::Not(Box::new(part.clone())), bytes));
                }
            }
            words => self.places(unit, words).into_iter().for_each(|span| bytes.extend(span.start..span.end)),
        }
    }

    /// Document, span and highlighted bytes of every answer.
    fn answer(&self, ask: &Ask) -> BTreeSet<(Id<Document>, Span, Vec<u32>)> {
        let quote = Scan::is_of_quotes(ask);
        let mut found = BTreeSet::new();
        for document in self.study.documents() {
            let mut spans: BTreeSet<Span> = document.turns().iter().map(|turn| turn.words).collect();
            if quote {
                spans = self.study.codings_in(document.id).map(|coding| coding.span).collect();
                let judged = self.study.polarities(self.study.theory().unwrap().links[0]).map(|(quote, _)| quote);
                let said = judged.chain(self.study.condensations().map(|(quote, _)| quote));
                spans.extend(said.filter(|quote| quote.document == document.id).map(|quote| quote.span));
            }
            for span in spans {
                let unit = Unit { document, span, quote };
                let (holds, asks, own) = self.judge(unit, ask, None);
                if holds && (own || !asks || !unit.quote) {
                    let mut bytes = BTreeSet::new();
                    self.highlighted(unit, ask, &mut bytes);
                    found.insert((document.id, span, bytes.into_iter().collect()));
                }
            }
        }
        found
    }
}

fn found(answer: &virk::search::Answer) -> BTreeSet<(Id<Document>, Span, Vec<u32>)> {
    let bytes = |spans: &[Span]| spans.iter().flat_map(|span| span.start..span.end).collect();
    assert_eq!(answer.passages.len(), answer.total);
    answer.passages.iter().map(|passage| (passage.document, passage.span, bytes(&passage.matches))).collect()
}

fn desk() -> Desk {
    let mut desk = Desk::default();
    let codes: Vec<Id<Code>> = CODES.iter().map(|(key, kind, parent)| desk.code(key, key, *kind, *parent)).collect();
    let link = NewLink { from: codes[0], to: codes[2], statement: String::new(), basis: String::new() };
    assert!(desk.perform("ab", Command::AddTheory { version: "v1".into(), nodes: codes, links: vec![link] }));
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
        asks in proptest::collection::vec(ask(), 1..25),
    ) {
        let mut desk = desk();
        let mut read = Searcher::open(None);
        let mut indexed = Searcher::open(None).indexing_from(0);
        study_of(&mut desk, &before);
        indexed.catch_up(&desk.study, &mut |_, _| ()).unwrap();
        // The index has read the study as it was; then once more as it is.
        study_of(&mut desk, &after);
        for caught_up in [false, true] {
            if caught_up {
                indexed.catch_up(&desk.study, &mut |_, _| ()).unwrap();
            }
            for ask in &asks {
                if Scan::is_of_quotes(ask) && Scan::asks_uncoded(ask) {
                    continue;
                }
                let Some(query) = typed(ask, &desk.study) else { continue };
                let plain = Scan::new(&desk.study).answer(ask);
                let answer = desk.ask(&mut indexed, &query);
                prop_assert_eq!(found(&answer), plain, "{}", query);
                prop_assert_eq!(answer, desk.ask(&mut read, &query), "{}", query);
            }
        }
    }
}
