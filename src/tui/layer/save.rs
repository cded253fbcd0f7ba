//! Taking a table away as a file: in which form, under which name, and never
//! over a file that is there without asking.

use super::{
    deed::Deed,
    form::{Form, Part},
    menu::{Item, Menu},
};
use crate::export::{
    Format, Table,
    csv::CsvOptions,
    file,
    format::Manner,
    privacy::{Privacy, SMALL, Shield},
    xlsx,
};
use crate::study::{Refusal, Study, Watch};
use crate::text::number;
use crate::tui::desk::Desk;
use ratatui::style::Style;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A table to be taken away.
pub struct Parcel {
    /// What it is called in questions, e.g. `the matrix`.
    pub name: &'static str,
    /// What its file is called after the study, e.g. `matrix`.
    pub suffix: &'static str,
    /// What a row of it is, for what is said in the end, e.g. `link`.
    pub row: &'static str,
    /// Makes the table, beside the screen.
    pub make: Make,
}

/// Makes a table of the study as it was when it was asked for, of what the readers may see.
pub type Make = Box<dyn FnOnce(Shield<'_>, Watch<'_>) -> Result<Table, Refusal> + Send>;

/// From what a file is written.
pub struct Source {
    /// The study as it was when the file was asked for.
    pub study: Arc<Study>,
    /// Where the study lies.
    pub file: PathBuf,
    /// Who may read what is written.
    pub privacy: Privacy,
}

/// A form, and whether its numbers have a decimal comma.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Shape {
    format: Format,
    comma: bool,
}

/// The forms to choose from.
fn shapes() -> Vec<Item<Shape>> {
    let item = |format: Format, comma: bool| {
        let about = if comma {
            "Semicolons and decimal commas, as Excel expects in Denmark"
        } else {
            format.about()
        };
        Item {
            sign: String::new(),
            style: Style::new(),
            text: about.to_owned(),
            value: Shape { format, comma },
        }
    };
    let mut items: Vec<Item<Shape>> = Format::ALL
        .iter()
        .map(|format| item(*format, false))
        .collect();
    items.insert(1, item(Format::Csv, true));
    items
}

/// Asks in which form, and then under which name.
pub fn ask(parcel: Parcel, desk: &mut Desk) {
    let title = format!("Write {} as", parcel.name);
    desk.ask(Menu::new(title, shapes(), |_, desk, shape| {
        ask_path(parcel, shape, desk)
    }));
}

fn ask_path(parcel: Parcel, shape: Shape, desk: &mut Desk) {
    let title = format!("Write {} into", parcel.name);
    let suffix = format!("{}.{}", parcel.suffix, shape.format.name());
    ask_file(
        title,
        parcel.name,
        &suffix,
        desk,
        move |path, source, watch| write(parcel, shape, path, source, watch),
    );
}

/// Asks under which name, at first the study's with `suffix`, and has `what` written beside the
/// screen; a file that is there is replaced at the second asking only.
pub fn ask_file(
    title: String,
    what: &'static str,
    suffix: &str,
    desk: &mut Desk,
    write: impl FnOnce(&Path, &Source, Watch<'_>) -> Result<String, Refusal> + Send + 'static,
) {
    let study = desk.session().store().path();
    let stem = study.file_stem().unwrap_or_default().to_string_lossy();
    let path = study.with_file_name(format!("{stem}-{suffix}"));
    let part = Part::new("File", &path.display().to_string(), 2);
    let mut warned: Option<PathBuf> = None;
    let mut write = Some(write);
    desk.ask(
        Form::new(title, "", vec![part], move |_, desk, texts| {
            let path = meant(texts[0].trim(), desk);
            if path.exists() && warned.as_ref() != Some(&path) {
                let answer = desk.keymap.key_of(Deed::Answer);
                desk.say(format!(
                    "{} is there already: {answer} again replaces it, or give another name",
                    path.display()
                ));
                warned = Some(path);
                return false;
            }
            if let Err(refusal) = free(&path, desk) {
                desk.refuse(refusal);
                return false;
            }
            let Some(write) = write.take() else {
                return true;
            };
            let source = Source {
                study: desk.snapshot(),
                file: desk.session().store().path().to_owned(),
                privacy: desk.privacy,
            };
            desk.workers.writing.begin(what.to_owned(), move |watch| {
                Some(write(&path, &source, watch))
            });
            desk.workers.writing.moment();
            true
        })
        .to("write"),
    );
}

/// Refuses what cannot be begun: no name at all, no folder for it, or while another is written.
fn free(path: &Path, desk: &Desk) -> Result<(), Refusal> {
    if path.as_os_str().is_empty() {
        let hint = format!(
            "Type a name, or {} leaves without writing",
            desk.keymap.key_of(Deed::Leave)
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
    if desk.workers.writing.is_working() {
        return Err(Refusal::new(
            "another file is being written",
            "Wait for its end, or stop it",
        ));
    }
    Ok(())
}

fn write(
    parcel: Parcel,
    shape: Shape,
    path: &Path,
    source: &Source,
    watch: Watch<'_>,
) -> Result<String, Refusal> {
    let study = &*source.study;
    let table = (parcel.make)(Shield::new(study, source.privacy, SMALL), watch)?;
    if table.rows.is_empty() {
        return Err(Refusal::new(
            format!("there is no {} to write yet", parcel.row),
            "Nothing was written",
        ));
    }
    // Where numbers have a decimal comma, spreadsheets know UTF-8 by its mark.
    let csv = CsvOptions {
        delimiter: if shape.comma { ';' } else { ',' },
        mark: shape.comma,
    };
    let written = shape.format.write(
        &table,
        Manner {
            language: &study.language,
            csv,
        },
    )?;
    // The last moment to stop.
    watch.step(table.rows.len(), table.rows.len(), parcel.row)?;
    file::put(&written.bytes, path)?;
    let cut = if written.cut > 0 {
        format!(". {}", xlsx::told_of(written.cut))
    } else {
        String::new()
    };
    Ok(format!(
        "Wrote {} to {}{cut}",
        number::some(table.rows.len(), parcel.row),
        path.display()
    ))
}

/// The file that is meant: `~/` is the home of who works here, and a name
/// without a folder lies beside the study, as the one that is offered does.
fn meant(typed: &str, desk: &Desk) -> PathBuf {
    match (typed.strip_prefix("~/"), etcetera::home_dir()) {
        _ if typed.is_empty() => PathBuf::new(),
        (Some(rest), Ok(home)) => home.join(rest),
        _ if Path::new(typed).parent() == Some(Path::new("")) => {
            desk.session().store().path().with_file_name(typed)
        }
        _ => PathBuf::from(typed),
    }
}
