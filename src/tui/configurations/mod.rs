//! Configurations by mechanism: which circumstances and outcomes are told of
//! each, what is missing, and the quotes for and against.

mod actions;
pub mod ask;

pub use actions::ACTIONS;

use super::{
    canvas::Canvas,
    desk::Desk,
    input::{Did, Mouse},
    list::List,
    theme::Meaning,
    view::View,
};
use crate::evidence::configurations::grouped;
use crate::study::{
    Configuration, Id, Polarity, Study, configuration::Part, quote::CodedText, theory::QuoteAt,
};
use crate::text::{harmless, number};
use ratatui::layout::Rect;

/// A row of the list.
enum Row {
    /// A mechanism, and how many configurations name it.
    Group(String, usize),
    /// A configuration.
    One(Line),
}

/// A configuration in a row.
struct Line {
    id: Id<Configuration>,
    number: usize,
    /// Whether it is part of the merged one above it.
    inner: bool,
    parts: [String; 3],
    /// Quotes for, against and nuancing.
    balance: String,
    missing: String,
}

/// The configurations on the screen.
#[derive(Default)]
pub struct Configurations {
    revision: Option<u64>,
    rows: Vec<Row>,
    list: List,
    marked: Vec<Id<Configuration>>,
    /// The quote of the configuration one stands on.
    quote: usize,
    area: Rect,
}

/// Rows at the foot for what is told of a configuration.
const ABOUT: u16 = 9;

impl Configurations {
    fn line(&self) -> Option<&Line> {
        match self.rows.get(self.list.at())? {
            Row::One(line) => Some(line),
            Row::Group(..) => None,
        }
    }

    /// The configuration one stands on.
    fn here(&self) -> Option<Id<Configuration>> {
        self.line().map(|line| line.id)
    }

    /// Its quotes.
    fn quotes(&self, study: &Study) -> Vec<(QuoteAt, Polarity)> {
        self.here()
            .map(|id| study.told(id).collect())
            .unwrap_or_default()
    }

    /// Down or up, over headings.
    fn step(&mut self, by: isize) {
        let before = self.list.at();
        self.list.step(by);
        let group = |list: &List, rows: &[Row]| matches!(rows.get(list.at()), Some(Row::Group(..)));
        while group(&self.list, &self.rows)
            && self.list.at() + 1 < self.rows.len()
            && (by > 0 || self.list.at() > 0)
        {
            self.list.step(by.signum());
        }
        if group(&self.list, &self.rows) {
            self.list.go(if by > 0 { before } else { 1 });
        }
        self.quote = 0;
    }

    fn gather(&mut self, study: &Study) {
        let stood_on = self.here();
        let merged = study.merged();
        self.rows.clear();
        for group in grouped(study) {
            self.rows.push(Row::Group(
                harmless::one_line(&group.name),
                group.configurations.len(),
            ));
            self.rows.extend(
                group
                    .configurations
                    .iter()
                    .map(|one| Row::One(Line::new(study, one, merged.contains(&one.id)))),
            );
        }
        self.marked.retain(|id| study.configuration(*id).is_some());
        let place = self
            .rows
            .iter()
            .position(|row| matches!(row, Row::One(line) if Some(line.id) == stood_on));
        let last = self.rows.iter().rposition(|row| matches!(row, Row::One(_)));
        if let Some(place) = place
            .or(last.filter(|last| self.list.at() > *last))
            .or(last.map(|_| 1).filter(|_| self.here().is_none()))
        {
            self.list.go(place);
        }
    }

    fn list_rows(&self) -> u16 {
        self.area
            .height
            .saturating_sub(2 + ABOUT.min(self.area.height / 2))
    }

    fn draw_about(&self, desk: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
        let study = desk.study();
        let rule = canvas.style(Meaning::Rule);
        for x in area.left()..area.right() {
            canvas.put(x, area.y, area.right(), "─", rule);
        }
        let Some(known) = self.here().and_then(|id| study.configuration(id)) else {
            return;
        };
        let room = Rect {
            x: area.x + 1,
            y: area.y + 1,
            width: area.width.saturating_sub(2),
            height: area.height.saturating_sub(1),
        };
        let statement = known
            .body
            .statement
            .map(|id| study.words(id).unwrap_or("its statement has been erased"));
        let (text, look) = match statement {
            Some(text) => (harmless::one_line(text), Meaning::Text),
            None => {
                let key = desk.key("write_statement");
                (
                    format!("No statement yet; {key} writes it: if … then … because …"),
                    Meaning::Quiet,
                )
            }
        };
        let mut y = room.y
            + canvas.paragraph(
                Rect {
                    height: room.height.min(3),
                    ..room
                },
                &text,
                canvas.style(look),
            );
        let numbers = |ids: &[Id<Configuration>]| {
            ids.iter()
                .map(|id| study.configuration_number(*id).to_string())
                .collect::<Vec<_>>()
                .join(", ")
        };
        let mut chain = Vec::new();
        if !known.body.derived_from.is_empty() {
            chain.push(format!("merged from {}", numbers(&known.body.derived_from)));
        }
        chain.extend(
            known
                .body
                .next
                .map(|next| format!("its outcome is the context of {}", numbers(&[next]))),
        );
        let before: Vec<_> = study
            .configurations()
            .filter(|other| other.body.next == Some(known.id))
            .map(|other| other.id)
            .collect();
        if !before.is_empty() {
            chain.push(format!("follows {}", numbers(&before)));
        }
        if !chain.is_empty() {
            canvas.put_cut(
                room.x,
                y,
                room.right(),
                &chain.join(" · "),
                canvas.style(Meaning::Quiet),
            );
            y += 1;
        }
        for (place, (at, polarity)) in self
            .quotes(study)
            .into_iter()
            .enumerate()
            .skip(self.quote.saturating_sub(2))
        {
            if y >= room.bottom() {
                break;
            }
            let Some(document) = study.document(at.document) else {
                continue;
            };
            let found = CodedText::new(study, document).quote(at.span);
            let who = found.voice();
            let words = harmless::one_line(&format!(
                "“{}” ({who}, {})",
                found.words(),
                document.body.title
            ));
            canvas.put(
                room.x,
                y,
                room.right(),
                &polarity.sign().to_string(),
                canvas.style(Meaning::Key),
            );
            canvas.put_cut(
                room.x + 2,
                y,
                room.right(),
                &words,
                canvas.style(Meaning::Text),
            );
            if place == self.quote {
                canvas.restyle(
                    Rect {
                        y,
                        height: 1,
                        ..room
                    },
                    canvas.style(Meaning::Current),
                );
            }
            y += 1;
        }
    }
}

impl Line {
    fn new(study: &Study, configuration: &Configuration, inner: bool) -> Line {
        let of = |wanted: Polarity| {
            study
                .told(configuration.id)
                .filter(|(_, polarity)| *polarity == wanted)
                .count()
        };
        let missing: Vec<String> = configuration
            .body
            .missing()
            .map(|part| part.letter().to_string())
            .collect();
        Line {
            id: configuration.id,
            number: study.configuration_number(configuration.id),
            inner,
            parts: Part::ALL.map(|part| harmless::one_line(&study.part_name(configuration, part))),
            balance: Polarity::ALL
                .map(|polarity| format!("{}{}", polarity.sign(), of(polarity)))
                .join(" "),
            missing: if missing.is_empty() {
                String::new()
            } else {
                format!("no {}", missing.join(", "))
            },
        }
    }

    fn draw(&self, marked: bool, canvas: &mut Canvas<'_>, area: Rect) {
        let (y, end) = (area.y, area.right());
        let mark = if marked { "*" } else { " " };
        let inner = if self.inner { "  └ " } else { "" };
        let x = canvas.put(
            area.x,
            y,
            end,
            &format!("{mark}{inner}{:>3} ", self.number),
            canvas.style(Meaning::Quiet),
        );
        let tail = canvas.put_right(y, end, &self.balance, canvas.style(Meaning::Quiet));
        let tail = canvas
            .put_right(
                y,
                tail.saturating_sub(1),
                &self.missing,
                canvas.style(Meaning::Match),
            )
            .min(tail);
        let each = tail.saturating_sub(x + 1) / 3;
        for (place, (part, words)) in Part::ALL.iter().zip(&self.parts).enumerate() {
            let from = x + place as u16 * each;
            let at = canvas.put(
                from,
                y,
                from + each,
                part.letter().encode_utf8(&mut [0; 4]),
                canvas.style(Meaning::Key),
            );
            canvas.put_cut(
                at + 1,
                y,
                (from + each).saturating_sub(1),
                words,
                canvas.style(Meaning::Text),
            );
        }
    }
}

impl View for Configurations {
    fn settle(&mut self, desk: &Desk, area: Rect) {
        self.area = area;
        let study = desk.study();
        if self.revision.replace(study.revision()) != Some(study.revision()) {
            self.gather(study);
        }
        self.quote = self.quote.min(self.quotes(study).len().saturating_sub(1));
        self.list.settle(self.rows.len(), self.list_rows(), |_| 1);
    }

    fn draw(&self, desk: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
        let (left, end) = (area.x + 1, area.right().saturating_sub(1));
        canvas.put(
            left,
            area.y,
            end,
            "Configurations",
            canvas.style(Meaning::Title),
        );
        if self.rows.is_empty() {
            let room = Rect {
                x: left,
                y: area.y + 2,
                width: area.width.saturating_sub(2),
                height: area.height.saturating_sub(2),
            };
            let (key, there) = (desk.key("add_configuration"), desk.key("configure"));
            let why = format!(
                "A configuration says in which circumstances (C) which mechanism (M) led to which outcome (O). There is none yet: \
                 {key} puts one together here, {there} in a transcript from the words it is told in."
            );
            canvas.paragraph(room, &why, canvas.style(Meaning::Text));
            return;
        }
        let partial = self
            .rows
            .iter()
            .filter(|row| matches!(row, Row::One(line) if !line.missing.is_empty()))
            .count();
        let count = self
            .rows
            .iter()
            .filter(|row| matches!(row, Row::One(_)))
            .count();
        let about = format!(
            "{} · {partial} partial",
            number::some(count, "configuration")
        );
        canvas.put(left + 16, area.y, end, &about, canvas.style(Meaning::Quiet));
        let rows = Rect {
            y: area.y + 2,
            height: self.list_rows(),
            ..area
        };
        for (y, (place, row)) in
            (rows.top()..rows.bottom()).zip(self.rows.iter().enumerate().skip(self.list.top()))
        {
            match row {
                Row::Group(name, count) => {
                    let x = canvas.put(left, y, end, name, canvas.style(Meaning::Title));
                    canvas.put(
                        x + 1,
                        y,
                        end,
                        &format!("({count})"),
                        canvas.style(Meaning::Quiet),
                    );
                }
                Row::One(line) => {
                    let room = Rect {
                        x: left,
                        y,
                        width: end.saturating_sub(left),
                        height: 1,
                    };
                    line.draw(self.marked.contains(&line.id), canvas, room);
                }
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
        let below = Rect {
            y: rows.bottom(),
            height: area.bottom().saturating_sub(rows.bottom()),
            ..area
        };
        self.draw_about(desk, canvas, below);
    }

    fn whereabouts(&self, _: &Desk) -> String {
        match (self.line(), self.rows.is_empty()) {
            (Some(line), _) => format!("configuration {}", line.number),
            (None, true) => "no configurations".into(),
            (None, false) => "configurations".into(),
        }
    }

    fn mouse(&mut self, mouse: Mouse, desk: &mut Desk) {
        let rows = Rect {
            y: self.area.y + 2,
            height: self.list_rows(),
            ..self.area
        };
        match mouse.did {
            Did::Wheel(by) => self.step(by.signum() as isize),
            Did::Press if rows.contains(mouse.at) => {
                let Some(place) = self.list.item_at(mouse.at.y - rows.y, |_| 1) else {
                    return;
                };
                if place == self.list.at() {
                    self.open(desk)
                } else {
                    self.list.go(place)
                }
            }
            _ => {}
        }
    }
}
