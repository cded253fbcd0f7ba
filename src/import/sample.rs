//! The sample study: fictional transcripts and synthetic data embedded in the program, imported in
//! the same way as a user's own files.

use super::table::{TableFile, TableReadOptions};
use super::{
    TextFile, codebook, codings, configurations, guide, reported, survey, table, theory, transcript,
};
use crate::log::{Author, Session};
use crate::study::plan::{Adjustment, PlannedTest, TestFamily};
use crate::study::{AnalysisPlan, Command, Refusal};
use std::path::Path;
use uuid::Uuid;

/// A file of `transcripts-sample/` or `codebooks/`.
struct EmbeddedFile {
    name: &'static str,
    bytes: &'static [u8],
}

macro_rules! embedded {
    ($folder:expr, $name:expr) => {
        EmbeddedFile {
            name: $name,
            bytes: include_bytes!(concat!("../../", $folder, $name)),
        }
    };
}

const CODEBOOK: EmbeddedFile = embedded!("codebooks/", "mentoring.json");
const SURVEY: EmbeddedFile = embedded!("transcripts-sample/data/", "survey.csv");
const SURVEY_VARIABLES: EmbeddedFile = embedded!("transcripts-sample/data/", "variables.json");
const REGISTER: EmbeddedFile = embedded!("transcripts-sample/data/", "register.csv");
const REGISTER_VARIABLES: EmbeddedFile =
    embedded!("transcripts-sample/data/", "register-variables.json");
const REPORTED: EmbeddedFile = embedded!("transcripts-sample/data/", "reported.json");
const GUIDE: EmbeddedFile = embedded!("transcripts-sample/data/", "guide.csv");
const CONFIGURATIONS: EmbeddedFile = embedded!("transcripts-sample/data/", "configurations.json");
const THEORY: EmbeddedFile = embedded!("transcripts-sample/data/", "theory.json");

/// A transcript with its codings.
macro_rules! coded {
    ($name:literal) => {
        coded!("", $name)
    };
    ($folder:literal, $name:literal) => {
        (
            embedded!(
                concat!("transcripts-sample/", $folder),
                concat!($name, ".txt")
            ),
            embedded!(
                concat!("transcripts-sample/", $folder),
                concat!($name, ".codings.json")
            ),
        )
    };
}

const TRANSCRIPTS: [(EmbeddedFile, EmbeddedFile); 10] = [
    coded!("01-mentor-1"),
    coded!("02-mentor-2"),
    coded!("03-mentor-3"),
    coded!("04-mentor-4"),
    coded!("05-mentor-5"),
    coded!("06-leader-1"),
    coded!("07-leader-2"),
    coded!("08-consultants"),
    coded!("09-mentor-6"),
    coded!("10-team-leader"),
];

/// Two interviews in Danish, the last two of the others in their own words.
const DANISH_TRANSCRIPTS: [(EmbeddedFile, EmbeddedFile); 2] = [
    coded!("danish/", "01-mentor-6"),
    coded!("danish/", "02-teamleder"),
];

impl EmbeddedFile {
    fn file(&self) -> Result<TextFile, Refusal> {
        TextFile::from_bytes(self.name, self.name.to_owned(), self.bytes)
    }

    fn table(&self) -> Result<TableFile, Refusal> {
        TableFile::from_bytes(
            self.name,
            self.name.to_owned(),
            self.bytes,
            &TableReadOptions::default(),
        )
    }
}

/// Creates the sample study in a new file at `path`, coded by `author`.
///
/// It gets a writer of its own: undo covers only one's own changes, and so a newcomer's first undo
/// does not dismantle the sample.
/// A failure leaves no file behind.
pub fn create_sample(path: &Path, author: Author) -> Result<Session, Refusal> {
    create(
        path,
        author,
        "Mentoring in Havneby (fictional)",
        "en",
        |session| {
            fill(session, &TRANSCRIPTS)?;
            add_records(session)?;
            add_configurations(session)
        },
    )
}

/// Creates the small sample study in Danish: two interviews, the same theory and the same data.
///
/// # Errors
/// A failure leaves no file behind.
pub fn create_danish_sample(path: &Path, author: Author) -> Result<Session, Refusal> {
    create(
        path,
        author,
        "Mentorforløb i Havneby (fiktivt)",
        "da",
        |session| fill(session, &DANISH_TRANSCRIPTS),
    )
}

fn create(
    path: &Path,
    author: Author,
    title: &str,
    language: &str,
    fill: impl FnOnce(&mut Session) -> Result<(), Refusal>,
) -> Result<Session, Refusal> {
    let maker = Author {
        writer: Uuid::now_v7(),
        coder: author.coder.clone(),
    };
    let mut session = Session::create(
        path,
        maker,
        Command::StartStudy {
            title: title.to_owned(),
            language: language.into(),
            alpha: 0.05,
        },
    )?;
    let filled = fill(&mut session);
    drop(session);
    filled
        .and_then(|()| Session::open(path, author))
        .inspect_err(|_| {
            // An incomplete sample would block the next attempt.
            let _ = std::fs::remove_file(path);
        })
}

/// Codebook, plan, transcripts with their codings, theory and data.
fn fill(
    session: &mut Session,
    transcripts: &[(EmbeddedFile, EmbeddedFile)],
) -> Result<(), Refusal> {
    session.perform(Command::AddCodes {
        codes: codebook::parse_codebook(&CODEBOOK.file()?)?,
    })?;
    // The plan is fixed before any result is seen: the test that most evaluations use, without an
    // adjustment for multiple tests.
    let plan = AnalysisPlan {
        test: PlannedTest::Pearson,
        family: TestFamily::Stage,
        adjustment: Adjustment::None,
        ..AnalysisPlan::default()
    };
    session.perform(Command::SetPlan { plan: Some(plan) })?;
    let mut documents = Vec::new();
    let mut coded = Vec::new();
    for (words, quotes) in transcripts {
        let file = quotes.file()?;
        let quotes = codings::parse_codings(&file)?;
        let options = transcript::TranscriptOptions {
            language: quotes.language.clone(),
            ..Default::default()
        };
        // Informants come first, so that the transcript finds them by name.
        documents.extend(quotes.informants());
        documents.push(transcript::read(words.file()?, &options)?.command);
        coded.push((file, quotes));
    }
    session.perform(Command::All(documents))?;
    // The theory is frozen before there are answers to test it on.
    session.perform(theory::parse_theory(
        &THEORY.file()?,
        Some("v1"),
        session.study(),
    )?)?;
    let mut ground: Vec<Command> = session
        .study()
        .theory()
        .map(|theory| Command::FreezeTheory { id: theory.id })
        .into_iter()
        .collect();
    for (rows, meaning) in [(SURVEY, SURVEY_VARIABLES), (REGISTER, REGISTER_VARIABLES)] {
        let meaning = table::parse_variables(&meaning.file()?)?;
        ground.push(survey::read(rows.table()?, Some(&meaning))?.command(session.study())?);
    }
    session.perform(Command::All(ground))?;
    let mut commands = Vec::new();
    for (file, quotes) in &coded {
        commands.extend(quotes.commands(file, session.study())?);
    }
    session.perform(Command::All(commands))?;
    Ok(())
}

/// The interview guide, and what a printed evaluation reports.
fn add_records(session: &mut Session) -> Result<(), Refusal> {
    let guide = guide::parse_guide(&GUIDE.file()?, Some("mentors"), session.study())?;
    let reported = reported::parse_reported(&[REPORTED.file()?], Some("A printed evaluation"))?;
    session.perform(Command::All(vec![guide, reported]))?;
    Ok(())
}

fn add_configurations(session: &mut Session) -> Result<(), Refusal> {
    let file = CONFIGURATIONS.file()?;
    let told = configurations::parse_configurations(&file)?;
    session.perform(told.command(&file, session.study())?)?;
    session.perform(Command::All(told.chain_commands(&file, session.study())?))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn the_sample_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let author = Author {
            writer: Uuid::now_v7(),
            coder: Arc::from("AB"),
        };
        let mut session = create_sample(&folder.path().join("sample.virk"), author).unwrap();
        let study = session.study();
        assert_eq!(
            (
                study.documents().count(),
                study.informants().count(),
                study.codes().count()
            ),
            (10, 11, 28)
        );
        let theory = study.theory().unwrap();
        assert_eq!(
            (theory.version.as_str(), study.links_of(theory).count()),
            ("v1", 28)
        );
        let kept: Vec<(&str, usize, usize)> = study
            .datasets()
            .map(|dataset| {
                (
                    dataset.body.name.as_str(),
                    dataset.kept_rows.len(),
                    dataset.columns[0].len(),
                )
            })
            .collect();
        assert_eq!(kept, [("survey", 31, 38), ("register", 777, 777)]);
        assert_eq!(study.all_indicators().count(), 31);
        assert!(study.codings().count() > 300 && study.condensations().count() > 130);
        assert!(
            study
                .informants()
                .all(|informant| !informant.body.role.is_empty()
                    && !informant.body.department.is_empty())
        );
        assert_eq!(
            study
                .configurations()
                .filter(|one| one.body.missing().next().is_some())
                .count(),
            7
        );
        let judged: usize = study
            .links_of(theory)
            .map(|link| study.polarities(link.id).count())
            .sum();
        assert_eq!(judged, 89);
        let (register, place) = study.find_variable("employment_rate").unwrap();
        assert!(
            register
                .answers(place)
                .flatten()
                .all(|cell| cell.parse::<f64>().is_ok())
        );
        assert_eq!(session.undo().unwrap_err().what, "nothing to undo");
        assert!(
            study_words(&session).all(|words| !words.contains(['æ', 'ø', 'å'])),
            "the sample is English throughout"
        );
    }

    /// The transcripts, and what was written of their quotes.
    fn study_words(session: &Session) -> impl Iterator<Item = String> {
        let study = session.study();
        let texts = study
            .documents()
            .filter_map(|document| study.words(document.body.content));
        let condensed = study
            .condensations()
            .filter_map(|(_, condensation)| study.words(condensation.content));
        texts.chain(condensed).map(str::to_owned)
    }

    #[test]
    fn the_danish_sample_is_danish() {
        let folder = tempfile::tempdir().unwrap();
        let author = Author {
            writer: Uuid::now_v7(),
            coder: Arc::from("AB"),
        };
        let session = create_danish_sample(&folder.path().join("dansk.virk"), author).unwrap();
        let study = session.study();
        assert_eq!(
            (study.language.as_str(), study.documents().count()),
            ("da", 2)
        );
        assert!(
            study
                .documents()
                .all(|document| document.body.language == "da")
        );
        assert_eq!(
            (study.codings().count(), study.condensations().count()),
            (67, 36)
        );
        assert_eq!(study.datasets().count(), 2);
        let theory = study.theory().unwrap();
        let judged: usize = study
            .links_of(theory)
            .map(|link| study.polarities(link.id).count())
            .sum();
        assert!(judged > 15, "{judged}");
    }
}
