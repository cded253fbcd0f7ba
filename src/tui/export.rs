//! Exporting the study: a menu of its tables and of whole-study formats, then the format, then the
//! file name.
//!
//! The privacy check on everything that leaves the screen, by file or clipboard: the same as that
//! of the command line.

use super::context::AppContext;
use super::layer::form::{FormDialog, FormField};
use super::layer::menu::{Menu, MenuItem};
use super::layer::save;
use super::layer::save::{ExportSource, TableExport};
use crate::exchange::refi::export as refi;
use crate::export::archive::ArchiveRequest;
use crate::export::privacy::{DEFAULT_MIN_COUNT, PrivacyFilter, check_internal};
use crate::export::study_table::StudyTableRequest;
use crate::export::{StudyTable, archive, file, records, report, spss, sqlite};
use crate::log;
use crate::study::{ProgressMonitor, Refusal, Time};
use crate::text::number;
use ratatui::style::Style;
use std::path::Path;

#[derive(Clone, Copy)]
enum ExportChoice {
    /// A table, in any table format.
    Sheet(StudyTable),
    /// The whole study, or one view of it, in a format of its own.
    Study(StudyExport),
    /// Not an export: accepts words that the archive may contain.
    Accept,
}

/// An export with a single format.
#[derive(Clone, Copy)]
struct StudyExport {
    name: &'static str,
    about: &'static str,
    /// Appended to the study's name.
    suffix: &'static str,
    write: fn(&Path, &ExportSource, ProgressMonitor<'_>) -> Result<String, Refusal>,
    /// Filtered for its readers, whoever they are.
    public: bool,
}

const STUDY_EXPORTS: [StudyExport; 7] = [
    StudyExport {
        name: "project",
        about: "For NVivo, ATLAS.ti, MAXQDA, QualCoder (qdpx)",
        suffix: "project.qdpx",
        write: project,
        public: false,
    },
    StudyExport {
        name: "database",
        about: "Plain tables for R and DB Browser (sqlite)",
        suffix: "tables.sqlite",
        write: database,
        public: false,
    },
    StudyExport {
        name: "syntax",
        about: "SPSS syntax that repeats the tests (sps)",
        suffix: "tests.sps",
        write: syntax,
        public: false,
    },
    StudyExport {
        name: "log",
        about: "One record per line, without words (jsonl)",
        suffix: "log.jsonl",
        write: log,
        public: false,
    },
    StudyExport {
        name: "archive",
        about: "Public archive of released material (zip)",
        suffix: "archive.zip",
        write: public,
        public: true,
    },
    StudyExport {
        name: "report",
        about: "The whole study on one page, for a browser (html)",
        suffix: "report.html",
        write: page,
        public: true,
    },
    StudyExport {
        name: "backup",
        about: "A copy of the study, proved to be whole (virk)",
        suffix: "backup.virk",
        write: backup,
        public: false,
    },
];

/// Asks what to export.
pub fn ask(context: &mut AppContext) {
    let item = |name: &str, about: &str, value: ExportChoice| MenuItem {
        sign: String::new(),
        style: Style::new(),
        text: format!("{:<14} {about}", capital(name)),
        value,
    };
    let mut items: Vec<MenuItem<ExportChoice>> = StudyTable::ALL
        .iter()
        .map(|sheet| item(sheet.name(), sheet.about(), ExportChoice::Sheet(*sheet)))
        .collect();
    items.extend(
        STUDY_EXPORTS
            .iter()
            .map(|whole| item(whole.name, whole.about, ExportChoice::Study(*whole))),
    );
    items.push(item(
        "accept",
        "Words accepted in the archive, with the reason",
        ExportChoice::Accept,
    ));
    context.push_layer(Menu::new(
        "Export to a file",
        items,
        |_, context, taken| match taken {
            ExportChoice::Sheet(sheet) => take(sheet, context),
            ExportChoice::Study(StudyExport { name, public, .. })
                if !public && !context.allow_export(&format!("the {name}")) => {}
            ExportChoice::Study(StudyExport {
                name,
                suffix,
                write,
                ..
            }) => {
                save::ask_file(
                    format!("Export the {name} to"),
                    name,
                    suffix,
                    context,
                    write,
                );
            }
            ExportChoice::Accept => ask_accept(context),
        },
    ));
}

/// Asks which words may stay in the archive, and why.
fn ask_accept(context: &mut AppContext) {
    let parts = vec![
        FormField::new("Words, as in the refusal", "", 1),
        FormField::new("Reason (empty: no longer accept them)", "", 2),
    ];
    context.push_layer(FormDialog::new(
        "Words accepted in the archive".to_owned(),
        "",
        parts,
        |_, context, texts| {
            let (words, reason) = (texts[0].trim(), texts[1].trim());
            if words.is_empty() {
                context.notify_refusal(Refusal::new(
                    "no words are given",
                    "Type the words for which the archive was refused",
                ));
                return false;
            }
            context.perform(archive::accept_words(words, reason))
        },
    ));
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

fn take(sheet: StudyTable, context: &mut AppContext) {
    let make = move |privacy_filter: PrivacyFilter<'_>, watch: ProgressMonitor<'_>| {
        sheet.table(StudyTableRequest {
            privacy_filter,
            theory: None,
            small: DEFAULT_MIN_COUNT,
            threads: threads(),
            watch,
        })
    };
    save::ask(
        TableExport {
            name: sheet.name(),
            suffix: sheet.name(),
            row: sheet.row(),
            make: Box::new(make),
        },
        context,
    );
}

/// Writes the content to a file, unless it was cancelled by then.
fn put(content: impl AsRef<[u8]>, path: &Path, watch: ProgressMonitor<'_>) -> Result<(), Refusal> {
    watch.report(1, 1, "file")?;
    file::write_file(content, path)
}

fn page(
    path: &Path,
    ExportSource { study, privacy, .. }: &ExportSource,
    watch: ProgressMonitor<'_>,
) -> Result<String, Refusal> {
    let filter = PrivacyFilter::new(study, *privacy, DEFAULT_MIN_COUNT);
    let page = report::filtered_report_page(filter, study.theory(), watch)?;
    put(page, path, watch)?;
    Ok(format!("Wrote {}; a browser opens it", path.display()))
}

fn backup(
    path: &Path,
    ExportSource { location, .. }: &ExportSource,
    watch: ProgressMonitor<'_>,
) -> Result<String, Refusal> {
    let store = log::open(location)?;
    watch.report(1, 1, "file")?;
    match store.backup() {
        Some(backup) => backup.backup_to(path)?,
        None => {
            return Err(Refusal::new(
                format!("{location} is not copied as a file"),
                "Whoever keeps it backs it up",
            ));
        }
    }
    Ok(format!("Copied the study to {}", path.display()))
}

fn project(
    path: &Path,
    ExportSource { study, .. }: &ExportSource,
    watch: ProgressMonitor<'_>,
) -> Result<String, Refusal> {
    let handed = refi::project(study, Time(jiff::Timestamp::now().as_microsecond()))?;
    put(&handed.bytes, path, watch)?;
    let lost = if handed.losses.is_empty() {
        String::new()
    } else {
        format!("; not exported: {}", handed.losses.summary())
    };
    Ok(format!("Wrote {}{lost}", path.display()))
}

fn database(
    path: &Path,
    ExportSource { study, .. }: &ExportSource,
    watch: ProgressMonitor<'_>,
) -> Result<String, Refusal> {
    sqlite::write(study, path, watch)?;
    Ok(format!(
        "Wrote {}; it contains what people said, and only you can read it",
        path.display()
    ))
}

fn syntax(
    path: &Path,
    ExportSource { study, .. }: &ExportSource,
    watch: ProgressMonitor<'_>,
) -> Result<String, Refusal> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let written = spss::theory(study, study.find_theory(None)?, &stem, watch)?;
    if written.tests == 0 {
        return Err(Refusal::new(
            "no link of the theory can be tested",
            "Tie indicators to the ends of its links",
        ));
    }
    for (name, rows) in &written.rows {
        file::write_file(rows, &path.with_file_name(name))?;
    }
    file::write_file(&written.text, path)?;
    Ok(format!(
        "Wrote {} with {} and the rows beside it",
        path.display(),
        number::count_noun(written.tests, "test")
    ))
}

fn log(
    path: &Path,
    ExportSource {
        study, location, ..
    }: &ExportSource,
    watch: ProgressMonitor<'_>,
) -> Result<String, Refusal> {
    let records = log::open(location)?.latest(usize::MAX)?;
    put(records::json_lines(study, &records, false), path, watch)?;
    Ok(format!(
        "Wrote {} to {}",
        number::count_noun(records.len(), "record"),
        path.display()
    ))
}

fn public(
    path: &Path,
    ExportSource { study, .. }: &ExportSource,
    watch: ProgressMonitor<'_>,
) -> Result<String, Refusal> {
    let wanted = ArchiveRequest {
        theory: study.theory(),
        small: DEFAULT_MIN_COUNT,
        definitions: false,
        replace: &[],
        threads: threads(),
        watch,
    };
    let made = archive::archive(study, wanted)?;
    put(&made.bytes, path, watch)?;
    Ok(format!(
        "Wrote {}; left out: {}",
        path.display(),
        made.left_out.summary()
    ))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

impl AppContext {
    /// What the recipients of a file may see.
    pub fn privacy_filter(&self) -> PrivacyFilter<'_> {
        PrivacyFilter::new(self.study(), self.privacy, DEFAULT_MIN_COUNT)
    }

    /// Returns whether something that shows everything may leave the screen; if not, tells the user
    /// why.
    pub fn allow_export(&mut self, what: &str) -> bool {
        let allowed = check_internal(self.privacy, what);
        let so = allowed.is_ok();
        if let Err(refusal) = allowed {
            let hint = "Tables and the archive contain only what they may see; without VIRK_PRIVACY virk exports everything";
            self.notify_refusal(Refusal {
                hint: hint.into(),
                ..refusal
            });
        }
        so
    }
}
