//! Exporting a table: choosing format and file name, and confirming before a file is replaced.

use super::{
    dialog_action::DialogAction,
    form::{FormDialog, FormField},
    menu::{Menu, MenuItem},
};
use crate::export::{
    ExportTable, TableFormat,
    csv::CsvOptions,
    file,
    format::TableWriteOptions,
    privacy::{DEFAULT_MIN_COUNT, Privacy, PrivacyFilter},
    xlsx,
};
use crate::study::{ProgressMonitor, Refusal, Study, StudyLocation};
use crate::text::number;
use crate::tui::context::AppContext;
use crate::tui::jobs::ExportJob;
use ratatui::style::Style;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub struct TableExport {
    /// Name in dialogs, e.g. `the matrix`.
    pub name: &'static str,
    /// Appended to the study's name for the file, e.g. `matrix`.
    pub suffix: &'static str,
    /// Noun for a row in the final message, e.g. `link`.
    pub row: &'static str,
    /// Builds the table on a background thread.
    pub make: MakeTable,
}

/// Builds a table of the study as it was when the export was requested, filtered for the
/// recipients.
pub type MakeTable =
    Box<dyn FnOnce(PrivacyFilter<'_>, ProgressMonitor<'_>) -> Result<ExportTable, Refusal> + Send>;

/// Input of an export.
pub struct ExportSource {
    /// The study as it was when the export was requested.
    pub study: Arc<Study>,
    /// Where the study is.
    pub location: StudyLocation,
    /// Who may read the export.
    pub privacy: Privacy,
}

/// A format, with or without decimal commas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct SaveFormat {
    format: TableFormat,
    comma: bool,
}

/// The formats to choose from.
fn shapes() -> Vec<MenuItem<SaveFormat>> {
    let item = |format: TableFormat, comma: bool| {
        let about = if comma {
            "Semicolons and decimal commas, as Excel expects in many European countries"
        } else {
            format.about()
        };
        MenuItem {
            sign: String::new(),
            style: Style::new(),
            text: about.to_owned(),
            value: SaveFormat { format, comma },
        }
    };
    let mut items: Vec<MenuItem<SaveFormat>> = TableFormat::ALL
        .iter()
        .map(|format| item(*format, false))
        .collect();
    items.insert(1, item(TableFormat::Csv, true));
    items
}

/// Asks for the format, then for the file name.
pub fn ask(table_export: TableExport, context: &mut AppContext) {
    let title = format!("Export {} as", table_export.name);
    context.push_layer(Menu::new(title, shapes(), |_, context, shape| {
        ask_path(table_export, shape, context)
    }));
}

fn ask_path(table_export: TableExport, shape: SaveFormat, context: &mut AppContext) {
    let title = format!("Export {} to", table_export.name);
    let suffix = format!("{}.{}", table_export.suffix, shape.format.name());
    ask_file(
        title,
        table_export.name,
        &suffix,
        context,
        move |path, source, watch| write(table_export, shape, path, source, watch),
    );
}

/// Asks for a file name, suggesting the study's name with `suffix`, and writes the file in the
/// background; an existing file is replaced only after a second confirmation.
pub fn ask_file(
    title: String,
    what: &'static str,
    suffix: &str,
    context: &mut AppContext,
    write: impl FnOnce(&Path, &ExportSource, ProgressMonitor<'_>) -> Result<String, Refusal>
    + Send
    + 'static,
) {
    let study = context.session().location();
    let path = study.beside(&format!("{}-{suffix}", study.stem()));
    let part = FormField::new("File", &path.display().to_string(), 2);
    let mut warned: Option<PathBuf> = None;
    let mut write = Some(write);
    context.push_layer(
        FormDialog::new(title, "", vec![part], move |_, context, texts| {
            let path = resolve_path(texts[0].trim(), context);
            if path.exists() && warned.as_ref() != Some(&path) {
                let answer = context.keymap.first_key_for(DialogAction::Confirm);
                context.notify(format!(
                    "{} already exists: {answer} again replaces it, or give another name",
                    path.display()
                ));
                warned = Some(path);
                return false;
            }
            if let Err(refusal) = free(&path, context) {
                context.notify_refusal(refusal);
                return false;
            }
            let Some(write) = write.take() else {
                return true;
            };
            let source = ExportSource {
                study: context.snapshot(),
                location: context.session().location().clone(),
                privacy: context.privacy,
            };
            context
                .jobs
                .of::<ExportJob>()
                .start(what.to_owned(), move |watch| {
                    Some(write(&path, &source, watch))
                });
            context.jobs.of::<ExportJob>().wait_briefly();
            true
        })
        .with_verb("write"),
    );
}

/// Refuses an empty name, a missing folder, and a second export while one is running.
fn free(path: &Path, context: &AppContext) -> Result<(), Refusal> {
    if path.as_os_str().is_empty() {
        let hint = format!(
            "Type a name, or {} cancels",
            context.keymap.first_key_for(DialogAction::Cancel)
        );
        return Err(Refusal::new("no file is named", hint));
    }
    // A bare name belongs into the folder that virk was started in.
    let folder = path.parent().map(|folder| {
        if folder == Path::new("") {
            Path::new(".")
        } else {
            folder
        }
    });
    if !folder.is_some_and(Path::is_dir) {
        let what = format!("cannot write {}: there is no such folder", path.display());
        return Err(Refusal::new(what, "Create it first, or name another"));
    }
    if context.jobs.of::<ExportJob>().is_running() {
        return Err(Refusal::new(
            "another file is being written",
            "Wait until it is finished, or cancel it",
        ));
    }
    Ok(())
}

fn write(
    table_export: TableExport,
    shape: SaveFormat,
    path: &Path,
    source: &ExportSource,
    watch: ProgressMonitor<'_>,
) -> Result<String, Refusal> {
    let study = &*source.study;
    let table = (table_export.make)(
        PrivacyFilter::new(study, source.privacy, DEFAULT_MIN_COUNT),
        watch,
    )?;
    if table.rows.is_empty() {
        return Err(Refusal::new(
            format!("there is no {} to write yet", table_export.row),
            "Nothing was written",
        ));
    }
    // Spreadsheets of decimal-comma locales recognise UTF-8 by its byte order mark only.
    let csv = CsvOptions {
        delimiter: if shape.comma { ';' } else { ',' },
        byte_order_mark: shape.comma,
    };
    let written = shape.format.write(
        &table,
        TableWriteOptions {
            language: &study.language,
            csv,
        },
    )?;
    // Last chance to cancel.
    watch.report(table.rows.len(), table.rows.len(), table_export.row)?;
    file::write_file(&written.bytes, path)?;
    let cut = if written.truncated > 0 {
        format!(". {}", xlsx::truncation_note(written.truncated))
    } else {
        String::new()
    };
    Ok(format!(
        "Wrote {} to {}{cut}",
        number::count_noun(table.rows.len(), table_export.row),
        path.display()
    ))
}

/// Resolves a typed path: `~/` is the user's home, and a name without a folder is placed beside the
/// study, like the suggested one.
fn resolve_path(typed: &str, context: &AppContext) -> PathBuf {
    match (typed.strip_prefix("~/"), etcetera::home_dir()) {
        _ if typed.is_empty() => PathBuf::new(),
        (Some(rest), Ok(home)) => home.join(rest),
        _ if Path::new(typed).parent() == Some(Path::new("")) => {
            context.session().location().beside(typed)
        }
        _ => PathBuf::from(typed),
    }
}
