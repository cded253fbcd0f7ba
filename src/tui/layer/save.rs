//! Taking a table away as a file: in which form, under which name, and never
//! over a file that is there without asking.

use super::{
    deed::Deed,
    form::{Form, Part},
    menu::{Item, Menu},
};
use crate::export::{Format, Table, csv::CsvOptions, file, format::Manner};
use crate::study::Refusal;
use crate::tui::desk::Desk;
use ratatui::style::Style;
use std::path::{Path, PathBuf};

/// A table to be taken away.
pub struct Parcel {
    /// What it is called in questions, e.g. `the matrix`.
    pub name: &'static str,
    /// What its file is called after the study, e.g. `matrix`.
    pub suffix: &'static str,
    /// What there is in it, for what is said in the end, e.g. `2 links`.
    pub content: String,
    /// The table.
    pub table: Table,
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
        let about = if comma { "Semicolons and decimal commas, as Excel expects in Denmark" } else { format.about() };
        Item { sign: String::new(), style: Style::new(), text: about.to_owned(), value: Shape { format, comma } }
    };
    let mut items: Vec<Item<Shape>> = Format::ALL.iter().map(|format| item(*format, false)).collect();
    items.insert(1, item(Format::Csv, true));
    items
}

/// Asks in which form, and then under which name.
pub fn ask(parcel: Parcel, desk: &mut Desk) {
    let title = format!("Write {} as", parcel.name);
    desk.ask(Menu::new(title, shapes(), |_, desk, shape| ask_path(parcel, shape, desk)));
}

fn ask_path(parcel: Parcel, shape: Shape, desk: &mut Desk) {
    let title = format!("Write {} into", parcel.name);
    let suffix = format!("{}.{}", parcel.suffix, shape.format.name());
    ask_file(title, &suffix, desk, move |path, desk| write(&parcel, shape, path, &desk.study().language));
}

/// Asks under which name, at first the study's with `suffix`, and has it written; a file
/// that is there is replaced at the second asking only.
pub fn ask_file(
    title: String,
    suffix: &str,
    desk: &mut Desk,
    mut write: impl FnMut(&Path, &Desk) -> Result<String, Refusal> + 'static,
) {
    let study = desk.session().store().path();
    let stem = study.file_stem().unwrap_or_default().to_string_lossy();
    let path = study.with_file_name(format!("{stem}-{suffix}"));
    let part = Part::new("File", &path.display().to_string(), 2);
    let mut warned: Option<PathBuf> = None;
    desk.ask(
        Form::new(title, "", vec![part], move |_, desk, texts| {
            let path = meant(texts[0].trim(), desk);
            if path.exists() && warned.as_ref() != Some(&path) {
                let answer = desk.keymap.key_of(Deed::Answer);
                desk.say(format!("{} is there already: {answer} again replaces it, or give another name", path.display()));
                warned = Some(path);
                return false;
            }
            let written = named(&path, desk).and_then(|()| write(&path, desk));
            let done = written.is_ok();
            desk.report(written);
            done
        })
        .to("write"),
    );
}

/// Refuses no name at all.
fn named(path: &Path, desk: &Desk) -> Result<(), Refusal> {
    if path.as_os_str().is_empty() {
        let hint = format!("Type a name, or {} leaves without writing", desk.keymap.key_of(Deed::Leave));
        return Err(Refusal::new("no file is named", hint));
    }
    Ok(())
}

fn write(parcel: &Parcel, shape: Shape, path: &Path, language: &str) -> Result<String, Refusal> {
    // Where numbers have a decimal comma, spreadsheets know UTF-8 by its mark.
    let csv = CsvOptions { delimiter: if shape.comma { ';' } else { ',' }, mark: shape.comma };
    let written = shape.format.write(&parcel.table, Manner { language, csv })?;
    file::put(&written.bytes, path)?;
    Ok(format!("Wrote {} to {}", parcel.content, path.display()))
}

/// The file that is meant: `~/` is the home of who works here, and a name
/// without a folder lies beside the study.
fn meant(typed: &str, desk: &Desk) -> PathBuf {
    match (typed.strip_prefix("~/"), etcetera::home_dir()) {
        _ if typed.is_empty() => PathBuf::new(),
        (Some(rest), Ok(home)) => home.join(rest),
        _ => desk.session().store().path().with_file_name(typed),
    }
}
