//! The documents of the study: where one begins, and what has been read of each.

use super::{
    action::{Action, Run},
    canvas::Canvas,
    desk::{Desk, Go},
    erasing, importing, informants,
    input::{Did, Mouse},
    layer::form::{Form, Part},
    orphans,
    theme::Meaning,
    transcript::Transcript,
    view::{Page, View},
};
use crate::study::{Command, Document, Id, Study};
use crate::text::{harmless, number};
use ratatui::layout::Rect;
use std::collections::HashMap;

/// The list of documents.
#[derive(Default)]
pub struct Documents {
    at: usize,
    rows: Vec<Row>,
    /// The revision of the study the rows were made at.
    revision: Option<u64>,
    /// The first row in sight, and the rows there is room for.
    top: usize,
    area: Rect,
}

/// What is told of a document.
struct Row {
    id: Id<Document>,
    title: String,
    informants: String,
    codings: usize,
    condensed: usize,
    /// How far into the document the last coding reaches, in hundredths.
    reached: usize,
}

/// What can be done in the list.
pub const ACTIONS: &[Action] = &[
    Action {
        name: "import",
        keys: &["i"],
        doc: "Import a transcript, or a folder of them",
        hint: "import",
        run: Run::Documents(|_, desk| importing::ask(desk)),
    },
    Action {
        name: "replace_document",
        keys: &["R"],
        doc: "Put a corrected version in the place of the document",
        hint: "",
        run: Run::Documents(Documents::ask_corrected),
    },
    Action {
        name: "speakers",
        keys: &["w"],
        doc: "Say who speaks in the document: the interviewer, or which informant",
        hint: "",
        run: Run::Documents(Documents::ask_speakers),
    },
    Action {
        name: "orphans",
        keys: &["o"],
        doc: "See what corrected versions left behind: orphans, and quotes whose words changed",
        hint: "",
        run: Run::Documents(|_, desk| orphans::ask(desk)),
    },
    Action {
        name: "erase_document",
        keys: &["X"],
        doc: "Erase the words of the document for ever, as when people withdraw",
        hint: "",
        run: Run::Documents(Documents::ask_erase),
    },
    Action {
        name: "open_document",
        keys: &["Enter", "l", "Right"],
        doc: "Open the document to read and code it",
        hint: "open",
        run: Run::Documents(Documents::open),
    },
    Action {
        name: "next_document",
        keys: &["j", "Down"],
        doc: "Go to the next document",
        hint: "next",
        run: Run::Documents(|list, _| list.step(1)),
    },
    Action {
        name: "previous_document",
        keys: &["k", "Up"],
        doc: "Go to the document before",
        hint: "",
        run: Run::Documents(|list, _| list.step(-1)),
    },
    Action {
        name: "first_document",
        keys: &["Home", "g g"],
        doc: "Go to the first document",
        hint: "",
        run: Run::Documents(|list, _| list.at = 0),
    },
    Action {
        name: "last_document",
        keys: &["End", "G"],
        doc: "Go to the last document",
        hint: "",
        run: Run::Documents(|list, _| list.step(isize::MAX / 2)),
    },
    Action {
        name: "documents_down",
        keys: &["PgDn", "Ctrl-d"],
        doc: "Go ten documents down",
        hint: "",
        run: Run::Documents(|list, _| list.step(10)),
    },
    Action {
        name: "documents_up",
        keys: &["PgUp", "Ctrl-u"],
        doc: "Go ten documents up",
        hint: "",
        run: Run::Documents(|list, _| list.step(-10)),
    },
];

/// Rows above the list: the study's title, a blank, the heads of the columns.
const HEAD: u16 = 3;

impl Documents {
    fn step(&mut self, by: isize) {
        self.at = self
            .at
            .saturating_add_signed(by)
            .min(self.rows.len().saturating_sub(1));
    }

    fn open(&mut self, desk: &mut Desk) {
        match self.rows.get(self.at) {
            Some(row) => desk.go(Go::Open(Box::new(Page::Transcript(Box::new(
                Transcript::new(row.id),
            ))))),
            None => desk.say("There is no document yet"),
        }
    }

    /// Asks who speaks in the document.
    fn ask_speakers(&mut self, desk: &mut Desk) {
        match self.rows.get(self.at) {
            Some(row) => informants::ask_label(row.id, desk),
            None => desk.say("There is no document yet"),
        }
    }

    /// Asks for a corrected version of the document.
    fn ask_corrected(&mut self, desk: &mut Desk) {
        match self.rows.get(self.at) {
            Some(row) => importing::ask_corrected(row.id, desk),
            None => desk.say("There is no document yet"),
        }
    }

    /// Asks whether to erase the document, by having its title typed.
    fn ask_erase(&mut self, desk: &mut Desk) {
        let Some(document) = self
            .rows
            .get(self.at)
            .and_then(|row| desk.study().document(row.id))
        else {
            return desk.say("There is no document yet");
        };
        if document.erased {
            return desk.say("Its words are erased already");
        }
        let (id, title, erasure) = (
            document.id,
            document.body.title.clone(),
            desk.study().erasure_of(document),
        );
        let about = format!(
            "The words of `{title}` and {} on it go for ever, {} stay without words. This cannot be undone, and undo does not reach behind it. Write the title to erase.",
            number::some(erasure.notes(), "note"),
            number::some(erasure.codings, "coding"),
        );
        desk.ask(
            Form::new(
                "Erase",
                &about,
                vec![Part::new("Title", "", 1)],
                move |_, desk, texts| {
                    if texts[0].trim() == title.trim() {
                        return erasing::erase(desk, &erasure, Command::EraseDocument { id });
                    }
                    desk.say("That is not its title: nothing was erased");
                    false
                },
            )
            .to("erase"),
        );
    }

    fn rows_in_sight(&self) -> usize {
        self.area.height.saturating_sub(HEAD) as usize
    }
}

fn rows(study: &Study) -> Vec<Row> {
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
            Row {
                id: document.id,
                title: harmless::one_line(&document.body.title),
                informants: harmless::one_line(&names.join(", ")),
                codings,
                condensed: condensed.get(&document.id).copied().unwrap_or(0),
                reached: last * 100 / document.text.len().max(1),
            }
        })
        .collect()
}

impl View for Documents {
    fn settle(&mut self, desk: &Desk, area: Rect) {
        self.area = area;
        if self.revision.replace(desk.study().revision()) != Some(desk.study().revision()) {
            self.rows = rows(desk.study());
        }
        self.at = self.at.min(self.rows.len().saturating_sub(1));
        let room = self.rows_in_sight();
        self.top = self
            .top
            .min(self.at)
            .max((self.at + 1).saturating_sub(room));
    }

    fn draw(&self, desk: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
        let (quiet, title) = (canvas.style(Meaning::Quiet), canvas.style(Meaning::Title));
        let (left, end) = (area.x + 1, area.right() - 1);
        canvas.put(
            left,
            area.y,
            end,
            &harmless::one_line(&desk.study().title),
            title,
        );
        if self.rows.is_empty() {
            draw_empty(desk, canvas, area);
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
                canvas.style(Meaning::Text),
            );
            if wide {
                canvas.put_cut(people, y, numbers - 1, &row.informants, quiet);
                canvas.put_right(
                    y,
                    numbers + 7,
                    &row.codings.to_string(),
                    canvas.style(Meaning::Text),
                );
                canvas.put_right(
                    y,
                    numbers + 18,
                    &row.condensed.to_string(),
                    canvas.style(Meaning::Text),
                );
                let full = row.reached * 6 / 100;
                let x = canvas.put(
                    numbers + 20,
                    y,
                    end,
                    &"▪".repeat(full),
                    canvas.style(Meaning::Said),
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
                    canvas.style(Meaning::Current),
                );
            }
        }
    }

    fn whereabouts(&self, _: &Desk) -> String {
        match self.rows.len() {
            0 => "no documents".into(),
            count => format!("document {} of {count}", self.at + 1),
        }
    }

    fn mouse(&mut self, mouse: Mouse, desk: &mut Desk) {
        match mouse.did {
            Did::Wheel(rows) => self.step(rows.signum() as isize),
            Did::Press => {
                let Some(row) = mouse.at.y.checked_sub(self.area.y + HEAD) else {
                    return;
                };
                let place = self.top + row as usize;
                if place >= self.rows.len() {
                    return;
                }
                // A click on the row one stands on opens it.
                if std::mem::replace(&mut self.at, place) == place {
                    self.open(desk);
                }
            }
            Did::Drag => {}
        }
    }
}

/// What to do when there is nothing yet.
fn draw_empty(desk: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
    let file = harmless::one_line(&desk.session().store().path().display().to_string());
    let lines = [
        (Meaning::Text, "This study has no documents yet.".to_owned()),
        (Meaning::Text, String::new()),
        (
            Meaning::Quiet,
            format!(
                "Press {} to import transcripts: a file (Word, PDF, text, captions …) or a folder.",
                desk.key("import")
            ),
        ),
        (
            Meaning::Quiet,
            "Or from a shell; they appear here by themselves:".to_owned(),
        ),
        (
            Meaning::Key,
            format!("  virk --study {file} import interviews/*.txt"),
        ),
        (Meaning::Text, String::new()),
        (
            Meaning::Quiet,
            "To try it first on ten fictional interviews (README: ten minutes with them):"
                .to_owned(),
        ),
        (Meaning::Key, "  virk demo".to_owned()),
        (Meaning::Text, String::new()),
        (Meaning::Quiet, "A codebook to begin with:".to_owned()),
        (
            Meaning::Key,
            format!("  virk --study {file} codebook import codebooks/realist.json"),
        ),
    ];
    let mut y = area.y + 2;
    for (meaning, line) in &lines {
        let room = Rect {
            x: area.x + 1,
            y,
            width: area.width.saturating_sub(2),
            height: area.bottom().saturating_sub(y),
        };
        y += canvas.paragraph(room, line, canvas.style(*meaning)).max(1);
    }
}
