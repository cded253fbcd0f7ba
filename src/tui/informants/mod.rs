//! The informants: who speaks in the study, how much they say, and which of them are the same
//! person.

mod changes;
mod speaker;

pub use speaker::{ask_label, ask_turn};

use super::action::{Action, list_moves, view_actions};
use super::canvas::Canvas;
use super::context::{AppCommand, AppContext};
use super::key::Mouse;
use super::layer::picker::{Picked, Picker, PickerChoice};
use super::list::ListState;
use super::theme::StyleRole;
use super::view::View;
use crate::evidence::lint::unnamed_informants;
use crate::study::informant::InformantContribution;
use crate::study::{Document, Id, Informant, Study};
use crate::text::{number, sanitize};
use crate::tui::route::Route;
use crate::tui::route::ViewKind;
use ratatui::layout::Rect;

#[derive(Default)]
pub struct InformantsView {
    rows: Vec<InformantRow>,
    /// Revision the rows were made at.
    revision: Option<u64>,
    list: ListState,
    area: Rect,
    /// An informant to select once it is listed.
    pending_informant: Option<Id<Informant>>,
    /// Labels that name nobody and stand for one informant in several documents.
    shared_labels: Vec<Id<Informant>>,
    note: String,
}

struct InformantRow {
    id: Id<Informant>,
    name: String,
    role: String,
    department: String,
    counts: [usize; 3],
}

/// The informant list's actions and their default keys.
pub const ACTIONS: &[Action] = view_actions![
    InformantsView,
    ViewKind::Informants,
    (
        "rename_informant",
        &["r"],
        "rename",
        "Rename the informant",
        InformantsView::ask_rename,
    ),
    (
        "describe_informant",
        &["e"],
        "describe",
        "Describe the informant: role, department, attributes",
        InformantsView::ask_describe,
    ),
    (
        "join_informants",
        &["m"],
        "join",
        "Join this informant with others who are the same person",
        InformantsView::ask_join,
    ),
    (
        "split_informant",
        &["s"],
        "split",
        "Split the informant into several people, by document",
        InformantsView::ask_split,
    ),
    (
        "split_labels",
        &["S"],
        "",
        "Split every generic label into one informant per document",
        InformantsView::split_shared_labels,
    ),
    (
        "keep_as_one",
        &["o"],
        "",
        "Keep a generic label as one person",
        InformantsView::keep_as_one,
    ),
    (
        "import_informants",
        &["i"],
        "",
        "Import descriptions of informants: CSV, Excel …",
        InformantsView::ask_import,
    ),
    (
        "open_informant",
        &["Enter", "l", "Right"],
        "open",
        "Open a document in which the informant speaks",
        InformantsView::open,
    ),
];

pub const MOVES: &[Action] = list_moves![
    ViewKind::Informants,
    [
        "informant_after",
        "informant_before",
        "informants_down",
        "informants_up",
        "first_informant",
        "last_informant"
    ],
    ("informant", "informants"),
    ("ten", 10)
];

/// Rows above the list: the heading, a pending decision or a blank, the column headings.
const HEAD: u16 = 3;
const NUMBERS: [(&str, u16); 3] = [("Documents", 18), ("Turns", 10), ("Codings", 0)];
/// Width of the numbers: all of them, or the codings alone.
const ROOM: [u16; 2] = [28, 8];

/// On opening a study, points out labels that name nobody and are one informant in several
/// documents.
pub fn offer(context: &mut AppContext) {
    let open = unnamed_informants::open(context.study());
    let [first, others @ ..] = open.as_slice() else {
        return;
    };
    let more = if others.is_empty() {
        String::new()
    } else {
        format!(" (and {} more)", others.len())
    };
    let message = format!(
        "{}{more} is a generic label, but one informant in {}: {} shows it",
        sanitize::sanitize_line(&first.informant.body.name),
        number::count_noun(first.documents.len(), "document"),
        context.key_for("informants"),
    );
    context.notify(message);
}

impl InformantsView {
    /// Opens the list with an informant selected.
    pub fn at(informant: Id<Informant>) -> InformantsView {
        InformantsView {
            pending_informant: Some(informant),
            ..InformantsView::default()
        }
    }

    /// The selected informant; tells the user if there is none.
    fn selected_informant<'a>(&self, context: &'a mut AppContext) -> Option<&'a Informant> {
        let id = self.rows.get(self.list.selected()).map(|row| row.id);
        if id.and_then(|id| context.study().informant(id)).is_none() {
            context.notify("No informants yet: they come with the transcripts");
        }
        context.study().informant(id?)
    }

    fn open(&mut self, context: &mut AppContext) {
        let Some(id) = self
            .selected_informant(context)
            .map(|informant| informant.id)
        else {
            return;
        };
        let choices = documents(context, id);
        match choices.as_slice() {
            [] => context.notify("This informant speaks in no document"),
            [only] => {
                let only = only.value;
                context.send(AppCommand::Open(Route::document(only)));
            }
            _ => context.push_layer(Picker::new(
                "Open which document?",
                choices,
                |_, context, picked| {
                    if let Picked::Some(chosen) = picked
                        && let Some(document) = chosen.first()
                    {
                        context.send(AppCommand::Open(Route::document(*document)));
                    }
                },
            )),
        }
    }

    fn rows_area(&self) -> Rect {
        let head = HEAD.min(self.area.height);
        Rect {
            y: self.area.y + head,
            height: self.area.height - head,
            ..self.area
        }
    }
}

/// Choices for the documents in which an informant speaks.
fn documents(context: &AppContext, informant: Id<Informant>) -> Vec<PickerChoice<Id<Document>>> {
    let choice = |document: &Document| {
        let labels: Vec<&str> = document
            .speakers_of(informant)
            .map(|speaker| speaker.label.as_str())
            .collect();
        PickerChoice {
            sign: String::new(),
            style: context.theme.style(StyleRole::Text),
            text: sanitize::sanitize_line(&document.body.title),
            tag: String::new(),
            note: sanitize::sanitize_line(&labels.join(", ")),
            about: String::new(),
            other_words: Vec::new(),
            value: document.id,
        }
    };
    context
        .study()
        .documents_of(informant)
        .map(choice)
        .collect()
}

fn rows(study: &Study) -> Vec<InformantRow> {
    let row = |share: InformantContribution<'_>| {
        let body = &share.informant.body;
        let [name, role, department] =
            [&body.name, &body.role, &body.department].map(|text| sanitize::sanitize_line(text));
        InformantRow {
            id: share.informant.id,
            name,
            role,
            department,
            counts: [share.documents, share.turns, share.codings],
        }
    };
    study.contributions().into_iter().map(row).collect()
}

impl View for InformantsView {
    fn kind(&self) -> ViewKind {
        ViewKind::Informants
    }

    fn step(&mut self, rows: isize) {
        self.list.step(rows);
    }

    fn update(&mut self, context: &AppContext, area: Rect) {
        self.area = area;
        let study = context.study();
        if self.revision.replace(study.revision()) != Some(study.revision()) {
            self.rows = rows(study);
            let open = unnamed_informants::open(study);
            self.note = match open.as_slice() {
                [] => String::new(),
                [first, ..] => format!(
                    "{}: one person in {}? {} splits it, {} keeps it",
                    sanitize::sanitize_line(&first.informant.body.name),
                    number::count_noun(first.documents.len(), "document"),
                    context.key_for("split_labels"),
                    context.key_for("keep_as_one"),
                ),
            };
            self.shared_labels = open.iter().map(|unnamed| unnamed.informant.id).collect();
        }
        if let Some(place) = self
            .pending_informant
            .take()
            .and_then(|id| self.rows.iter().position(|row| row.id == id))
        {
            self.list.select(place);
        }
        self.list
            .update(self.rows.len(), self.rows_area().height, |_| 1);
    }

    fn draw(&self, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
        let (quiet, text) = (
            canvas.style(StyleRole::Muted),
            canvas.style(StyleRole::Text),
        );
        let (left, end) = (area.x + 1, area.right() - 1);
        let x = canvas.put(
            left,
            area.y,
            end,
            "Informants",
            canvas.style(StyleRole::Title),
        );
        if self.rows.is_empty() {
            let message = format!(
                "No informants yet. They come with the transcripts: {}, then {} imports some. A pseudonym before the turns is the same person in every document; a generic label, such as R, is a different person in each.",
                context.key_for("documents"),
                context.key_for("import")
            );
            let room = Rect {
                x: left,
                y: area.y + 2,
                width: area.width - 2,
                height: area.height.saturating_sub(2),
            };
            canvas.paragraph(room, &message, text);
            return;
        }
        canvas.put(
            x + 2,
            area.y,
            end,
            &number::count_noun(self.rows.len(), "informant"),
            quiet,
        );
        canvas.put_cut(
            left,
            area.y + 1,
            end,
            &self.note,
            canvas.style(StyleRole::Success),
        );
        let wide = area.width >= 72;
        let numbers = end.saturating_sub(ROOM[usize::from(!wide)]);
        let room = numbers.saturating_sub(left);
        // The name matters most; role and department share the rest.
        let (role, department) = if wide {
            (left + room * 5 / 9, left + room * 7 / 9)
        } else {
            (numbers, numbers)
        };
        canvas.put(left, area.y + 2, end, "Informant", quiet);
        if wide {
            canvas.put_cut(role, area.y + 2, department - 1, "Role", quiet);
            canvas.put_cut(department, area.y + 2, numbers, "Department", quiet);
        }
        let shown = if wide { 0 } else { 2 };
        for (head, before) in &NUMBERS[shown..] {
            canvas.put_right(area.y + 2, end - before, head, quiet);
        }
        let rows = self.rows_area();
        for (y, (place, row)) in
            (rows.top()..rows.bottom()).zip(self.rows.iter().enumerate().skip(self.list.top()))
        {
            let style_role = if self.shared_labels.contains(&row.id) {
                StyleRole::Success
            } else {
                StyleRole::Text
            };
            canvas.put_cut(
                left,
                y,
                role.saturating_sub(1),
                &row.name,
                canvas.style(style_role),
            );
            if wide {
                canvas.put_cut(role, y, department - 1, &row.role, quiet);
                canvas.put_cut(department, y, numbers, &row.department, quiet);
            }
            for ((_, before), count) in NUMBERS.iter().zip(&row.counts).skip(shown) {
                canvas.put_right(y, end - before, &count.to_string(), text);
            }
            if place == self.list.selected() {
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
            0 => "no informants".into(),
            count => format!("informant {} of {count}", self.list.selected() + 1),
        }
    }

    fn handle_mouse(&mut self, mouse: Mouse, context: &mut AppContext) {
        let rows = self.rows_area();
        if self.list.handle_mouse(mouse, rows) {
            self.open(context);
        }
    }
}
