//! Searching and indexing, against the budgets of `ARCHITECTURE.md`: p50 ≤ 5 ms
//! and p99 ≤ 30 ms over 100 MB of transcripts, filters included; 30 and 100 ms for
//! NEAR, typing errors and parts of compounds; indexing at 12 MB/s or more.
//!
//! `cargo bench --bench search` measures 10 MB with 5,000 codings;
//! `VIRK_BENCH_MB=100` measures 100 MB with 50,000. The text is synthetic: words
//! built of syllables and endings, as frequent as Zipf's law has it. First comes a
//! table of 200 different queries of each sort, first 50 passages and exact
//! total each; then criterion's means, to compare one change with the next.
//!
//! With `VIRK_BENCH_PEERS=FOLDER` the turns, the quotes and some of the queries
//! with their answers are written there, for `search_peers.py` to ask others the same.

use criterion::Criterion;
use std::error::Error;
use std::fmt::Write;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;
use uuid::Uuid;
use virk::search::{Query, Searcher};
use virk::study::{
    Act, Addition, BilingualText, CodeBody, CodeKind, Content, DocumentBody, Event, Id, Record,
    Study, Time,
    document::{DocumentSpeaker, Provenance},
    informant::{InformantDetails, InformantFact},
    theory::QuoteAt,
};
use virk::text::{Span, TurnFormat, sanitize};

type Fallible<T> = Result<T, Box<dyn Error>>;

const SYLLABLES: [&str; 24] = [
    "re", "la", "tro", "mø", "sam", "vej", "ud", "for", "gå", "lig", "be", "sk", "æn", "ti", "ko",
    "ar", "hjæ", "op", "dan", "vi", "ner", "mo", "fø", "kva",
];
const ENDINGS: [&str; 8] = ["", "", "", "en", "er", "erne", "ing", "hed"];

/// A stream of numbers that is the same at each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }
}

/// Words by rank, and a table to draw them by their frequency.
struct Vocabulary {
    words: Vec<String>,
    drawn: Vec<u32>,
}

impl Vocabulary {
    fn new(dice: &mut Dice) -> Vocabulary {
        let mut words = Vec::new();
        let mut seen = std::collections::HashSet::new();
        while words.len() < 60_000 {
            // Frequent words are short.
            let syllables = 1 + usize::from(words.len() > 100) + dice.below(3);
            let mut word: String = (0..syllables)
                .map(|_| SYLLABLES[dice.below(SYLLABLES.len())])
                .collect();
            word += ENDINGS[dice.below(ENDINGS.len())];
            if seen.insert(word.clone()) {
                words.push(word);
            }
        }
        let weights: Vec<f64> = (0..words.len())
            .map(|rank| 1.0 / (rank as f64 + 2.7))
            .collect();
        let total: f64 = weights.iter().sum();
        let mut drawn = Vec::with_capacity(1 << 20);
        for (rank, weight) in (0..).zip(&weights) {
            let share = (weight / total * (1 << 20) as f64).ceil() as usize;
            drawn.extend(std::iter::repeat_n(rank, share));
        }
        Vocabulary { words, drawn }
    }

    fn word(&self, dice: &mut Dice) -> &str {
        &self.words[self.drawn[dice.below(self.drawn.len())] as usize]
    }
}

/// Records in the making.
#[derive(Default)]
struct Maker {
    records: Vec<Record>,
    study: Study,
}

impl Maker {
    fn id(&self) -> Uuid {
        Uuid::from_u128(self.records.len() as u128 + 1)
    }

    fn add(&mut self, event: Event) {
        let id = self.id();
        let n = self.records.len() as u64 + 1;
        let coder = Arc::from(if n.is_multiple_of(3) { "mh" } else { "ab" });
        self.records.push(Record {
            id,
            writer: Uuid::nil(),
            n,
            time: Time(0),
            coder,
            batch: id,
            act: Act::Do,
            event,
        });
    }
}

/// A study of so many bytes of transcripts, half Danish and half English by name, and so many
/// codings.
fn study(bytes: usize, codings: usize, words: &Vocabulary, dice: &mut Dice) -> Fallible<Study> {
    let mut maker = Maker::default();
    maker.add(Event::StudyStarted {
        title: "Synthetic".into(),
        language: "da".into(),
        alpha: 0.05,
    });
    let mut codes = Vec::new();
    for number in 0..60 {
        let id = Id::new(maker.id());
        let kind = CodeKind::ALL[number % CodeKind::ALL.len()];
        let parent = (number >= 20).then(|| codes[number % 20]);
        let body = CodeBody {
            key: format!("code{number:02}"),
            kind,
            parent,
            name: BilingualText::new(format!("Code {number:02}")),
            ..CodeBody::default()
        };
        codes.push(id);
        maker.add(Event::Added(Addition::Code { id, body }));
    }
    let mut texts = Vec::new();
    let mut made = 0;
    while made < bytes {
        let number = texts.len();
        let informant = Id::new(maker.id());
        let role = ["mentor", "leader", "consultant"][number % 3].into();
        maker.add(Event::Added(Addition::Informant {
            id: informant,
            body: InformantFact {
                name: format!("M{number}"),
                inline: InformantDetails {
                    role,
                    ..InformantDetails::default()
                },
                ..InformantFact::default()
            },
        }));
        let mut text = String::new();
        while text.len() < 100_000 {
            let (label, length) = if dice.below(2) == 0 {
                ("I".into(), 8 + dice.below(30))
            } else {
                (format!("M{number}"), 30 + dice.below(180))
            };
            write!(text, "{label}:")?;
            for _ in 0..length {
                write!(text, " {}", words.word(dice))?;
            }
            text.push_str(".\n\n");
        }
        made += text.len();
        let (id, content) = (
            Id::new(maker.id()),
            Id::new(Uuid::from_u128(1 << 100 | number as u128)),
        );
        let text: Arc<str> = text.into();
        let speakers = vec![
            DocumentSpeaker {
                label: "I".into(),
                informant: None,
            },
            DocumentSpeaker {
                label: format!("M{number}"),
                informant: Some(informant),
            },
        ];
        let body = DocumentBody {
            title: format!("document {number}"),
            language: if number % 2 == 0 { "da" } else { "en" }.into(),
            format: TurnFormat::Colon,
            speakers,
            content,
            hash: Content {
                id: content,
                text: text.clone().into(),
            }
            .hash(),
            source: Provenance::default(),
        };
        maker.study.add_content(content, text.clone());
        maker.add(Event::Added(Addition::Document { id, body }));
        texts.push((id, text));
    }
    for _ in 0..codings {
        let (document, text) = &texts[dice.below(texts.len())];
        let start = dice.below(text.len() - 600);
        let span = Span::snap(text, start..start + 60 + dice.below(500))?;
        let hash = sanitize::quote_hash(span.text(text)).into();
        let (id, code) = (Id::new(maker.id()), codes[dice.below(codes.len())]);
        maker.add(Event::Coded {
            id,
            document: *document,
            span,
            code,
            hash,
        });
    }
    maker.study.fold(maker.records);
    Ok(maker.study)
}

/// A sort of query.
type Sort<'a> = (&'static str, Box<dyn Fn(&mut Dice) -> String + 'a>);

fn sorts<'a>(words: &'a Vocabulary, study: &'a Study) -> Vec<Sort<'a>> {
    let rank = |from: usize, to: usize| {
        move |dice: &mut Dice| words.words[from + dice.below(to - from)].clone()
    };
    let (frequent, middle, rare) = (rank(10, 200), rank(500, 3_000), rank(10_000, 50_000));
    let texts: Vec<Arc<str>> = study
        .documents()
        .map(|document| document.text.clone())
        .collect();
    let row = move |dice: &mut Dice, length: usize| {
        let text = &texts[dice.below(texts.len())];
        let mut from = dice.below(text.len() - 300);
        while !text.is_char_boundary(from) {
            from += 1;
        }
        let row: Vec<&str> = text[from..].split(' ').skip(1).take(length).collect();
        row.join(" ").replace(['\n', '"'], " ")
    };
    let row = Arc::new(row);
    let (two, three, filtered) = (row.clone(), row.clone(), row);
    let prefix = |word: String| format!("{}*", word.chars().take(4).collect::<String>());
    vec![
        ("frequent word", Box::new(frequent)),
        ("middling word", Box::new(middle)),
        ("rare word", Box::new(rare)),
        (
            "exact word",
            Box::new(move |dice| format!("\"{}\"", middle(dice))),
        ),
        (
            "phrase of two",
            Box::new(move |dice| format!("\"{}\"", two(dice, 2))),
        ),
        (
            "phrase of three",
            Box::new(move |dice| format!("\"{}\"", three(dice, 3))),
        ),
        (
            "beginning (4 letters)",
            Box::new(move |dice| prefix(middle(dice))),
        ),
        (
            "two words",
            Box::new(move |dice| format!("{} {}", frequent(dice), middle(dice))),
        ),
        (
            "two exact words",
            Box::new(move |dice| format!("\"{}\" \"{}\"", frequent(dice), middle(dice))),
        ),
        (
            "either, and not",
            Box::new(move |dice| {
                format!(
                    "({} OR {}) NOT {}",
                    middle(dice),
                    middle(dice),
                    frequent(dice)
                )
            }),
        ),
        (
            "NEAR/5",
            Box::new(move |dice| format!("{} NEAR/5 {}", middle(dice), frequent(dice))),
        ),
        (
            "typing error",
            Box::new(move |dice| format!("{}~", middle(dice))),
        ),
        (
            "word, role",
            Box::new(move |dice| format!("role:mentor {}", frequent(dice))),
        ),
        (
            "code",
            Box::new(|dice| format!("code:code{:02}", dice.below(60))),
        ),
        (
            "code and word",
            Box::new(move |dice| format!("code:code{:02} {}", dice.below(60), frequent(dice))),
        ),
        (
            "code and exact word",
            Box::new(move |dice| format!("code:code{:02} \"{}\"", dice.below(60), frequent(dice))),
        ),
        (
            "kind and word",
            Box::new(move |dice| format!("kind:mechanism {}", frequent(dice))),
        ),
        (
            "two codes",
            Box::new(|dice| {
                format!(
                    "code:code{:02} code:code{:02}",
                    dice.below(20),
                    dice.below(20)
                )
            }),
        ),
        (
            "code, coder, role, phrase",
            Box::new(move |dice| {
                format!(
                    "code:code{:02} coder:ab role:mentor \"{}\"",
                    dice.below(20),
                    filtered(dice, 2)
                )
            }),
        ),
    ]
}

/// Writes what others are to search, and asks what they will be asked: sort, words, code, answers
/// and milliseconds.
fn peers(
    folder: &std::path::Path,
    study: &Study,
    words: &Vocabulary,
    searcher: &mut Searcher,
    dice: &mut Dice,
) -> Fallible<()> {
    std::fs::create_dir_all(folder.join("turns"))?;
    for (number, document) in study.documents().enumerate() {
        let turns: String = document
            .turns()
            .iter()
            .map(|turn| turn.words.text(&document.text).to_owned() + "\n")
            .collect();
        std::fs::write(folder.join("turns").join(format!("{number:05}.txt")), turns)?;
    }
    let mut quotes = String::new();
    for quote in study.quotes_under(&study.codes().map(|code| code.id).collect()) {
        let role = quote
            .informant
            .map_or("", |informant| informant.body.role.as_str());
        let text = quote.words().replace(['\n', '\t'], " ");
        let mut codings = Vec::new();
        for coding in study.codings_at(quote.document.id, quote.span) {
            let mut above = Some(coding.code);
            while let Some(code) = above.and_then(|code| study.code(code)) {
                codings.push(format!("{}/{}", code.body.key, coding.coder));
                above = code.body.parent;
            }
        }
        writeln!(quotes, "{}\t{role}\t{text}", codings.join(" "))?;
    }
    std::fs::write(folder.join("quotes.tsv"), quotes)?;
    let sorts = sorts(words, study);
    let mut asked = String::new();
    let wanted = [
        "exact word",
        "phrase of two",
        "beginning (4 letters)",
        "two exact words",
        "code and exact word",
        "code, coder, role, phrase",
    ];
    for (name, make) in sorts.iter().filter(|(name, _)| wanted.contains(name)) {
        for _ in 0..100 {
            let text = make(dice);
            let query = Query::parse(&text, study)?;
            let start = Instant::now();
            let answer = searcher.search(study, black_box(&query), 50)?;
            writeln!(
                asked,
                "{name}\t{text}\t{}\t{}",
                answer.total,
                milliseconds(start)
            )?;
        }
    }
    Ok(std::fs::write(folder.join("asked.tsv"), asked)?)
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

fn main() -> Fallible<()> {
    let megabytes: usize = std::env::var("VIRK_BENCH_MB")
        .ok()
        .and_then(|mb| mb.parse().ok())
        .unwrap_or(10);
    let mut dice = Dice(42);
    let words = Vocabulary::new(&mut dice);
    let study = study(megabytes * 1_000_000, megabytes * 500, &words, &mut dice)?;
    let cache = tempfile::tempdir()?;
    let file = cache.path().join("study.virk");
    std::fs::write(&file, "")?;
    let bytes: usize = study.documents().map(|document| document.text.len()).sum();
    println!(
        "{:.1} MB in {} documents, {} codings",
        bytes as f64 / 1e6,
        study.documents().count(),
        study.codings().count()
    );

    let turns = Instant::now();
    let count: usize = study
        .documents()
        .map(|document| document.turns().len())
        .sum();
    println!("finding {count} turns: {:.0} ms", milliseconds(turns));
    let mut searcher =
        Searcher::open_in(cache.path(), &file.as_path().into()).with_index_threshold(0);
    let start = Instant::now();
    searcher.update_index(&study, &mut |_, _| ())?;
    let took = milliseconds(start);
    println!(
        "indexing: {took:.0} ms, {:.1} MB/s",
        bytes as f64 / 1e3 / took
    );
    println!("index on disk: {:.1} MB", size(cache.path())? as f64 / 1e6);
    let mut again = Searcher::open_in(cache.path(), &file.as_path().into()).with_index_threshold(0);
    let start = Instant::now();
    again.update_index(&study, &mut |_, _| ())?;
    println!("opening it again: {:.1} ms", milliseconds(start));
    let start = Instant::now();
    again.search(&study, &Query::parse("code:* tro", &study)?, 50)?;
    println!("first search after that: {:.1} ms", milliseconds(start));
    let mut scanning = Searcher::open(None);
    scanning.search(&study, &Query::parse("tro", &study)?, 50)?;
    let start = Instant::now();
    scanning.search(&study, &Query::parse("tro", &study)?, 50)?;
    println!("a word without an index: {:.1} ms", milliseconds(start));

    println!(
        "\n{:<28}{:>9}{:>9}{:>9}{:>9}",
        "200 queries each, in ms", "p50", "p99", "most", "mean n"
    );
    let mut measured = Vec::new();
    for (name, make) in sorts(&words, &study) {
        let queries: Vec<Query> = (0..200)
            .map(|_| Query::parse(&make(&mut dice), &study))
            .collect::<Result<_, _>>()?;
        let (mut times, mut total) = (Vec::new(), 0);
        for query in &queries {
            let start = Instant::now();
            let answer = searcher.search(&study, black_box(query), 50)?;
            times.push(milliseconds(start));
            total += answer.total;
        }
        times.sort_by(f64::total_cmp);
        println!(
            "{name:<28}{:>9.3}{:>9.3}{:>9.3}{:>9.0}",
            times[100],
            times[197],
            times[199],
            total as f64 / 200.0
        );
        measured.push((name, queries));
    }
    let quotes: Vec<QuoteAt> = study
        .codings()
        .map(|coding| QuoteAt {
            document: coding.document,
            span: coding.span,
        })
        .step_by(97)
        .take(200)
        .collect();
    let timed = |name: &str, ask: &mut dyn FnMut(QuoteAt) -> Fallible<usize>| -> Fallible<()> {
        let mut times = Vec::new();
        for quote in &quotes {
            let start = Instant::now();
            black_box(ask(*quote)?);
            times.push(milliseconds(start));
        }
        times.sort_by(f64::total_cmp);
        let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
        println!(
            "{name:<28}{:>9.3}{:>9.3}{:>9.3}",
            at(50),
            at(99),
            times[times.len() - 1]
        );
        Ok(())
    };
    timed("quotes like a quote", &mut |quote| {
        Ok(searcher.similar(&study, quote, 10)?.len())
    })?;
    timed("codes for a quote", &mut |quote| {
        Ok(searcher.suggest(&study, quote, 3)?.len())
    })?;
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        status
            .lines()
            .filter(|line| line.starts_with("VmHWM") || line.starts_with("RssAnon"))
            .for_each(|line| println!("{line}"));
    }
    if let Some(folder) = std::env::var_os("VIRK_BENCH_PEERS") {
        return peers(folder.as_ref(), &study, &words, &mut searcher, &mut dice);
    }
    let mut criterion = Criterion::default().sample_size(20).configure_from_args();
    let mut group = criterion.benchmark_group("search");
    for (name, queries) in &measured {
        let mut next = queries.iter().cycle();
        group.bench_function(*name, |bencher| {
            bencher.iter(|| next.next().map(|query| searcher.search(&study, query, 50)));
        });
    }
    group.finish();
    Ok(())
}

/// Bytes below a folder.
fn size(folder: &std::path::Path) -> Fallible<u64> {
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        bytes += if entry.file_type()?.is_dir() {
            size(&entry.path())?
        } else {
            entry.metadata()?.len()
        };
    }
    Ok(bytes)
}
