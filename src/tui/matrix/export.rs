//! Taking the matrix away as a file: in which form, under which name, and never
//! over a file that is there without asking.

use super::Matrix;
use crate::export::{Format, csv::CsvOptions, file, format::Manner, matrix};
use crate::study::Refusal;
use crate::tui::{
    desk::Desk,
    layer::{
        form::{Form, Part},
        menu::{Item, Menu},
    },
    view::Page,
};
use ratatui::style::Style;
use std::path::{Path, PathBuf};

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
pub fn ask(view: &mut Matrix, desk: &mut Desk) {
    if view.order.is_empty() {
        desk.say("There is nothing to export yet: the theory has no link");
        return;
    }
    desk.ask(Menu::new("Write the matrix as", shapes(), |_, desk, shape| ask_path(shape, desk)));
}

fn ask_path(shape: Shape, desk: &mut Desk) {
    let study = desk.session().store().path();
    let stem = study.file_stem().unwrap_or_default().to_string_lossy();
    let path = study.with_file_name(format!("{stem}-matrix.{}", shape.format.name()));
    let part = Part::new("File", &path.display().to_string(), 2);
    let mut warned: Option<PathBuf> = None;
    desk.ask(Form::new("Write the evidence matrix into", "", vec![part], move |page, desk, texts| {
        let path = meant(texts[0].trim(), desk);
        if path.exists() && warned.as_ref() != Some(&path) {
            desk.say(format!("{} is there already: Enter again replaces it, or give another name", path.display()));
            warned = Some(path);
            return false;
        }
        let Page::Matrix(view) = page else { return true };
        let written = write(view, shape, &path, desk);
        let done = written.is_ok();
        desk.report(written);
        done
    }));
}

fn write(view: &Matrix, shape: Shape, path: &Path, desk: &Desk) -> Result<String, Refusal> {
    if path.as_os_str().is_empty() {
        return Err(Refusal::new("no file is named", "Type a name, or Esc leaves without writing"));
    }
    let study = desk.study();
    let gathered = view.matrix.as_ref().ok_or_else(|| Refusal::new("the study has no theory", "Import one first"))?;
    let table = matrix::matrix(gathered, &study.title);
    // Where numbers have a decimal comma, spreadsheets know UTF-8 by its mark.
    let csv = CsvOptions { delimiter: if shape.comma { ';' } else { ',' }, mark: shape.comma };
    let written = shape.format.write(&table, Manner { language: &study.language, csv })?;
    file::put(&written.bytes, path)?;
    Ok(format!("Wrote {} links to {}", gathered.rows.len(), path.display()))
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
