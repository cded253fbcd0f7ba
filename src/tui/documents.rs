//! The document list: the start screen, with the progress of coding in each document.

use super::action::{Action, view_actions};
use super::canvas::Canvas;
use super::context::{AppCommand, AppContext};
use super::key::{Mouse, MouseKind};
use super::layer::form::{FormDialog, FormField};
use super::route::Route;
use super::route::ViewKind;
use super::theme::StyleRole;
use super::view::View;
use super::{erasing, importing, informants, orphans};
use crate::study::{Command, Document, Id, Study};
use crate::text::{number, sanitize};
use ratatui::layout::Rect;
use std::collections::HashMap;

#[derive(Default)]
pub struct DocumentsView {
    at: usize,
    rows: Vec<DocumentRow>,
    /// Revision the rows were made at.
    revision: Option<u64>,
    /// First visible row, and the number of rows that fit.
    top: usize,
    area: Rect,
}

struct DocumentRow {
    id: Id<Document>,
    title: String,
    informants: String,
    codings: usize,
    condensed: usize,
    /// How far into the document the last coding reaches, in percent.
    reached: usize,
}

/// The document list's actions and their default keys.
pub const ACTIONS: &[Action] = view_actions![
    DocumentsView,
    ViewKind::Documents,
    (
        "import",
        &["i"],
        "import",
        "Import transcripts: a file or a folder",
        |_, context| importing::ask(context)
    ),
    (
        "replace_document",
        &["R"],
        "",
        "Replace the document with a corrected version",
        DocumentsView::ask_corrected
    ),
    (
        "speakers",
        &["w"],
        "",
        "Correct the speakers of the document: interviewer or informant",
        DocumentsView::ask_speakers
    ),
    (
        "orphans",
        &["o"],
        "",
        "Review orphans, and quotes whose words changed in corrected versions",
        |_, context| orphans::ask(context)
    ),
    (
        "erase_document",
        &["X"],
        "",
        "Permanently erase the words of the document, when people withdraw",
        DocumentsView::ask_erase
    ),
    (
        "open_document",
        &["Enter", "l", "Right"],
        "open",
        "Open the document to read and code it",
        DocumentsView::open
    ),
    (
        "next_document",
        &["j", "Down"],
        "next",
        "Go to the next document",
        |list, _| list.step(1)
    ),
    (
        "previous_document",
        &["k", "Up"],
        "",
        "Go to the previous document",
        |list, _| list.step(-1)
    ),
    (
        "first_document",
        &["Home", "g g"],
        "",
        "Go to the first document",
        |list, _| list.at = 0
    ),
    (
        "last_document",
        &["End", "G"],
        "",
        "Go to the last document",
        |list, _| list.step(isize::MAX / 2)
    ),
    (
        "documents_down",
        &["PgDn", "Ctrl-d"],
        "",
        "Go ten documents down",
        |list, _| list.step(10)
    ),
    (
        "documents_up",
        &["PgUp", "Ctrl-u"],
        "",
        "Go ten documents up",
        |list, _| list.step(-10)
    ),
];

/// Rows above the list: the study's title, a blank, the column headings.
const HEAD: u16 = 3;

impl DocumentsView {
    fn step(&mut self, by: isize) {
        self.at = self
            .at
            .saturating_add_signed(by)
            .min(self.rows.len().saturating_sub(1));
    }

    fn open(&mut self, context: &mut AppContext) {
        match self.rows.get(self.at) {
            Some(row) => context.send(AppCommand::Open(Route::document(row.id))),
            None => context.notify("There are no documents yet"),
        }
    }

    /// Asks who speaks in the document.
    fn ask_speakers(&mut self, context: &mut AppContext) {
        match self.rows.get(self.at) {
            Some(row) => informants::ask_label(row.id, context),
            None => context.notify("There are no documents yet"),
        }
    }

    /// Asks for a corrected version of the document.
    fn ask_corrected(&mut self, context: &mut AppContext) {
        match self.rows.get(self.at) {
            Some(row) => importing::ask_corrected(row.id, context),
            None => context.notify("There are no documents yet"),
        }
    }

    /// Asks the user to type the title, because erasing cannot be undone.
    fn ask_erase(&mut self, context: &mut AppContext) {
        let Some(document) = self
            .rows
            .get(self.at)
            .and_then(|row| context.study().document(row.id))
        else {
            return context.notify("There are no documents yet");
        };
        if document.erased {
            return context.notify("Its words have already been erased");
        }
        let (id, title, erasure) = (
            document.id,
            document.body.title.clone(),
            context.study().erasure_of(document),
        );
        let about = format!(
            "Permanently erases the words of `{title}` and {} on it; {} stay without words. This cannot be undone, and undo cannot go back past it. Type the title to erase.",
            number::count_noun(erasure.notes(), "note"),
            number::count_noun(erasure.codings, "coding"),
        );
        context.push_layer(
            FormDialog::new(
                "Erase",
                &about,
                vec![FormField::new("Title", "", 1)],
                move |_, context, texts| {
                    if texts[0].trim() == title.trim() {
                        return erasing::erase(context, &erasure, Command::EraseDocument { id });
                    }
                    context.notify("That is not the title: nothing was erased");
                    false
                },
            )
            .with_verb("erase"),
        );
    }

    fn rows_in_sight(&self) -> usize {
        self.area.height.saturating_sub(HEAD) as usize
    }
}

fn rows(study: &Study) -> Vec<DocumentRow> {
    let mut condensed: HashMap<Id<Document>, usize> = HashMap::new();
    for (quote, _) in study.condensations() {
        *condensed.entry(quote.document).or_default() += 1;
    }
    study
        .documents()
        .map(|document| {
            let informants = document
                .body
                .speakers
                .iter()
                .filter_map(|speaker| study.informant(speaker.informant?));
            let names: Vec<&str> = informants
                .map(|informant| informant.body.name.as_str())
                .collect();
            let (mut codings, mut last) = (0, 0);
            for coding in study.codings_in(document.id) {
                codings += 1;
                last = last.max(coding.span.end as usize);
            }
            DocumentRow {
                id: document.id,
                title: sanitize::sanitize_line(&document.body.title),
                informants: sanitize::sanitize_line(&names.join(", ")),
                codings,
                condensed: condensed.get(&document.id).copied().unwrap_or(0),
                reached: last * 100 / document.text.len().max(1),
            }
        })
        .collect()
}

impl View for DocumentsView {
    fn kind(&self) -> ViewKind {
        ViewKind::Documents
    }

    fn is_kept(&self) -> bool {
        false
    }

    fn update(&mut self, context: &AppContext, area: Rect) {
        self.area = area;
        if self.revision.replace(context.study().revision()) != Some(context.study().revision()) {
            self.rows = rows(context.study());
        }
        self.at = self.at.min(self.rows.len().saturating_sub(1));
        let room = self.rows_in_sight();
        self.top = self
            .top
            .min(self.at)
            .max((self.at + 1).saturating_sub(room));
    }

    fn draw(&self, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
        let (quiet, title) = (
            canvas.style(StyleRole::Muted),
            canvas.style(StyleRole::Title),
        );
        let (left, end) = (area.x + 1, area.right() - 1);
        canvas.put(
            left,
            area.y,
            end,
            &sanitize::sanitize_line(&context.study().title),
            title,
        );
        if self.rows.is_empty() {
            draw_empty(context, canvas, area);
            return;
        }
        let numbers = end.saturating_sub(31);
        let people = left + (numbers - left) / 2;
        let wide = area.width >= 64;
        for (x, head) in [
            (left, "Document"),
            (people, "Informants"),
            (numbers, "Codings"),
            (numbers + 9, "Condensed"),
            (numbers + 20, "Coded up to"),
        ] {
            if wide || x == left {
                canvas.put(x, area.y + 2, end, head, quiet);
            }
        }
        for (y, (place, row)) in
            (area.y + HEAD..area.bottom()).zip(self.rows.iter().enumerate().skip(self.top))
        {
            canvas.put_cut(
                left,
                y,
                if wide { people - 1 } else { end },
                &row.title,
                canvas.style(StyleRole::Text),
            );
            if wide {
                canvas.put_cut(people, y, numbers - 1, &row.informants, quiet);
                canvas.put_right(
                    y,
                    numbers + 7,
                    &row.codings.to_string(),
                    canvas.style(StyleRole::Text),
                );
                canvas.put_right(
                    y,
                    numbers + 18,
                    &row.condensed.to_string(),
                    canvas.style(StyleRole::Text),
                );
                let full = row.reached * 6 / 100;
                let x = canvas.put(
                    numbers + 20,
                    y,
                    end,
                    &"▪".repeat(full),
                    canvas.style(StyleRole::Success),
                );
                canvas.put(x, y, end, &"·".repeat(6 - full), quiet);
                canvas.put_right(y, end, &format!("{} %", row.reached), quiet);
            }
            if place == self.at {
                canvas.restyle(
                    Rect {
                        y,
                        height: 1,
                        ..area
                    },
                    canvas.style(StyleRole::Current),
                );
            }
        }
    }

    fn status_text(&self, _: &AppContext) -> String {
        match self.rows.len() {
            0 => "no documents".into(),
            count => format!("document {} of {count}", self.at + 1),
        }
    }

    fn handle_mouse(&mut self, mouse: Mouse, context: &mut AppContext) {
        match mouse.kind {
            MouseKind::Wheel(rows) => self.step(rows.signum() as isize),
            MouseKind::Press => {
                let Some(row) = mouse.at.y.checked_sub(self.area.y + HEAD) else {
                    return;
                };
                let place = self.top + row as usize;
                if place >= self.rows.len() {
                    return;
                }
                // A click on the selected row opens it.
                if std::mem::replace(&mut self.at, place) == place {
                    self.open(context);
                }
            }
            MouseKind::Drag => {}
        }
    }
}

/// Explains how to begin.
fn draw_empty(context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
    let file = sanitize::sanitize_line(&context.session().location().to_string());
    let lines = [
        (
            StyleRole::Text,
            "This study has no documents yet.".to_owned(),
        ),
        (StyleRole::Text, String::new()),
        (
            StyleRole::Muted,
            format!(
                "Press {} to import transcripts: a file (Word, PDF, text, captions …) or a folder.",
                context.key_for("import")
            ),
        ),
        (
            StyleRole::Muted,
            "Or from a shell; they will appear here:".to_owned(),
        ),
        (
            StyleRole::Key,
            format!("  virk --study {file} import interviews/*.txt"),
        ),
        (StyleRole::Text, String::new()),
        (
            StyleRole::Muted,
            "To try it first on ten fictional interviews (README: ten minutes with them):"
                .to_owned(),
        ),
        (StyleRole::Key, "  virk demo".to_owned()),
        (StyleRole::Text, String::new()),
        (StyleRole::Muted, "A codebook to begin with:".to_owned()),
        (
            StyleRole::Key,
            format!("  virk --study {file} codebook import realist"),
        ),
    ];
    let mut y = area.y + 2;
    for (role, line) in &lines {
        let room = Rect {
            x: area.x + 1,
            y,
            width: area.width.saturating_sub(2),
            height: area.bottom().saturating_sub(y),
        };
        y += canvas.paragraph(room, line, canvas.style(*role)).max(1);
    }
}
