//! `virk` without a study: the start screen, and what it leads to.

use super::global_args::{studies_in, use_register};
use super::{CommandOutput, ExitStatus, GlobalArgs, study_file};
use crate::disk;
use crate::log::{self, Session};
use crate::settings::Settings;
use crate::study::{Command, Refusal, StudyLocation};
use crate::tui::start::{StartChoice, StartOffer};
use crate::tui::{self, FirstStep};
use std::path::{Path, PathBuf};

/// Most studies that are remembered.
const MAX_RECENT: usize = 6;

/// Asks what to begin with, and opens it in the terminal UI.
pub fn begin(
    settings: &Settings,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let here = Path::new(".");
    let offer = StartOffer::of(here, studies_in(here), recent());
    let has_transcripts = offer.transcripts > 0;
    let choice = tui::start::ask(settings, tui::theme_of(settings), offer)?;
    // A study that is opened is registered there.
    let is_registered = matches!(choice, StartChoice::Open(_));
    let open = |path: PathBuf| GlobalArgs {
        file: Some(path),
        ..globals.clone()
    };
    let (mut session, first) = match choice {
        StartChoice::Quit => return Ok(ExitStatus::Done),
        StartChoice::Open(path) => (open(path).open_study(output)?, FirstStep::Documents),
        StartChoice::Sample => (study_file::open_english_sample(globals)?, FirstStep::Tour),
        StartChoice::New(title) => {
            let start = Command::StartStudy {
                title: title.clone(),
                language: "en".into(),
                alpha: 0.05,
            };
            let session = Session::create(&file_for(&title), globals.author()?, start)?;
            let first = match has_transcripts {
                true => FirstStep::ImportFolder(here.to_owned()),
                false => FirstStep::Documents,
            };
            (session, first)
        }
    };
    if !is_registered {
        use_register(&mut session, output);
    }
    run(session, settings, globals, first)
}

/// Opens a study in the terminal UI and remembers where it is.
pub fn run(
    session: Session,
    settings: &Settings,
    globals: &GlobalArgs,
    first: FirstStep,
) -> Result<ExitStatus, Refusal> {
    if let StudyLocation::File(path) = session.location() {
        remember(path);
    }
    tui::run(session, settings, globals.privacy, first)?;
    Ok(ExitStatus::Done)
}

/// A file for a study of this title: letters and digits, the rest as hyphens.
fn file_for(title: &str) -> PathBuf {
    let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
    let name: String = title.to_lowercase().chars().map(plain).collect();
    let name: Vec<&str> = name.split('-').filter(|part| !part.is_empty()).collect();
    let name = if name.is_empty() {
        "study".to_owned()
    } else {
        name.join("-")
    };
    PathBuf::from(format!("{name}.virk"))
}

fn recent_file() -> Option<PathBuf> {
    Some(log::data_folder()?.join("recent"))
}

/// The studies opened last in the terminal UI that are still there, latest first.
fn recent() -> Vec<PathBuf> {
    let text = recent_file().and_then(|file| disk::read(&file, 64 * 1024).ok());
    let text = String::from_utf8(text.unwrap_or_default()).unwrap_or_default();
    let paths = text.lines().map(PathBuf::from);
    paths.filter(|path| path.is_file()).collect()
}

/// Puts a study first. That it cannot be written only costs a line of the start screen.
fn remember(path: &Path) {
    let (Some(file), Ok(path)) = (recent_file(), path.canonicalize()) else {
        return;
    };
    let mut known = recent();
    known.retain(|other| *other != path);
    known.insert(0, path);
    let lines: Vec<String> = known
        .iter()
        .take(MAX_RECENT)
        .map(|path| path.display().to_string())
        .filter(|line| !line.contains('\n'))
        .collect();
    if let Some(folder) = file.parent() {
        let _ = disk::create_folder(folder);
    }
    let _ = disk::write(&file, lines.join("\n"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_file_name() {
        for (title, file) in [
            ("Åse’s study, 2026", "åse-s-study-2026.virk"),
            ("../../x", "x.virk"),
            ("…", "study.virk"),
        ] {
            assert_eq!(file_for(title), Path::new(file));
        }
    }
}
