//! Makes a large study for measuring: synthetic speech, codings, condensations
//! and answers, the same for the same seed.
//!
//! ```text
//! cargo run --release --example scale -- --words 1000000 --codings 20000 --documents 1 OUT.virk
//! ```
//!
//! The words mean nothing and nobody said them. They are drawn as words are in
//! speech (a few often, most seldom), because search and drawing would be
//! measured wrongly on any other text. Codebook, theory and variables are the
//! sample study's, so that every screen has something to show.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the command line"
)]

mod answers;
mod coder;
mod speech;

use clap::Parser;
use speech::Speech;
use std::{path::PathBuf, process::ExitCode, sync::Arc};
use uuid::Uuid;
use virk::import::codebook::parse_codebook;
use virk::import::table::{TableReadOptions, parse_variables};
use virk::import::theory::parse_theory;
use virk::import::transcript::TranscriptOptions;
use virk::import::{TableFile, TextFile, survey, transcript};
use virk::log::{Author, Session};
use virk::stats::rng::Rng;
use virk::study::{Command, Refusal};

/// Makes a large synthetic study for measuring.
#[derive(Parser)]
struct Size {
    /// How many words are spoken in all.
    #[arg(long, default_value_t = 1_000_000)]
    words: usize,
    /// How many codings there are in all.
    #[arg(long, default_value_t = 20_000)]
    codings: usize,
    /// How many documents the words are divided into.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    documents: u32,
    /// How many answered the survey.
    #[arg(long, default_value_t = 2_000)]
    answers: usize,
    /// The same seed makes the same study.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The study file to make.
    out: PathBuf,
}

/// Texts are made durable in batches of about so many bytes, so that memory
/// holds one copy of the study and little more.
const BATCH_BYTES: usize = 16 << 20;
/// Codings are made durable in batches of about so many commands.
const BATCH_COMMANDS: usize = 10_000;

fn main() -> ExitCode {
    let size = Size::parse();
    match make(&size) {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(refusal) => {
            eprintln!("{}\n{}", refusal.what, refusal.hint);
            ExitCode::from(2)
        }
    }
}

fn make(size: &Size) -> Result<String, Refusal> {
    let author = Author {
        writer: Uuid::now_v7(),
        coder: Arc::from("synthetic"),
    };
    let start = Command::StartStudy {
        title: "Synthetic study for measuring".into(),
        language: "en".into(),
        alpha: 0.05,
    };
    let mut session = Session::create(&size.out, author, start)?;
    let embedded = |name: &str, bytes: &[u8]| TextFile::from_bytes(name, name.to_owned(), bytes);
    let codes = parse_codebook(&embedded(
        "mentoring.json",
        include_bytes!("../../codebooks/mentoring.json"),
    )?)?;
    session.perform(Command::AddCodes { codes })?;
    let file = embedded(
        "theory.json",
        include_bytes!("../../transcripts-sample/data/theory.json"),
    )?;
    let links = parse_theory(&file, Some("v1"), session.study())?;
    session.perform(links)?;
    let meaning = parse_variables(&embedded(
        "variables.json",
        include_bytes!("../../transcripts-sample/data/variables.json"),
    )?)?;
    let rows = answers::csv(&meaning, size.answers, &mut Rng::split(size.seed, 0));
    let answers = survey::read(
        TableFile::from_bytes(
            "survey.csv",
            "survey.csv".into(),
            rows.as_bytes(),
            &TableReadOptions::default(),
        )?,
        Some(&meaning),
    )?
    .command(session.study())?;
    session.perform(answers)?;
    let bytes = add_documents(size, &mut session)?;
    let condensed = coder::code(
        &mut session,
        size.codings,
        &mut Rng::split(size.seed, 2),
        BATCH_COMMANDS,
    )?;
    let study = session.study();
    Ok(format!(
        "Made {}, all synthetic: {} words in {} documents ({:.1} MB), {} codings under {} codes, {condensed} condensations, {} links, {} answers; seed {}",
        size.out.display(),
        size.words,
        study.documents().count(),
        bytes as f64 / 1e6,
        study.codings().count(),
        study.codes().count(),
        study.theory().map_or(0, |theory| theory.links.len()),
        size.answers,
        size.seed,
    ))
}

/// Adds the documents and answers with their bytes in all.
fn add_documents(size: &Size, session: &mut Session) -> Result<usize, Refusal> {
    let mut speech = Speech::new(Rng::split(size.seed, 1));
    let (mut batch, mut waiting, mut bytes) = (Vec::new(), 0, 0);
    let documents = size.documents as usize;
    for place in 0..documents {
        let words = size.words * (place + 1) / documents - size.words * place / documents;
        let name = format!("synthetic-{:04}.txt", place + 1);
        let text = speech.transcript(words, place + 1);
        bytes += text.len();
        waiting += text.len();
        let file = TextFile::from_bytes(&name, name.clone(), text.as_bytes())?;
        batch.push(transcript::read(file, &TranscriptOptions::default())?.command);
        if waiting > BATCH_BYTES || place + 1 == documents {
            session.perform(Command::All(std::mem::take(&mut batch)))?;
            waiting = 0;
        }
    }
    Ok(bytes)
}
