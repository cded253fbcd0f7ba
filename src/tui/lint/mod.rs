//! The checks on the reasoning: findings by severity, to jump to or to accept with a reason.

mod checked;
mod jump;

pub use checked::{CheckedFinding, LintJob};

use super::action::{Action, list_moves, view_actions};
use super::canvas::Canvas;
use super::context::{AppCommand, AppContext};
use super::jobs::AsyncValue;
use super::key::Mouse;
use super::layer::form::{FormDialog, FormField};
use super::list::ListState;
use super::theme::StyleRole;
use super::view::View;
use crate::evidence::lint::LintSeverity;
use crate::study::Command;
use crate::text::{number, sanitize};
use crate::tui::route::ViewKind;
use checked::check;
use ratatui::layout::Rect;

#[derive(Default)]
pub struct LintView {
    /// The findings at a revision of the study.
    findings: AsyncValue<LintJob>,
    /// Indices of the listed findings.
    listed: Vec<usize>,
    /// Number of open findings by severity, and of accepted ones.
    open_counts: [usize; 3],
    accepted: usize,
    /// Lists accepted findings, too.
    all: bool,
    list: ListState,
    area: Rect,
}

/// Actions on findings and their default keys.
pub const ACTIONS: &[Action] = view_actions![
    LintView,
    ViewKind::Lint,
    (
        "open_finding",
        &["Enter", "l", "Right"],
        "go there",
        "Go to what the finding is about",
        LintView::jump,
    ),
    (
        "accept_finding",
        &["a"],
        "accept",
        "Accept the finding, with a reason; an empty reason reopens it",
        LintView::ask_accept,
    ),
    (
        "accepted_findings",
        &["t"],
        "accepted",
        "List accepted findings as well, or only open ones",
        LintView::toggle,
    ),
    (
        "renew_findings",
        &["R"],
        "",
        "Run the cancelled checks again",
        |view, _| view.findings.retry(),
    ),
    (
        "next_rule",
        &["J", "Tab"],
        "next rule",
        "Go to the first finding of the next rule",
        |view, _| view.by_rule(true),
    ),
    (
        "previous_rule",
        &["K", "Shift-Tab"],
        "",
        "Go to the first finding of the previous rule",
        |view, _| view.by_rule(false),
    ),
];

pub const MOVES: &[Action] = list_moves![
    ViewKind::Lint,
    [
        "next_finding",
        "previous_finding",
        "findings_down",
        "findings_up",
        "first_finding",
        "last_finding"
    ],
    ("finding", "findings"),
    ("ten", 10)
];

/// Rows above the list: what was checked, a blank.
const HEAD: u16 = 2;

impl LintView {
    /// The finding at an index of the list.
    fn finding(&self, place: usize) -> Option<&CheckedFinding> {
        self.findings.latest()?.get(*self.listed.get(place)?)
    }

    fn selected_finding(&self) -> Option<&CheckedFinding> {
        self.finding(self.list.selected())
    }

    fn jump(&mut self, context: &mut AppContext) {
        match self.selected_finding() {
            Some((finding, _)) => match jump::page(context.study(), finding) {
                Some(page) => context.send(AppCommand::Open(page)),
                None => context.notify(format!("{}: {}", finding.location(), finding.message)),
            },
            None => context.notify("No findings"),
        }
    }

    fn ask_accept(&mut self, context: &mut AppContext) {
        let Some((finding, reason)) = self.selected_finding() else {
            context.notify("There is nothing to accept");
            return;
        };
        let study = context.study();
        let key = finding
            .acceptance(study)
            .map_or_else(|| finding.key(study), |(key, _)| key);
        let about = format!("{} {}: {}", finding.rule.id, finding.place, finding.message);
        let part = FormField::new(
            "Reason why it is acceptable",
            reason.as_deref().unwrap_or_default(),
            3,
        );
        context.push_layer(
            FormDialog::new(
                "Accept the finding",
                &about,
                vec![part],
                move |_, context, texts| {
                    context.perform(Command::Accept {
                        finding: key.clone(),
                        reason: texts[0].clone(),
                    })
                },
            )
            .with_verb("accept"),
        );
    }

    fn toggle(&mut self, context: &mut AppContext) {
        self.all = !self.all;
        self.arrange();
        context.notify(if self.all {
            "Accepted findings are listed, too"
        } else {
            "Only open findings are listed"
        });
    }

    /// Moves to the first finding of the next (or previous) rule.
    fn by_rule(&mut self, forward: bool) {
        let rule = |place: usize| self.finding(place).map(|(finding, _)| finding.rule);
        let at = self.list.selected();
        let place = if forward {
            (at..self.listed.len()).find(|place| rule(*place) != rule(at))
        } else {
            (0..at)
                .rev()
                .find(|place| *place == 0 || rule(place - 1) != rule(*place))
        };
        if let Some(place) = place {
            self.list.select(place);
        }
    }

    /// Counts the findings, and lists them with or without accepted ones.
    fn arrange(&mut self) {
        let found = self.findings.latest().map_or(&[][..], Vec::as_slice);
        let open = |severity| {
            found
                .iter()
                .filter(|(known, reason)| reason.is_none() && known.rule.severity == severity)
                .count()
        };
        self.open_counts = [
            LintSeverity::Error,
            LintSeverity::Warning,
            LintSeverity::Note,
        ]
        .map(open);
        self.accepted = found.len() - self.open_counts.iter().sum::<usize>();
        self.listed = (0..found.len())
            .filter(|place| self.all || found[*place].1.is_none())
            .collect();
    }

    /// Rows at the foot that describe the selected finding.
    fn about_rows(&self) -> u16 {
        if self.area.height >= 14 { 7 } else { 0 }
    }

    fn rows(&self) -> Rect {
        let head = HEAD.min(self.area.height);
        Rect {
            y: self.area.y + head,
            height: (self.area.height - head).saturating_sub(self.about_rows()),
            ..self.area
        }
    }

    fn draw_row(&self, canvas: &mut Canvas<'_>, y: u16, place: usize) {
        let Some((finding, accepted)) = self.finding(place) else {
            return;
        };
        let (left, end) = (self.area.x + 1, self.area.right() - 1);
        let role = match finding.rule.severity {
            _ if accepted.is_some() => StyleRole::Muted,
            LintSeverity::Error => StyleRole::Error,
            LintSeverity::Warning => StyleRole::Key,
            LintSeverity::Note => StyleRole::Muted,
        };
        let sign = if accepted.is_some() {
            '✓'
        } else {
            finding.rule.severity.sign()
        };
        canvas.put(left, y, end, &sign.to_string(), canvas.style(role));
        canvas.put(left + 2, y, end, finding.rule.id, canvas.style(role));
        let place_end = left + 7 + ((end - left) / 3).clamp(16, 44);
        let text = canvas.style(if accepted.is_some() {
            StyleRole::Muted
        } else {
            StyleRole::Text
        });
        canvas.put_cut(
            left + 6,
            y,
            place_end,
            &sanitize::sanitize_line(&finding.place),
            text,
        );
        canvas.put_cut(
            place_end + 1,
            y,
            end,
            &sanitize::sanitize_line(&finding.message),
            canvas.style(StyleRole::Muted),
        );
    }

    fn draw_about(&self, canvas: &mut Canvas<'_>) {
        let (rows, rule) = (self.about_rows(), canvas.style(StyleRole::Rule));
        let Some((finding, accepted)) = self.selected_finding().filter(|_| rows > 0) else {
            return;
        };
        let area = Rect {
            y: self.area.bottom() - rows,
            height: rows,
            ..self.area
        };
        for x in area.left()..area.right() {
            canvas.put(x, area.y, area.right(), "─", rule);
        }
        let heading = format!(
            "{} {} · {}",
            finding.rule.id,
            finding.rule.name,
            finding.rule.severity.name()
        );
        let x = canvas.put(
            area.x + 1,
            area.y + 1,
            area.right(),
            &heading,
            canvas.style(StyleRole::Title),
        );
        let at = sanitize::sanitize_line(&finding.location());
        canvas.put_cut(
            x + 2,
            area.y + 1,
            area.right() - 1,
            &at,
            canvas.style(StyleRole::Muted),
        );
        let mut room = Rect {
            x: area.x + 1,
            y: area.y + 2,
            width: area.width - 2,
            height: rows - 2,
        };
        let mut paragraph = |text: &str, role: StyleRole| {
            let used = canvas.paragraph(room, text, canvas.style(role));
            (room.y, room.height) = (room.y + used, room.height.saturating_sub(used));
        };
        paragraph(&sanitize::sanitize_line(&finding.message), StyleRole::Text);
        match accepted {
            Some(reason) => paragraph(
                &format!("Accepted: {}", sanitize::sanitize_line(reason)),
                StyleRole::Success,
            ),
            None => paragraph(finding.rule.source, StyleRole::Muted),
        }
    }
}

impl View for LintView {
    fn kind(&self) -> ViewKind {
        ViewKind::Lint
    }

    fn step(&mut self, rows: isize) {
        self.list.step(rows);
    }

    fn cancel_job(&self, context: &AppContext) -> bool {
        context.jobs.of::<LintJob>().cancel_if_running()
    }

    fn update(&mut self, context: &AppContext, area: Rect) {
        self.area = area;
        let study = context.study();
        if self.findings.update(context, study.revision(), check) {
            self.arrange();
        }
        self.list
            .update(self.listed.len(), self.rows().height, |_| 1);
    }

    fn draw(&self, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
        let (left, end) = (area.x + 1, area.right() - 1);
        let x = canvas.put(
            left,
            area.y,
            end,
            "Checks on the reasoning",
            canvas.style(StyleRole::Title),
        );
        let counted = [
            LintSeverity::Error,
            LintSeverity::Warning,
            LintSeverity::Note,
        ]
        .into_iter()
        .zip(self.open_counts)
        .filter(|(_, count)| *count > 0);
        let mut about: Vec<String> = counted
            .map(|(severity, count)| number::count_noun(count, severity.name()))
            .collect();
        if self.accepted > 0 {
            about.push(format!("{} accepted", self.accepted));
        }
        let about = about.join(" · ");
        let progress = self
            .findings
            .progress_text("Checking", "renew_findings", context);
        let shown = self.findings.latest().is_some();
        let right = canvas.put_right(
            area.y,
            end,
            progress.as_deref().filter(|_| shown).unwrap_or_default(),
            canvas.style(StyleRole::Key),
        );
        canvas.put_cut(
            x + 2,
            area.y,
            right.saturating_sub(1),
            &about,
            canvas.style(StyleRole::Muted),
        );
        if self.listed.is_empty() {
            let room = Rect {
                x: left,
                y: area.y + 2,
                width: area.width - 2,
                height: area.height.saturating_sub(2),
            };
            let why = if let Some(progress) = progress.filter(|_| !shown) {
                progress
            } else if self.accepted > 0 {
                format!(
                    "No findings except accepted ones; {} lists them.",
                    context.key_for("accepted_findings")
                )
            } else {
                "No findings. The checks look at indicators, links and verdicts, and at what reports print (`virk reported import FILE`)."
                    .to_owned()
            };
            canvas.paragraph(room, &why, canvas.style(StyleRole::Text));
            return;
        }
        let rows = self.rows();
        for (y, place) in (rows.top()..rows.bottom()).zip(self.list.top()..self.listed.len()) {
            self.draw_row(canvas, y, place);
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
        self.draw_about(canvas);
    }

    fn status_text(&self, _: &AppContext) -> String {
        match self.listed.len() {
            0 if self.findings.latest().is_none() => String::new(),
            0 => "no findings".into(),
            count => format!("finding {} of {count}", self.list.selected() + 1),
        }
    }

    fn handle_mouse(&mut self, mouse: Mouse, context: &mut AppContext) {
        let rows = self.rows();
        if self.list.handle_mouse(mouse, rows) {
            self.jump(context);
        }
    }
}
