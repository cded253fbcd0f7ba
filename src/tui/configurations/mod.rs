//! Configurations by mechanism: the circumstances and outcomes told of each, what is missing, and
//! the quotes for and against.

mod actions;
pub mod dialog;

pub use actions::{ACTIONS, MOVES};

use super::canvas::Canvas;
use super::context::AppContext;
use super::key::{Mouse, MouseKind};
use super::list::ListState;
use super::theme::StyleRole;
use super::view::View;
use crate::evidence::matrix::grouped;
use crate::study::configuration::ConfigurationPart;
use crate::study::quote::CodedText;
use crate::study::theory::QuoteAt;
use crate::study::{Configuration, Id, Polarity, Study};
use crate::text::{number, sanitize};
use crate::tui::route::ViewKind;
use ratatui::layout::Rect;

enum ConfigurationRow {
    /// A mechanism and the number of configurations that name it.
    Group(String, usize),
    One(ConfigurationLine),
}

struct ConfigurationLine {
    id: Id<Configuration>,
    number: usize,
    /// True if it belongs to the merged configuration above it.
    is_part_of_merged: bool,
    parts: [String; 3],
    /// Counts of quotes for, against and nuancing.
    balance: String,
    missing: String,
}

#[derive(Default)]
pub struct ConfigurationsView {
    revision: Option<u64>,
    rows: Vec<ConfigurationRow>,
    list: ListState,
    marked: Vec<Id<Configuration>>,
    /// Index of the selected quote of the selected configuration.
    quote: usize,
    area: Rect,
}

/// Rows at the foot that describe the selected configuration.
const ABOUT: u16 = 9;

impl ConfigurationsView {
    fn line(&self) -> Option<&ConfigurationLine> {
        match self.rows.get(self.list.selected())? {
            ConfigurationRow::One(line) => Some(line),
            ConfigurationRow::Group(..) => None,
        }
    }

    /// The selected configuration.
    fn selected_configuration(&self) -> Option<Id<Configuration>> {
        self.line().map(|line| line.id)
    }

    fn quotes(&self, study: &Study) -> Vec<(QuoteAt, Polarity)> {
        self.selected_configuration()
            .map(|id| study.configuration_polarities(id).collect())
            .unwrap_or_default()
    }

    /// Moves the selection, skipping headings.
    fn step(&mut self, by: isize) {
        let before = self.list.selected();
        self.list.step(by);
        let group = |list: &ListState, rows: &[ConfigurationRow]| {
            matches!(rows.get(list.selected()), Some(ConfigurationRow::Group(..)))
        };
        while group(&self.list, &self.rows)
            && self.list.selected() + 1 < self.rows.len()
            && (by > 0 || self.list.selected() > 0)
        {
            self.list.step(by.signum());
        }
        if group(&self.list, &self.rows) {
            self.list.select(if by > 0 { before } else { 1 });
        }
        self.quote = 0;
    }

    fn gather(&mut self, study: &Study) {
        let stood_on = self.selected_configuration();
        let merged = study.merged_configurations();
        self.rows.clear();
        for group in grouped(study) {
            self.rows.push(ConfigurationRow::Group(
                sanitize::sanitize_line(&group.name),
                group.configurations.len(),
            ));
            self.rows.extend(group.configurations.iter().map(|one| {
                ConfigurationRow::One(ConfigurationLine::new(study, one, merged.contains(&one.id)))
            }));
        }
        self.marked.retain(|id| study.configuration(*id).is_some());
        let place = self.rows.iter().position(
            |row| matches!(row, ConfigurationRow::One(line) if Some(line.id) == stood_on),
        );
        let last = self
            .rows
            .iter()
            .rposition(|row| matches!(row, ConfigurationRow::One(_)));
        if let Some(place) = place
            .or(last.filter(|last| self.list.selected() > *last))
            .or(last
                .map(|_| 1)
                .filter(|_| self.selected_configuration().is_none()))
        {
            self.list.select(place);
        }
    }

    fn list_rows(&self) -> u16 {
        self.area
            .height
            .saturating_sub(2 + ABOUT.min(self.area.height / 2))
    }

    fn draw_about(&self, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
        let study = context.study();
        let rule = canvas.style(StyleRole::Rule);
        for x in area.left()..area.right() {
            canvas.put(x, area.y, area.right(), "─", rule);
        }
        let Some(known) = self
            .selected_configuration()
            .and_then(|id| study.configuration(id))
        else {
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
        let (text, role) = match statement {
            Some(text) => (sanitize::sanitize_line(text), StyleRole::Text),
            None => {
                let key = context.key_for("write_statement");
                (
                    format!("No statement yet; {key} writes it: if … then … because …"),
                    StyleRole::Muted,
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
                canvas.style(role),
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
                canvas.style(StyleRole::Muted),
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
            let who = found.speaker();
            let words = sanitize::sanitize_line(&format!(
                "“{}” ({who}, {})",
                found.words(),
                document.body.title
            ));
            canvas.put(
                room.x,
                y,
                room.right(),
                &polarity.sign().to_string(),
                canvas.style(StyleRole::Key),
            );
            canvas.put_cut(
                room.x + 2,
                y,
                room.right(),
                &words,
                canvas.style(StyleRole::Text),
            );
            if place == self.quote {
                canvas.restyle(
                    Rect {
                        y,
                        height: 1,
                        ..room
                    },
                    canvas.style(StyleRole::Current),
                );
            }
            y += 1;
        }
    }
}

impl ConfigurationLine {
    fn new(study: &Study, configuration: &Configuration, inner: bool) -> ConfigurationLine {
        let of = |wanted: Polarity| {
            study
                .configuration_polarities(configuration.id)
                .filter(|(_, polarity)| *polarity == wanted)
                .count()
        };
        let missing: Vec<String> = configuration
            .body
            .missing()
            .map(|part| part.letter().to_string())
            .collect();
        ConfigurationLine {
            id: configuration.id,
            number: study.configuration_number(configuration.id),
            is_part_of_merged: inner,
            parts: ConfigurationPart::ALL
                .map(|part| sanitize::sanitize_line(&study.part_name(configuration, part))),
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
        let inner = if self.is_part_of_merged { "  └ " } else { "" };
        let x = canvas.put(
            area.x,
            y,
            end,
            &format!("{mark}{inner}{:>3} ", self.number),
            canvas.style(StyleRole::Muted),
        );
        let tail = canvas.put_right(y, end, &self.balance, canvas.style(StyleRole::Muted));
        let tail = canvas
            .put_right(
                y,
                tail.saturating_sub(1),
                &self.missing,
                canvas.style(StyleRole::Match),
            )
            .min(tail);
        let each = tail.saturating_sub(x + 1) / 3;
        for (place, (part, words)) in ConfigurationPart::ALL.iter().zip(&self.parts).enumerate() {
            let from = x + place as u16 * each;
            let at = canvas.put(
                from,
                y,
                from + each,
                part.letter().encode_utf8(&mut [0; 4]),
                canvas.style(StyleRole::Key),
            );
            canvas.put_cut(
                at + 1,
                y,
                (from + each).saturating_sub(1),
                words,
                canvas.style(StyleRole::Text),
            );
        }
    }
}

impl View for ConfigurationsView {
    fn kind(&self) -> ViewKind {
        ViewKind::Configurations
    }

    fn step(&mut self, rows: isize) {
        ConfigurationsView::step(self, rows);
    }

    fn update(&mut self, context: &AppContext, area: Rect) {
        self.area = area;
        let study = context.study();
        if self.revision.replace(study.revision()) != Some(study.revision()) {
            self.gather(study);
        }
        self.quote = self.quote.min(self.quotes(study).len().saturating_sub(1));
        self.list.update(self.rows.len(), self.list_rows(), |_| 1);
    }

    fn draw(&self, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
        let (left, end) = (area.x + 1, area.right().saturating_sub(1));
        canvas.put(
            left,
            area.y,
            end,
            "Configurations",
            canvas.style(StyleRole::Title),
        );
        if self.rows.is_empty() {
            let room = Rect {
                x: left,
                y: area.y + 2,
                width: area.width.saturating_sub(2),
                height: area.height.saturating_sub(2),
            };
            let (key, there) = (
                context.key_for("add_configuration"),
                context.key_for("configure"),
            );
            let why = format!(
                "A configuration says in which circumstances (C) which mechanism (M) led to which outcome (O). None yet: \
                 {key} puts one together here, {there} in a transcript from the words it is told in."
            );
            canvas.paragraph(room, &why, canvas.style(StyleRole::Text));
            return;
        }
        let partial = self
            .rows
            .iter()
            .filter(|row| matches!(row, ConfigurationRow::One(line) if !line.missing.is_empty()))
            .count();
        let count = self
            .rows
            .iter()
            .filter(|row| matches!(row, ConfigurationRow::One(_)))
            .count();
        let about = format!(
            "{} · {partial} partial",
            number::count_noun(count, "configuration")
        );
        canvas.put(
            left + 16,
            area.y,
            end,
            &about,
            canvas.style(StyleRole::Muted),
        );
        let rows = Rect {
            y: area.y + 2,
            height: self.list_rows(),
            ..area
        };
        for (y, (place, row)) in
            (rows.top()..rows.bottom()).zip(self.rows.iter().enumerate().skip(self.list.top()))
        {
            match row {
                ConfigurationRow::Group(name, count) => {
                    let x = canvas.put(left, y, end, name, canvas.style(StyleRole::Title));
                    canvas.put(
                        x + 1,
                        y,
                        end,
                        &format!("({count})"),
                        canvas.style(StyleRole::Muted),
                    );
                }
                ConfigurationRow::One(line) => {
                    let room = Rect {
                        x: left,
                        y,
                        width: end.saturating_sub(left),
                        height: 1,
                    };
                    line.draw(self.marked.contains(&line.id), canvas, room);
                }
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
        let below = Rect {
            y: rows.bottom(),
            height: area.bottom().saturating_sub(rows.bottom()),
            ..area
        };
        self.draw_about(context, canvas, below);
    }

    fn status_text(&self, _: &AppContext) -> String {
        match (self.line(), self.rows.is_empty()) {
            (Some(line), _) => format!("configuration {}", line.number),
            (None, true) => "no configurations".into(),
            (None, false) => "configurations".into(),
        }
    }

    fn handle_mouse(&mut self, mouse: Mouse, context: &mut AppContext) {
        let rows = Rect {
            y: self.area.y + 2,
            height: self.list_rows(),
            ..self.area
        };
        match mouse.kind {
            MouseKind::Wheel(by) => self.step(by.signum() as isize),
            MouseKind::Press if rows.contains(mouse.at) => {
                let Some(place) = self.list.item_at(mouse.at.y - rows.y, |_| 1) else {
                    return;
                };
                if place == self.list.selected() {
                    self.open(context)
                } else {
                    self.list.select(place)
                }
            }
            _ => {}
        }
    }
}
