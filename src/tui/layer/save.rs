//! Taking a table away as a file: in which form, under which name, and never
//! over a file that is there without asking.

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
use crate::study::{ProgressMonitor, Refusal, Study};
use crate::text::number;
use crate::tui::context::AppContext;
use ratatui::style::Style;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A table to be taken away.
pub struct TableExport {
    /// What it is called in questions, e.g. `the matrix`.
    pub name: &'static str,
    /// What its file is called after the study, e.g. `matrix`.
    pub suffix: &'static str,
    /// What a row of it is, for what is said in the end, e.g. `link`.
    pub row: &'static str,
    /// Makes the table, beside the screen.
    pub make: MakeTable,
}

/// Makes a table of the study as it was when it was asked for, of what the readers may see.
pub type MakeTable =
    Box<dyn FnOnce(PrivacyFilter<'_>, ProgressMonitor<'_>) -> Result<ExportTable, Refusal> + Send>;

/// From what a file is written.
pub struct ExportSource {
    /// The study as it was when the file was asked for.
    pub study: Arc<Study>,
    /// Where the study lies.
    pub file: PathBuf,
    /// Who may read what is written.
    pub privacy: Privacy,
}

/// A form, and whether its numbers have a decimal comma.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct SaveFormat {
    format: TableFormat,
    comma: bool,
}

/// The forms to choose from.
fn shapes() -> Vec<MenuItem<SaveFormat>> {
    let item = |format: TableFormat, comma: bool| {
        let about = if comma {
            "Semicolons and decimal commas, as Excel expects in Denmark"
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

/// Asks in which form, and then under which name.
pub fn ask(parcel: TableExport, context: &mut AppContext) {
    let title = format!("Write {} as", parcel.name);
    context.push_layer(Menu::new(title, shapes(), |_, context, shape| {
        ask_path(parcel, shape, context)
    }));
}

fn ask_path(parcel: TableExport, shape: SaveFormat, context: &mut AppContext) {
    let title = format!("Write {} into", parcel.name);
    let suffix = format!("{}.{}", parcel.suffix, shape.format.name());
    ask_file(
        title,
        parcel.name,
        &suffix,
        context,
        move |path, source, watch| write(parcel, shape, path, source, watch),
    );
}

/// Asks under which name, at first the study's with `suffix`, and has `what` written beside the
/// screen; a file that is there is replaced at the second asking only.
pub fn ask_file(
    title: String,
    what: &'static str,
    suffix: &str,
    context: &mut AppContext,
    write: impl FnOnce(&Path, &ExportSource, ProgressMonitor<'_>) -> Result<String, Refusal>
    + Send
    + 'static,
) {
    let study = context.session().store().path();
    let stem = study.file_stem().unwrap_or_default().to_string_lossy();
    let path = study.with_file_name(format!("{stem}-{suffix}"));
    let part = FormField::new("File", &path.display().to_string(), 2);
    let mut warned: Option<PathBuf> = None;
    let mut write = Some(write);
    context.push_layer(
        FormDialog::new(title, "", vec![part], move |_, context, texts| {
            let path = resolve_path(texts[0].trim(), context);
            if path.exists() && warned.as_ref() != Some(&path) {
                let answer = context.keymap.first_key_for(DialogAction::Confirm);
                context.notify(format!(
                    "{} is there already: {answer} again replaces it, or give another name",
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
                file: context.session().store().path().to_owned(),
                privacy: context.privacy,
            };
            context.jobs.export.start(what.to_owned(), move |watch| {
                Some(write(&path, &source, watch))
            });
            context.jobs.export.wait_briefly();
            true
        })
        .with_verb("write"),
    );
}

/// Refuses what cannot be begun: no name at all, no folder for it, or while another is written.
fn free(path: &Path, context: &AppContext) -> Result<(), Refusal> {
    if path.as_os_str().is_empty() {
        let hint = format!(
            "Type a name, or {} leaves without writing",
            context.keymap.first_key_for(DialogAction::Cancel)
        );
        return Err(Refusal::new("no file is named", hint));
    }
    // The folder of a bare name is the one virk was started in.
    let folder = path.parent().map(|folder| {
        if folder == Path::new("") {
            Path::new(".")
        } else {
            folder
        }
    });
    if !folder.is_some_and(Path::is_dir) {
        let what = format!("cannot write {}: there is no such folder", path.display());
        return Err(Refusal::new(what, "Make it first, or name another"));
    }
    if context.jobs.export.is_running() {
        return Err(Refusal::new(
            "another file is being written",
            "Wait for its end, or stop it",
        ));
    }
    Ok(())
}

fn write(
    parcel: TableExport,
    shape: SaveFormat,
    path: &Path,
    source: &ExportSource,
    watch: ProgressMonitor<'_>,
) -> Result<String, Refusal> {
    let study = &*source.study;
    let table = (parcel.make)(
        PrivacyFilter::new(study, source.privacy, DEFAULT_MIN_COUNT),
        watch,
    )?;
    if table.rows.is_empty() {
        return Err(Refusal::new(
            format!("there is no {} to write yet", parcel.row),
            "Nothing was written",
        ));
    }
    // Where numbers have a decimal comma, spreadsheets know UTF-8 by its mark.
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
    // The last moment to stop.
    watch.report(table.rows.len(), table.rows.len(), parcel.row)?;
    file::write_file(&written.bytes, path)?;
    let cut = if written.truncated > 0 {
        format!(". {}", xlsx::truncation_note(written.truncated))
    } else {
        String::new()
    };
    Ok(format!(
        "Wrote {} to {}{cut}",
        number::count_noun(table.rows.len(), parcel.row),
        path.display()
    ))
}

/// The file that is meant: `~/` is the home of who works here, and a name
/// without a folder lies beside the study, as the one that is offered does.
fn resolve_path(typed: &str, context: &AppContext) -> PathBuf {
    match (typed.strip_prefix("~/"), etcetera::home_dir()) {
        _ if typed.is_empty() => PathBuf::new(),
        (Some(rest), Ok(home)) => home.join(rest),
        _ if Path::new(typed).parent() == Some(Path::new("")) => {
            context.session().store().path().with_file_name(typed)
        }
        _ => PathBuf::from(typed),
    }
}
