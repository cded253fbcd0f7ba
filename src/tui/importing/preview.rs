//! What would be made of the files, line by line, before anything changes.

use super::reading::Said;
use crate::import::labels;
use crate::study::Command;
use crate::text::{harmless, wrap};
use crate::tui::{
    bringer::{Brought, Column, Label, Line, Part},
    canvas::Canvas,
    desk::Desk,
    input::Input,
    layer::{
        Answer, Hint, Layer,
        deed::{Deed, PAGE},
        foot,
    },
    theme::Meaning,
    view::Page,
    worker::Stage,
};
use ratatui::layout::Rect;
use std::path::PathBuf;

/// Reads files with what was said of their labels.
type Read = Box<dyn Fn(&mut Desk, &Said)>;

/// What is being read, and then what would be made of it.
pub struct Preview {
    top: usize,
    /// Which line a person stands on, among those that can be put right.
    chosen: usize,
    /// The label that was put right last, on which a person stays wherever it stands then.
    held: Option<(PathBuf, String)>,
    /// What a person has said of the labels.
    said: Said,
    /// Reads the files again, with what was said.
    read: Option<Read>,
    /// Whether a label that names nobody is one person in all documents.
    joined: bool,
    /// Asks again with what was written, for when nothing of it can come in.
    again: Box<dyn Fn(&mut Desk)>,
}

/// Whether Enter would import something.
enum Outlook {
    /// Nobody knows yet.
    Reading,
    /// It would.
    Something,
    /// What there is cannot come in.
    Refused,
    /// There is nothing new.
    Nothing,
}

/// Columns it takes at most.
const WIDTH: u16 = 100;
/// A line so far below the first in sight is surely seen at every size.
const KEPT_IN_SIGHT: usize = 8;

impl Preview {
    /// What the bringer brings; `again` opens the question it is an answer to.
    #[must_use]
    pub fn new(again: impl Fn(&mut Desk) + 'static) -> Preview {
        Preview {
            top: 0,
            chosen: 0,
            held: None,
            said: Said::new(),
            read: None,
            joined: false,
            again: Box::new(again),
        }
    }

    /// The same for files whose labels can be put right; `read` reads them again.
    #[must_use]
    pub fn read_again(self, read: impl Fn(&mut Desk, &Said) + 'static) -> Preview {
        Preview {
            read: Some(Box::new(read)),
            ..self
        }
    }

    /// The places of the lines that a person can put right.
    fn choices(&self, lines: &[Line], desk: &Desk) -> Vec<usize> {
        let shared = usize::from(self.read.is_some() && Preview::shares_labels(desk));
        let can = |(place, line): (usize, &Line)| {
            (place < shared || matches!(line, Line::Label(_) | Line::Column(_))).then_some(place)
        };
        lines.iter().enumerate().filter_map(can).collect()
    }

    /// The place among `choices` where a person stands.
    fn standing(&self, lines: &[Line], choices: &[usize]) -> usize {
        let held = self.held.as_ref().and_then(|(file, label)| {
            choices.iter().position(|at| match &lines[*at] {
                Line::Label(one) => one.file == *file && one.label == *label,
                Line::Column(one) => one.file == *file && one.name == *label,
                _ => false,
            })
        });
        held.unwrap_or(self.chosen)
            .min(choices.len().saturating_sub(1))
    }

    /// Goes to another line that can be put right, or scrolls where there is none.
    fn go(&mut self, by: isize, desk: &Desk) {
        let lines = self.lines(desk);
        let choices = self.choices(&lines, desk);
        if choices.is_empty() {
            self.top = self
                .top
                .saturating_add_signed(by)
                .min(lines.len().saturating_sub(1));
            return;
        }
        let before = self.standing(&lines, &choices);
        self.held = None;
        self.chosen = before.saturating_add_signed(by).min(choices.len() - 1);
        if self.chosen == before {
            // What stands above the first and below the last is to be read too.
            self.top = self
                .top
                .saturating_add_signed(by)
                .min(lines.len().saturating_sub(1));
            return;
        }
        let at = choices[self.chosen];
        // The name of the file and how it was read stand above.
        self.top = if at < self.top || at >= self.top + KEPT_IN_SIGHT {
            at.saturating_sub(2)
        } else {
            self.top
        };
    }

    /// Takes the label one stands on for something else, or leaves the column out, and reads again.
    fn change(&mut self, desk: &mut Desk) {
        let lines = self.lines(desk);
        let choices = self.choices(&lines, desk);
        let Some(at) = choices.get(self.standing(&lines, &choices)) else {
            return;
        };
        if let Line::Column(wanted) = &lines[*at] {
            let columns = lines.iter().filter_map(|line| {
                if let Line::Column(column) = line {
                    Some(column)
                } else {
                    None
                }
            });
            let out = columns.filter(|column| column.out != (column.name == wanted.name));
            // What is left out of a transcript is words of nobody; of a survey, a column.
            self.said.insert(
                wanted.file.clone(),
                out.map(|column| (column.name.clone(), Part::Words))
                    .collect(),
            );
            self.held = Some((wanted.file.clone(), wanted.name.clone()));
            if let Some(read) = &self.read {
                read(desk, &self.said);
            }
            return;
        }
        let Line::Label(wanted) = &lines[*at] else {
            self.joined = !self.joined;
            return;
        };
        let own = lines.iter().filter_map(|line| match line {
            Line::Label(label) if label.file == wanted.file => Some(label),
            _ => None,
        });
        let said = own.map(|label| {
            let part = if label.label == wanted.label {
                label.part.next()
            } else {
                label.part
            };
            (label.label.clone(), part)
        });
        self.said.insert(wanted.file.clone(), said.collect());
        self.held = Some((wanted.file.clone(), wanted.label.clone()));
        if let Some(read) = &self.read {
            read(desk, &self.said);
        }
    }

    /// Brings it in; answers whether this is done with.
    fn import(&self, desk: &mut Desk) -> bool {
        let Some(read) = desk.workers.bringing.answer(&()) else {
            desk.say(format!(
                "Still reading; {} stops",
                desk.keymap.key_of(Deed::Leave)
            ));
            return false;
        };
        let (commands, table) = match &*read {
            Ok(Brought {
                commands, table, ..
            }) if !commands.is_empty() => (commands, table),
            _ => {
                desk.say(format!(
                    "There is nothing to import; {} leaves",
                    desk.keymap.key_of(Deed::Leave)
                ));
                return false;
            }
        };
        let saved = table.as_ref().map_or(Ok(()), |table| {
            table
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner)
                .save()
        });
        if let Err(refusal) = saved {
            desk.refuse(refusal);
            return false;
        }
        let mut commands = commands.clone();
        if self.joined {
            labels::join(desk.study(), &mut commands);
        }
        desk.perform(Command::All(commands))
    }

    fn outlook(desk: &Desk) -> Outlook {
        let Some(read) = desk.workers.bringing.answer(&()) else {
            return Outlook::Reading;
        };
        match &*read {
            Ok(brought) if !brought.commands.is_empty() => Outlook::Something,
            Ok(brought)
                if brought
                    .lines
                    .iter()
                    .all(|line| !matches!(line, Line::Fault(_))) =>
            {
                Outlook::Nothing
            }
            _ => Outlook::Refused,
        }
    }

    /// Whether labels that name nobody stand in several documents.
    fn shares_labels(desk: &Desk) -> bool {
        desk.workers
            .bringing
            .answer(&())
            .is_some_and(|read| matches!(&*read, Ok(brought) if !brought.labels.is_empty()))
    }

    fn lines(&self, desk: &Desk) -> Vec<Line> {
        match desk.workers.bringing.stage(&()) {
            None | Some(Stage::Stopped) => Vec::new(),
            Some(Stage::Working(None)) => vec![Line::Told("Reading …".into())],
            Some(Stage::Working(Some(reached))) => vec![Line::Told(format!("Reading: {reached}"))],
            Some(Stage::Done(read)) => match &*read {
                Ok(brought) => {
                    let key = desk.keymap.key_of(Deed::GoOn);
                    let way = match self.joined {
                        true => format!("{key} makes another of each"),
                        false => format!("{key} makes one of them"),
                    };
                    let labels = brought
                        .labels
                        .iter()
                        .map(|label| Line::Told(label.told(self.joined, &way)));
                    labels.chain(brought.lines.iter().cloned()).collect()
                }
                Err(refusal) => vec![
                    Line::Fault(refusal.what.clone()),
                    Line::Told(refusal.hint.clone()),
                ],
            },
        }
    }
}

impl Layer for Preview {
    fn input(&mut self, input: &Input, _: &mut Page, desk: &mut Desk) -> Answer {
        let last = self.lines(desk).len().saturating_sub(1);
        match desk.deed(input) {
            Some(Deed::Leave) => {
                match Preview::outlook(desk) {
                    Outlook::Refused => (self.again)(desk),
                    _ => desk.say("Nothing was imported"),
                }
                desk.workers.bringing.stop();
                return Answer::Closed;
            }
            Some(Deed::GoOn) => self.change(desk),
            Some(Deed::Answer) if self.import(desk) => {
                desk.workers.bringing.stop();
                return Answer::Closed;
            }
            Some(Deed::Next) => self.go(1, desk),
            Some(Deed::Previous) => self.go(-1, desk),
            Some(Deed::PageDown) => self.top = (self.top + PAGE).min(last),
            Some(Deed::PageUp) => self.top = self.top.saturating_sub(PAGE),
            _ => {}
        }
        Answer::Kept
    }

    fn draw(&self, desk: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
        let lines = self.lines(desk);
        let width = WIDTH.min(area.width);
        let inner = width.saturating_sub(4);
        // What is in sight is broken into rows; a folder may hold hundreds of files.
        let mut rows: Vec<(Meaning, String)> = Vec::new();
        let choices = self.choices(&lines, desk);
        let chosen = choices.get(self.standing(&lines, &choices)).copied();
        for (place, line) in lines
            .iter()
            .enumerate()
            .skip(self.top)
            .take(area.height as usize)
        {
            let (meaning, text, indent) = match line {
                Line::Head(text) => (Meaning::Title, text.clone(), 0),
                Line::Told(text) => (Meaning::Text, text.clone(), 2),
                Line::Fault(text) => (Meaning::Refused, text.clone(), 2),
                Line::Doubt(text) => (Meaning::Refused, format!("? {text}"), 2),
                Line::Label(Label {
                    label, part, told, ..
                }) => (
                    Meaning::Text,
                    format!("{label} · {} · {told}", part.word()),
                    4,
                ),
                Line::Column(Column {
                    name, out: true, ..
                }) => (Meaning::Quiet, format!("{name} · left out"), 2),
                Line::Column(Column {
                    name,
                    personal,
                    told,
                    ..
                }) => (
                    if *personal {
                        Meaning::Refused
                    } else {
                        Meaning::Text
                    },
                    format!("{name} · {told}"),
                    2,
                ),
            };
            let meaning = if Some(place) == chosen {
                Meaning::Current
            } else {
                meaning
            };
            let text = harmless::one_line(&text);
            wrap::wrap(
                &text,
                crate::text::Span::of(0, text.len()),
                inner.saturating_sub(indent) as usize,
                |row| {
                    rows.push((
                        meaning,
                        format!(
                            "{}{}",
                            " ".repeat(indent as usize),
                            row.text(&text).trim_end()
                        ),
                    ));
                },
            );
        }
        let height = (rows.len() as u16 + 2).clamp(3, area.height);
        let title = match Preview::outlook(desk) {
            Outlook::Reading => "Importing",
            Outlook::Something => "What would be imported",
            Outlook::Refused => "Nothing can be imported",
            Outlook::Nothing => "There is nothing new to import",
        };
        let from = if self.top > 0 {
            format!(" (from line {})", self.top + 1)
        } else {
            String::new()
        };
        let title = format!("{title}{from}");
        let inside = canvas.frame(foot(area, width, height), &title);
        for (y, (meaning, row)) in (inside.top()..inside.bottom()).zip(&rows) {
            canvas.put(inside.x, y, inside.right(), row, canvas.style(*meaning));
        }
    }

    fn hints(&self, desk: &Desk) -> Vec<Hint> {
        let hint = |deed, word| desk.hint(deed, word);
        match Preview::outlook(desk) {
            Outlook::Reading => vec![hint(Deed::Leave, "stop")],
            Outlook::Something => {
                let mut hints = vec![
                    hint(Deed::Answer, "import"),
                    hint(Deed::Leave, "leave it"),
                    hint(Deed::Next, "scroll"),
                ];
                let lines = self.lines(desk);
                let choices = self.choices(&lines, desk);
                match choices
                    .get(self.standing(&lines, &choices))
                    .map(|at| &lines[*at])
                {
                    Some(Line::Label(label)) => {
                        hints.push(hint(Deed::GoOn, label.part.next().word()))
                    }
                    Some(Line::Column(column)) => hints.push(hint(
                        Deed::GoOn,
                        if column.out { "bring in" } else { "leave out" },
                    )),
                    Some(_) => hints.push(hint(
                        Deed::GoOn,
                        if self.joined {
                            "one each"
                        } else {
                            "one person"
                        },
                    )),
                    None => {}
                }
                hints
            }
            Outlook::Refused => vec![hint(Deed::Leave, "back"), hint(Deed::Next, "scroll")],
            Outlook::Nothing => vec![hint(Deed::Leave, "close"), hint(Deed::Next, "scroll")],
        }
    }
}
