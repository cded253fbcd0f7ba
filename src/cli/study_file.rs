//! `virk new`, `virk demo`, `virk backup` and `virk salvage`

use super::global_args::TuiArgs;
use super::table_output::TextGrid;
use super::{CommandOutput, ExitStatus, GlobalArgs, global_args, matrix, number};
use crate::evidence::Matrix;
use crate::export::matrix::MatrixRequest;
use crate::export::privacy::Privacy;
use crate::import::sample;
use crate::log::{Author, Session};
use crate::study::{Command, ProgressMonitor, Refusal};
use crate::tables::TableForm;
use crate::text::language;
use crate::tui::FirstStep;
use crate::{disk, log};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Start a study: a new file that will hold everything about it.
///
///   virk new mentoring.virk --title "Mentoring in two departments" --language da
///
/// The language decides how codes and labels are shown (in Danish or English) and
/// which word stems are used to search memos; alpha is the level of significance
/// of its tests.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct NewArgs {
    /// File to create; .virk is added if there is no extension
    #[arg(value_name = "STUDY")]
    study: PathBuf,
    /// Title of the study (default: the file's name)
    #[arg(long)]
    title: Option<String>,
    /// Working language: da, en, de, sv, nb, nl, fr, es or other
    #[arg(long, default_value = "en")]
    language: String,
    /// Level of significance
    #[arg(long, default_value_t = 0.05)]
    alpha: f64,
}

pub fn new(
    args: NewArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let path = if args.study.extension().is_some() {
        args.study
    } else {
        args.study.with_extension("virk")
    };
    let stem = path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let title = args
        .title
        .filter(|title| !title.trim().is_empty())
        .unwrap_or(stem);
    let start = Command::StartStudy {
        title: title.clone(),
        language: language::parse_code(&args.language).map_or(args.language, str::to_owned),
        alpha: args.alpha,
    };
    let mut session = Session::create(&path, globals.author()?, start)?;
    global_args::use_register(&mut session, output);
    globals.print_message(
        output,
        &format!("Started the study “{title}” in {}", session.location()),
    );
    if !globals.json {
        output.paragraph(
            "Next: `virk codebook import FILE` for a codebook, `virk import FILE…` for transcripts",
        );
    }
    Ok(ExitStatus::Done)
}

/// Make and open the sample study: fictional interviews, synthetic answers.
///
///   virk demo
///   virk demo ~/virk-course
///   virk demo --danish        a small one with two Danish interviews
///
/// In a terminal the study opens; elsewhere its evidence matrix is printed. A
/// second run opens the study that the first one made.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DemoArgs {
    /// Folder to create it in (default: virk-demo, or virk-demo-danish)
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Make the small sample study with two Danish interviews
    #[arg(long)]
    danish: bool,
    #[command(flatten)]
    screen: TuiArgs,
}

/// One of the sample studies.
struct SampleStudy {
    file: &'static str,
    folder: &'static str,
    /// A link to begin with.
    link: &'static str,
    create: fn(&Path, Author) -> Result<Session, Refusal>,
}

const ENGLISH: SampleStudy = SampleStudy {
    file: "mentoring.virk",
    folder: global_args::DEMO_FOLDER,
    link: "Reflection -> Personal development",
    create: sample::create_sample,
};

/// In a folder of its own: in that of the other, a command would have to ask which one is meant.
const DANISH: SampleStudy = SampleStudy {
    file: "mentor.virk",
    folder: "virk-demo-danish",
    link: "Refleksion -> Personlig udvikling",
    create: sample::create_danish_sample,
};

pub fn demo(
    args: DemoArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let wanted = if args.danish { DANISH } else { ENGLISH };
    let folder = args.folder.unwrap_or_else(|| wanted.folder.into());
    let path = folder.join(wanted.file);
    let made = !path.exists();
    let mut session = open_sample(&wanted, &folder, globals)?;
    global_args::use_register(&mut session, output);
    if TuiArgs::has_terminal(output) && !globals.json {
        drop(session);
        return args.screen.open(
            &GlobalArgs {
                file: Some(path),
                ..globals.clone()
            },
            if made {
                FirstStep::Tour
            } else {
                FirstStep::Documents
            },
            output,
        );
    }
    let study = session.study();
    let matrix = Matrix::new(study, study.find_theory(None)?, ProgressMonitor::default())?;
    if globals.json {
        output.json(&json!({
            "study": path.display().to_string(),
            "made": made,
            "links": matrix.rows.len(),
            "tests": matrix.tests_in_theory,
        }));
        return Ok(ExitStatus::Done);
    }
    output.paragraph(&format!(
        "{} the sample study {}",
        if made { "Made" } else { "Opened" },
        path.display()
    ));
    // A study that existed before may be anybody's.
    if globals.privacy == Privacy::Internal {
        let ask = MatrixRequest {
            form: TableForm::Screen,
            ..MatrixRequest::default()
        };
        let table = matrix::gather(study, study.find_theory(None)?, &ask)?;
        output.heading(table.title.as_deref().unwrap_or_default());
        TextGrid::from_table(&table).show_with_notes(&table, output);
        output.blank_line();
    }
    output.paragraph("Fictional interviews and synthetic answers. Next:");
    let quoted = path.display().to_string().replace('\'', "'\\''");
    output.line(&format!("  virk '{quoted}'"));
    output.line(&format!(
        "  virk evidence \"{}\" --study '{quoted}'",
        wanted.link
    ));
    Ok(ExitStatus::Done)
}

/// Opens the sample study in a folder, and makes it if it is not there.
fn open_sample(
    wanted: &SampleStudy,
    folder: &Path,
    globals: &GlobalArgs,
) -> Result<Session, Refusal> {
    let path = folder.join(wanted.file);
    if path.exists() {
        Session::open(&path, globals.author()?)
    } else {
        make(wanted, folder, &path, globals)
    }
}

/// Opens the English sample study in its usual folder, and makes it if it is not there.
pub fn open_english_sample(globals: &GlobalArgs) -> Result<Session, Refusal> {
    open_sample(&ENGLISH, Path::new(ENGLISH.folder), globals)
}

fn make(
    wanted: &SampleStudy,
    folder: &Path,
    path: &Path,
    globals: &GlobalArgs,
) -> Result<Session, Refusal> {
    let fresh = !folder.exists();
    disk::create_folder(folder).map_err(|error| {
        Refusal::new(
            format!("cannot make the folder {}: {error}", folder.display()),
            "Name another one: `virk demo DIR`",
        )
    })?;
    (wanted.create)(path, globals.author()?).inspect_err(|_| {
        if fresh {
            // An empty folder would look as if a study had been lost.
            let _ = std::fs::remove_dir(folder);
        }
    })
}

/// Back up the study to a file, even while it is open elsewhere.
///
///   virk backup mentoring-2026-03-01.virk
///
/// The copy is the study at one moment, and is verified by opening it and
/// recomputing its hash chains. A copy contains what people said: what is erased
/// from the study later must be erased from its copies, too.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct BackupArgs {
    /// File to create
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

pub fn backup(
    args: &BackupArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    session.backup_to(&args.file)?;
    let (said, file) = (
        format!("Copied the study to {}", args.file.display()),
        args.file.display().to_string(),
    );
    if globals.json {
        output.json(&json!({ "said": said, "file": file, "records": session.study().revision() }));
    } else {
        output.paragraph(&said);
    }
    Ok(ExitStatus::Done)
}

/// Save what can be read from a damaged study.
///
///   virk salvage damaged.virk saved.virk
///
/// Reads every record and text that is still intact, even from a file that no
/// other command can open, and makes a new study from them. Every row is verified
/// by its hash; what does not match is left out and counted. The damaged file is
/// not changed. Exit code 1 if anything is missing.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct SalvageArgs {
    /// The damaged study
    #[arg(value_name = "DAMAGED")]
    damaged: PathBuf,
    /// Study to create
    #[arg(value_name = "NEW")]
    new: PathBuf,
}

pub fn salvage(
    args: &SalvageArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let salvage = log::salvage(&args.damaged, &args.new)?;
    let is_whole =
        salvage.missing_records == 0 && salvage.unproven_records == 0 && salvage.lost_texts == 0;
    if globals.json {
        output.json(&json!({
            "file": args.new.display().to_string(),
            "records": salvage.records,
            "missing_records": salvage.missing_records,
            "unproven_records": salvage.unproven_records,
            "texts": salvage.texts,
            "lost_texts": salvage.lost_texts,
        }));
        return Ok(ExitStatus::from_found(is_whole));
    }
    output.paragraph(&format!(
        "Saved {} and {} to {}",
        number::count_noun(salvage.records, "record"),
        number::count_noun(salvage.texts, "text"),
        args.new.display()
    ));
    let missing = usize::try_from(salvage.missing_records).unwrap_or(usize::MAX);
    for (count, noun, what) in [
        (
            missing,
            "record",
            "could not be read or did not match its hash",
        ),
        (
            salvage.unproven_records,
            "record",
            "after a gap could not be verified",
        ),
        (salvage.lost_texts, "text", "is lost; `virk check` names it"),
    ] {
        if count > 0 {
            output.hanging("! ", &format!("{} {what}", number::count_noun(count, noun)));
        }
    }
    output.paragraph(
        "Records that were lost at the end cannot be counted: compare the last lines of `virk log` with what you remember",
    );
    Ok(ExitStatus::from_found(is_whole))
}
