//! The informants: who speaks in the study, how much of it is theirs, and who is the same person as
//! who.

mod changes;
mod speaker;

pub use speaker::{ask_label, ask_turn};

use super::{
    action::{Action, Run},
    canvas::Canvas,
    desk::{Desk, Go},
    input::Mouse,
    layer::picker::{Choice, Picked, Picker},
    list::List,
    theme::Meaning,
    transcript::Transcript,
    view::{Page, View},
};
use crate::evidence::lint::unnamed;
use crate::study::{Document, Id, Informant, Study, informant::Share};
use crate::text::{harmless, number};
use ratatui::layout::Rect;

/// The list of informants.
#[derive(Default)]
pub struct Informants {
    rows: Vec<Row>,
    /// The revision of the study the rows were made at.
    revision: Option<u64>,
    list: List,
    area: Rect,
    /// Whom to stand on when it is opened.
    go_to: Option<Id<Informant>>,
    /// Labels that name nobody and stand for one informant in several documents.
    open: Vec<Id<Informant>>,
    note: String,
}

/// What is told of an informant.
struct Row {
    id: Id<Informant>,
    name: String,
    role: String,
    department: String,
    counts: [usize; 3],
}

const fn action(
    name: &'static str,
    keys: &'static [&'static str],
    hint: &'static str,
    doc: &'static str,
    run: fn(&mut Informants, &mut Desk),
) -> Action {
    Action {
        name,
        keys,
        doc,
        hint,
        run: Run::Informants(run),
    }
}

/// What can be done in the list.
pub const ACTIONS: &[Action] = &[
    action(
        "rename_informant",
        &["r"],
        "rename",
        "Call the informant otherwise",
        Informants::ask_rename,
    ),
    action(
        "describe_informant",
        &["e"],
        "describe",
        "Say who it is: role, department, attributes",
        Informants::ask_describe,
    ),
    action(
        "join_informants",
        &["m"],
        "join",
        "Take others for the same person as this informant",
        Informants::ask_join,
    ),
    action(
        "split_informant",
        &["s"],
        "split",
        "Take the informant for several people, by document",
        Informants::ask_split,
    ),
    action(
        "split_labels",
        &["S"],
        "",
        "Make another informant in each document of every label that names nobody and is one person so far",
        Informants::split_open,
    ),
    action(
        "keep_as_one",
        &["o"],
        "",
        "Say that a label that names nobody is one person all the same",
        Informants::keep_as_one,
    ),
    action(
        "import_informants",
        &["i"],
        "",
        "Describe informants by a table: CSV, Excel …",
        Informants::ask_import,
    ),
    action(
        "open_informant",
        &["Enter", "l", "Right"],
        "open",
        "Open a document in which the informant speaks",
        Informants::open,
    ),
    action(
        "informant_after",
        &["j", "Down"],
        "",
        "Go to the next informant",
        |view, _| view.list.step(1),
    ),
    action(
        "informant_before",
        &["k", "Up"],
        "",
        "Go to the informant before",
        |view, _| view.list.step(-1),
    ),
    action(
        "informants_down",
        &["PgDn", "Ctrl-d"],
        "",
        "Go ten informants down",
        |view, _| view.list.step(10),
    ),
    action(
        "informants_up",
        &["PgUp", "Ctrl-u"],
        "",
        "Go ten informants up",
        |view, _| view.list.step(-10),
    ),
    action(
        "first_informant",
        &["Home", "g g"],
        "",
        "Go to the first informant",
        |view, _| view.list.go(0),
    ),
    action(
        "last_informant",
        &["End", "G"],
        "",
        "Go to the last informant",
        |view, _| view.list.step(isize::MAX / 2),
    ),
];

/// Rows above the list: the heading, what is to be decided or a blank, the heads of the columns.
const HEAD: u16 = 3;
/// The heads of the numbers, and where each ends before the right edge.
const NUMBERS: [(&str, u16); 3] = [("Documents", 18), ("Turns", 10), ("Codings", 0)];
/// The room for the numbers: all of them, or the codings alone.
const ROOM: [u16; 2] = [28, 8];

/// Says, when a study is opened, that a label that names nobody is one person in several documents.
pub fn offer(desk: &mut Desk) {
    let open = unnamed::open(desk.study());
    let [first, others @ ..] = open.as_slice() else {
        return;
    };
    let more = if others.is_empty() {
        String::new()
    } else {
        format!(" (and {} more)", others.len())
    };
    let said = format!(
        "{}{more} names nobody, but is one informant in {}: {} shows it",
        harmless::one_line(&first.informant.body.name),
        number::some(first.documents.len(), "document"),
        desk.key("informants"),
    );
    desk.say(said);
}

impl Informants {
    /// The list, standing on an informant.
    #[must_use]
    pub fn at(informant: Id<Informant>) -> Informants {
        Informants {
            go_to: Some(informant),
            ..Informants::default()
        }
    }

    /// The informant one stands on; says so when there is none.
    fn here<'a>(&self, desk: &'a mut Desk) -> Option<&'a Informant> {
        let id = self.rows.get(self.list.at()).map(|row| row.id);
        if id.and_then(|id| desk.study().informant(id)).is_none() {
            desk.say("There is no informant yet: they come with the transcripts");
        }
        desk.study().informant(id?)
    }

    fn open(&mut self, desk: &mut Desk) {
        let Some(id) = self.here(desk).map(|informant| informant.id) else {
            return;
        };
        let choices = documents(desk, id);
        match choices.as_slice() {
            [] => desk.say("This informant speaks in no document"),
            [only] => {
                let only = only.value;
                desk.go(Go::Open(Box::new(Page::Transcript(Box::new(
                    Transcript::new(only),
                )))));
            }
            _ => desk.ask(Picker::new(
                "Open which document?",
                choices,
                |_, desk, picked| {
                    if let Picked::Some(chosen) = picked
                        && let Some(document) = chosen.first()
                    {
                        desk.go(Go::Open(Box::new(Page::Transcript(Box::new(
                            Transcript::new(*document),
                        )))));
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

/// The documents in which an informant speaks, to choose from.
fn documents(desk: &Desk, informant: Id<Informant>) -> Vec<Choice<Id<Document>>> {
    let choice = |document: &Document| {
        let labels: Vec<&str> = document
            .speakers_of(informant)
            .map(|speaker| speaker.label.as_str())
            .collect();
        Choice {
            sign: String::new(),
            style: desk.theme.style(Meaning::Text),
            text: harmless::one_line(&document.body.title),
            tag: String::new(),
            note: harmless::one_line(&labels.join(", ")),
            about: String::new(),
            value: document.id,
        }
    };
    desk.study().documents_of(informant).map(choice).collect()
}

fn rows(study: &Study) -> Vec<Row> {
    let row = |share: Share<'_>| {
        let body = &share.informant.body;
        let [name, role, department] =
            [&body.name, &body.role, &body.department].map(|text| harmless::one_line(text));
        Row {
            id: share.informant.id,
            name,
            role,
            department,
            counts: [share.documents, share.turns, share.codings],
        }
    };
    study.shares().into_iter().map(row).collect()
}

impl View for Informants {
    fn settle(&mut self, desk: &Desk, area: Rect) {
        self.area = area;
        let study = desk.study();
        if self.revision.replace(study.revision()) != Some(study.revision()) {
            self.rows = rows(study);
            let open = unnamed::open(study);
            self.note = match open.as_slice() {
                [] => String::new(),
                [first, ..] => format!(
                    "{}: one person in {}? {} makes one of each, {} keeps it",
                    harmless::one_line(&first.informant.body.name),
                    number::some(first.documents.len(), "document"),
                    desk.key("split_labels"),
                    desk.key("keep_as_one"),
                ),
            };
            self.open = open.iter().map(|unnamed| unnamed.informant.id).collect();
        }
        if let Some(place) = self
            .go_to
            .take()
            .and_then(|id| self.rows.iter().position(|row| row.id == id))
        {
            self.list.go(place);
        }
        self.list
            .settle(self.rows.len(), self.rows_area().height, |_| 1);
    }

    fn draw(&self, desk: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
        let (quiet, text) = (canvas.style(Meaning::Quiet), canvas.style(Meaning::Text));
        let (left, end) = (area.x + 1, area.right() - 1);
        let x = canvas.put(
            left,
            area.y,
            end,
            "Informants",
            canvas.style(Meaning::Title),
        );
        if self.rows.is_empty() {
            let said = format!(
                "There is no informant yet. They come with the transcripts: {}, then {} imports some. A pseudonym before the turns is the same person in every document; a label that names nobody, such as R, is somebody else in each.",
                desk.key("documents"),
                desk.key("import")
            );
            let room = Rect {
                x: left,
                y: area.y + 2,
                width: area.width - 2,
                height: area.height.saturating_sub(2),
            };
            canvas.paragraph(room, &said, text);
            return;
        }
        canvas.put(
            x + 2,
            area.y,
            end,
            &number::some(self.rows.len(), "informant"),
            quiet,
        );
        canvas.put_cut(
            left,
            area.y + 1,
            end,
            &self.note,
            canvas.style(Meaning::Said),
        );
        let wide = area.width >= 72;
        let numbers = end.saturating_sub(ROOM[usize::from(!wide)]);
        let room = numbers.saturating_sub(left);
        // A name tells most; role and department share the rest.
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
            let meaning = if self.open.contains(&row.id) {
                Meaning::Said
            } else {
                Meaning::Text
            };
            canvas.put_cut(
                left,
                y,
                role.saturating_sub(1),
                &row.name,
                canvas.style(meaning),
            );
            if wide {
                canvas.put_cut(role, y, department - 1, &row.role, quiet);
                canvas.put_cut(department, y, numbers, &row.department, quiet);
            }
            for ((_, before), count) in NUMBERS.iter().zip(&row.counts).skip(shown) {
                canvas.put_right(y, end - before, &count.to_string(), text);
            }
            if place == self.list.at() {
                canvas.restyle(
                    Rect {
                        y,
                        height: 1,
                        ..area
                    },
                    canvas.style(Meaning::Current),
                );
            }
        }
    }

    fn whereabouts(&self, _: &Desk) -> String {
        match self.rows.len() {
            0 => "no informants".into(),
            count => format!("informant {} of {count}", self.list.at() + 1),
        }
    }

    fn mouse(&mut self, mouse: Mouse, desk: &mut Desk) {
        let rows = self.rows_area();
        if self.list.mouse(mouse, rows) {
            self.open(desk);
        }
    }
}
