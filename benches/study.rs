//! Opening a study and coding in it, against the budgets of `ARCHITECTURE.md`:
//! 10,000 records within 0.1 s, 100,000 within 0.3 s, a million within 2 s; a
//! coding durable and taken into account within 30 ms.
//!
//! `VIRK_BENCH_MILLION=1` adds the million, which takes a minute to make.

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;
use virk::log::{Author, Session};
use virk::study::{
    BilingualText, CodeBody, CodeKind, Command, command::NewCode, document::Provenance,
};
use virk::text::{Span, TurnFormat};

/// How many codings one command makes while the study is built.
const CHUNK: usize = 50_000;

fn author() -> Author {
    Author {
        writer: Uuid::from_u128(1),
        coder: Arc::from("bench"),
    }
}

/// A synthetic study of about `records` records: 40 documents, 30 codes, and codings.
fn build(path: &Path, records: usize) -> Result<(), Box<dyn std::error::Error>> {
    let start = Command::StartStudy {
        title: "bench".into(),
        language: "en".into(),
        alpha: 0.05,
    };
    let mut session = Session::create(path, author(), start)?;
    let codes = (0..30).map(|n| NewCode {
        body: CodeBody {
            kind: CodeKind::Mechanism,
            name: BilingualText::new(format!("Code {n}")),
            ..CodeBody::default()
        },
        parent: None,
    });
    let mut first = vec![Command::AddCodes {
        codes: codes.collect(),
    }];
    for document in 0..40 {
        let text: String = (0..2_000)
            .map(|n| format!("Mentor {document}: word{n} and some more words, år {n}.\n\n"))
            .collect();
        first.push(Command::AddDocument {
            title: format!("document {document}"),
            language: "en".into(),
            format: TurnFormat::Colon,
            text: Arc::from(text),
            speakers: Vec::new(),
            source: Provenance::default(),
        });
    }
    session.perform(Command::All(first))?;
    let documents: Vec<_> = session
        .study()
        .documents()
        .map(|document| (document.id, document.text.clone()))
        .collect();
    let codes: Vec<_> = session.study().codes().map(|code| code.id).collect();
    // No two codings alike: the documents in turn, a byte further each time round.
    let mut coding = 0..records.saturating_sub(80);
    loop {
        let mut chunk = Vec::with_capacity(CHUNK);
        for n in coding.by_ref().take(CHUNK) {
            let (document, text) = &documents[n % documents.len()];
            let start = (n / documents.len() * 7) % (text.len() - 300);
            let span = Span::snap(text, start..start + 20 + n % 200)?;
            chunk.push(Command::Apply {
                document: *document,
                span,
                codes: vec![codes[n % codes.len()]],
            });
        }
        if chunk.is_empty() {
            break;
        }
        session.perform(Command::All(chunk))?;
    }
    Ok(())
}

/// Besides the derivation of its key, which a process pays for once, and a coding in it.
#[cfg(feature = "encryption")]
fn open_encrypted(
    group: &mut criterion::BenchmarkGroup<'_, criterion::measurement::WallTime>,
    plain: &Path,
    size: usize,
) {
    let path = plain.with_extension("locked.virk");
    let locked = std::fs::copy(plain, &path).is_ok()
        && virk::log::lock(&path, "korrekt hest batteri").is_ok();
    if !locked {
        eprintln!("{size} records could not be encrypted");
        return;
    }
    group.bench_function(format!("{size} records, encrypted, key known"), |bencher| {
        bencher.iter(|| black_box(Session::open(&path, author()).is_ok()))
    });
    let Ok(mut session) = Session::open(&path, author()) else {
        return;
    };
    let mut n = 0;
    group.bench_function(
        format!("a memo in {size} records, encrypted, durable"),
        |bencher| {
            bencher.iter(|| {
                n += 1;
                let memo = Command::SetMemo {
                    on: virk::study::event::MemoTarget::Study,
                    text: format!("memo {n}"),
                };
                black_box(session.perform(memo).is_ok())
            })
        },
    );
}

fn open_studies(criterion: &mut Criterion) {
    let Ok(folder) = tempfile::tempdir() else {
        return;
    };
    let mut sizes = vec![10_000, 100_000];
    if std::env::var_os("VIRK_BENCH_MILLION").is_some() {
        sizes.push(1_000_000);
    }
    let mut group = criterion.benchmark_group("open");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(8));
    for size in sizes {
        let path = folder.path().join(format!("{size}.virk"));
        if let Err(error) = build(&path, size) {
            eprintln!("{size} records could not be made: {error}");
            continue;
        }
        group.bench_function(format!("{size} records"), |bencher| {
            bencher.iter(|| black_box(Session::open(&path, author()).is_ok()))
        });
        #[cfg(feature = "encryption")]
        open_encrypted(&mut group, &path, size);
    }
    group.finish();

    let path = folder.path().join("100000.virk");
    let Ok(mut session) = Session::open(&path, author()) else {
        return;
    };
    let Some((document, code)) = session
        .study()
        .documents()
        .next()
        .map(|document| document.id)
        .zip(session.study().codes().next().map(|code| code.id))
    else {
        return;
    };
    criterion.bench_function("a snapshot of 100,000 records", |bencher| {
        bencher.iter(|| black_box(session.snapshot()))
    });
    criterion.bench_function(
        "a copy of 100,000 records, as a change costs under a snapshot",
        |bencher| bencher.iter(|| black_box(virk::study::Study::clone(session.study()))),
    );
    let mut at = 0;
    criterion.bench_function("one coding in 100,000 records, durable", |bencher| {
        bencher.iter(|| {
            at += 1;
            let span = Span {
                start: at,
                end: at + 9,
            };
            black_box(
                session
                    .perform(Command::Apply {
                        document,
                        span,
                        codes: vec![code],
                    })
                    .is_ok(),
            )
        });
    });
}

criterion_group!(benches, open_studies);
criterion_main!(benches);
