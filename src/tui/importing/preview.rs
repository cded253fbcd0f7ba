//! The preview of an import, line by line, before anything changes.

use super::read_files::LabelCorrections;
use crate::import::shared_labels;
use crate::study::Command;
use crate::text::{sanitize, wrap};
use crate::tui::canvas::Canvas;
use crate::tui::context::AppContext;
use crate::tui::import_preview::ImportJob;
use crate::tui::import_preview::{
    ImportPreview, LabelRole, PreviewColumn, PreviewLabel, PreviewLine,
};
use crate::tui::job_runner::JobState;
use crate::tui::key::Input;
use crate::tui::layer::dialog_action::{DialogAction, PAGE};
use crate::tui::layer::{KeyHint, Layer, LayerResponse, foot};
use crate::tui::theme::StyleRole;
use crate::tui::view::View;
use ratatui::layout::Rect;
use std::path::PathBuf;

/// Reads the files with the user's corrections to labels and columns.
type RereadFn = Box<dyn Fn(&mut AppContext, &LabelCorrections)>;

/// The dialog, first while files are being read, then with the preview.
pub struct ImportDialog {
    top: usize,
    /// Index of the selected line among those that can be corrected.
    chosen: usize,
    /// The label corrected last: the selection stays on it, wherever it is after the files are read
    /// again.
    last_changed: Option<(PathBuf, String)>,
    corrections: LabelCorrections,
    /// Present if labels or columns can be corrected.
    reread: Option<RereadFn>,
    /// Treats a label that names nobody as one person in all documents.
    join_shared_labels: bool,
    /// Reopens the form with its input, if nothing could be imported.
    ask_again: Box<dyn Fn(&mut AppContext)>,
}

/// What Enter would do.
enum ImportOutlook {
    /// Not known yet.
    Reading,
    /// It would import something.
    Something,
    /// The files cannot be imported.
    Refused,
    /// There is nothing new in the files.
    Nothing,
}

/// Widest useful preview.
const WIDTH: u16 = 100;
/// The dialog is at least this high on every screen, so a line this close to the top is visible.
const KEPT_IN_SIGHT: usize = 8;

impl ImportDialog {
    /// Shows the result of the import job; `again` reopens the form that started it.
    pub fn new(again: impl Fn(&mut AppContext) + 'static) -> ImportDialog {
        ImportDialog {
            top: 0,
            chosen: 0,
            last_changed: None,
            corrections: LabelCorrections::new(),
            reread: None,
            join_shared_labels: false,
            ask_again: Box::new(again),
        }
    }

    /// The same for files whose labels can be corrected; `read` reads them again.
    pub fn with_reread(
        self,
        read: impl Fn(&mut AppContext, &LabelCorrections) + 'static,
    ) -> ImportDialog {
        ImportDialog {
            reread: Some(Box::new(read)),
            ..self
        }
    }

    /// Indices of the lines that can be corrected.
    fn choices(&self, lines: &[PreviewLine], context: &AppContext) -> Vec<usize> {
        let shared = usize::from(self.reread.is_some() && ImportDialog::shares_labels(context));
        let can = |(place, line): (usize, &PreviewLine)| {
            (place < shared || matches!(line, PreviewLine::Label(_) | PreviewLine::Column(_)))
                .then_some(place)
        };
        lines.iter().enumerate().filter_map(can).collect()
    }

    /// Index into `choices` of the selected line.
    fn standing(&self, lines: &[PreviewLine], choices: &[usize]) -> usize {
        let held = self.last_changed.as_ref().and_then(|(file, label)| {
            choices.iter().position(|at| match &lines[*at] {
                PreviewLine::Label(one) => one.file == *file && one.label == *label,
                PreviewLine::Column(one) => one.file == *file && one.name == *label,
                _ => false,
            })
        });
        held.unwrap_or(self.chosen)
            .min(choices.len().saturating_sub(1))
    }

    /// Selects another correctable line, or scrolls if there is none.
    fn go(&mut self, by: isize, context: &AppContext) {
        let lines = self.lines(context);
        let choices = self.choices(&lines, context);
        if choices.is_empty() {
            self.top = self
                .top
                .saturating_add_signed(by)
                .min(lines.len().saturating_sub(1));
            return;
        }
        let before = self.standing(&lines, &choices);
        self.last_changed = None;
        self.chosen = before.saturating_add_signed(by).min(choices.len() - 1);
        if self.chosen == before {
            // At the first and the last choice keep scrolling, to reach the lines beyond.
            self.top = self
                .top
                .saturating_add_signed(by)
                .min(lines.len().saturating_sub(1));
            return;
        }
        let at = choices[self.chosen];
        // Scroll far enough to show the file's name and format above the line.
        self.top = if at < self.top || at >= self.top + KEPT_IN_SIGHT {
            at.saturating_sub(2)
        } else {
            self.top
        };
    }

    /// Cycles the role of the selected label, or excludes the column, and reads the files again.
    fn change(&mut self, context: &mut AppContext) {
        let lines = self.lines(context);
        let choices = self.choices(&lines, context);
        let Some(at) = choices.get(self.standing(&lines, &choices)) else {
            return;
        };
        if let PreviewLine::Column(wanted) = &lines[*at] {
            let columns = lines.iter().filter_map(|line| {
                if let PreviewLine::Column(column) = line {
                    Some(column)
                } else {
                    None
                }
            });
            let out = columns.filter(|column| column.excluded != (column.name == wanted.name));
            // For a transcript, "not a speaker" excludes a label; for a survey, it excludes a
            // column.
            self.corrections.insert(
                wanted.file.clone(),
                out.map(|column| (column.name.clone(), LabelRole::NotASpeaker))
                    .collect(),
            );
            self.last_changed = Some((wanted.file.clone(), wanted.name.clone()));
            if let Some(read) = &self.reread {
                read(context, &self.corrections);
            }
            return;
        }
        let PreviewLine::Label(wanted) = &lines[*at] else {
            self.join_shared_labels = !self.join_shared_labels;
            return;
        };
        let own = lines.iter().filter_map(|line| match line {
            PreviewLine::Label(label) if label.file == wanted.file => Some(label),
            _ => None,
        });
        let roles = own.map(|label| {
            let part = if label.label == wanted.label {
                label.role.next()
            } else {
                label.role
            };
            (label.label.clone(), part)
        });
        self.corrections
            .insert(wanted.file.clone(), roles.collect());
        self.last_changed = Some((wanted.file.clone(), wanted.label.clone()));
        if let Some(read) = &self.reread {
            read(context, &self.corrections);
        }
    }

    /// Imports; returns whether the dialog is done.
    fn import(&self, context: &mut AppContext) -> bool {
        let Some(read) = context.jobs.of::<ImportJob>().answer(&()) else {
            context.notify(format!(
                "Still reading; {} stops",
                context.keymap.first_key_for(DialogAction::Cancel)
            ));
            return false;
        };
        let (commands, table) = match &*read {
            Ok(ImportPreview {
                commands,
                pseudonyms: table,
                ..
            }) if !commands.is_empty() => (commands, table),
            _ => {
                context.notify(format!(
                    "There is nothing to import; {} closes",
                    context.keymap.first_key_for(DialogAction::Cancel)
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
            context.notify_refusal(refusal);
            return false;
        }
        let mut commands = commands.clone();
        if self.join_shared_labels {
            shared_labels::join_shared_labels(context.study(), &mut commands);
        }
        context.perform(Command::All(commands))
    }

    fn outlook(context: &AppContext) -> ImportOutlook {
        let Some(read) = context.jobs.of::<ImportJob>().answer(&()) else {
            return ImportOutlook::Reading;
        };
        match &*read {
            Ok(brought) if !brought.commands.is_empty() => ImportOutlook::Something,
            Ok(brought)
                if brought
                    .lines
                    .iter()
                    .all(|line| !matches!(line, PreviewLine::Error(_))) =>
            {
                ImportOutlook::Nothing
            }
            _ => ImportOutlook::Refused,
        }
    }

    /// True if labels that name nobody occur in several documents.
    fn shares_labels(context: &AppContext) -> bool {
        context
            .jobs
            .of::<ImportJob>()
            .answer(&())
            .is_some_and(|read| matches!(&*read, Ok(brought) if !brought.labels.is_empty()))
    }

    fn lines(&self, context: &AppContext) -> Vec<PreviewLine> {
        match context.jobs.of::<ImportJob>().state(&()) {
            None | Some(JobState::Cancelled) => Vec::new(),
            Some(JobState::Running(None)) => vec![PreviewLine::ReadAs("Reading …".into())],
            Some(JobState::Running(Some(reached))) => {
                vec![PreviewLine::ReadAs(format!("Reading: {reached}"))]
            }
            Some(JobState::Done(read)) => match &*read {
                Ok(brought) => {
                    let key = context.keymap.first_key_for(DialogAction::NextField);
                    let way = match self.join_shared_labels {
                        true => format!("{key} makes one informant of each"),
                        false => format!("{key} makes them one person"),
                    };
                    let labels = brought.labels.iter().map(|label| {
                        PreviewLine::ReadAs(label.describe(self.join_shared_labels, &way))
                    });
                    labels.chain(brought.lines.iter().cloned()).collect()
                }
                Err(refusal) => vec![
                    PreviewLine::Error(refusal.what.clone()),
                    PreviewLine::ReadAs(refusal.hint.clone()),
                ],
            },
        }
    }
}

impl Layer for ImportDialog {
    fn handle_input(
        &mut self,
        input: &Input,
        _: &mut dyn View,
        context: &mut AppContext,
    ) -> LayerResponse {
        let last = self.lines(context).len().saturating_sub(1);
        match context.dialog_action(input) {
            Some(DialogAction::Cancel) => {
                match ImportDialog::outlook(context) {
                    ImportOutlook::Refused => (self.ask_again)(context),
                    _ => context.notify("Nothing was imported"),
                }
                context.jobs.of::<ImportJob>().cancel();
                return LayerResponse::Close;
            }
            Some(DialogAction::NextField) => self.change(context),
            Some(DialogAction::Confirm) if self.import(context) => {
                context.jobs.of::<ImportJob>().cancel();
                return LayerResponse::Close;
            }
            Some(DialogAction::Next) => self.go(1, context),
            Some(DialogAction::Previous) => self.go(-1, context),
            Some(DialogAction::PageDown) => self.top = (self.top + PAGE).min(last),
            Some(DialogAction::PageUp) => self.top = self.top.saturating_sub(PAGE),
            _ => {}
        }
        LayerResponse::Consumed
    }

    fn draw(&self, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
        let lines = self.lines(context);
        let width = WIDTH.min(area.width);
        let inner = width.saturating_sub(4);
        // Only visible lines are wrapped: a folder may contain hundreds of files.
        let mut rows: Vec<(StyleRole, String)> = Vec::new();
        let choices = self.choices(&lines, context);
        let chosen = choices.get(self.standing(&lines, &choices)).copied();
        for (place, line) in lines
            .iter()
            .enumerate()
            .skip(self.top)
            .take(area.height as usize)
        {
            let (role, text, indent) = match line {
                PreviewLine::FileHeading(text) => (StyleRole::Title, text.clone(), 0),
                PreviewLine::ReadAs(text) => (StyleRole::Text, text.clone(), 2),
                PreviewLine::Error(text) => (StyleRole::Error, text.clone(), 2),
                PreviewLine::Warning(text) => (StyleRole::Error, format!("? {text}"), 2),
                PreviewLine::Label(PreviewLabel {
                    label,
                    role: part,
                    summary: told,
                    ..
                }) => (
                    StyleRole::Text,
                    format!("{label} · {} · {told}", <&str>::from(part)),
                    4,
                ),
                PreviewLine::Column(PreviewColumn {
                    name,
                    excluded: true,
                    ..
                }) => (StyleRole::Muted, format!("{name} · left out"), 2),
                PreviewLine::Column(PreviewColumn {
                    name,
                    personal,
                    summary: told,
                    ..
                }) => (
                    if *personal {
                        StyleRole::Error
                    } else {
                        StyleRole::Text
                    },
                    format!("{name} · {told}"),
                    2,
                ),
            };
            let role = if Some(place) == chosen {
                StyleRole::Current
            } else {
                role
            };
            let text = sanitize::sanitize_line(&text);
            wrap::wrap(
                &text,
                crate::text::Span::of(0, text.len()),
                inner.saturating_sub(indent) as usize,
                |row| {
                    rows.push((
                        role,
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
        let title = match ImportDialog::outlook(context) {
            ImportOutlook::Reading => "Importing",
            ImportOutlook::Something => "What would be imported",
            ImportOutlook::Refused => "Nothing can be imported",
            ImportOutlook::Nothing => "There is nothing new to import",
        };
        let from = if self.top > 0 {
            format!(" (from line {})", self.top + 1)
        } else {
            String::new()
        };
        let title = format!("{title}{from}");
        let inside = canvas.frame(foot(area, width, height), &title);
        for (y, (role, row)) in (inside.top()..inside.bottom()).zip(&rows) {
            canvas.put(inside.x, y, inside.right(), row, canvas.style(*role));
        }
    }

    fn hints(&self, context: &AppContext) -> Vec<KeyHint> {
        let hint = |action, word| context.dialog_hint(action, word);
        match ImportDialog::outlook(context) {
            ImportOutlook::Reading => vec![hint(DialogAction::Cancel, "stop")],
            ImportOutlook::Something => {
                let mut hints = vec![
                    hint(DialogAction::Confirm, "import"),
                    hint(DialogAction::Cancel, "skip"),
                    hint(DialogAction::Next, "scroll"),
                ];
                let lines = self.lines(context);
                let choices = self.choices(&lines, context);
                match choices
                    .get(self.standing(&lines, &choices))
                    .map(|at| &lines[*at])
                {
                    Some(PreviewLine::Label(label)) => {
                        hints.push(hint(DialogAction::NextField, label.role.next().into()))
                    }
                    Some(PreviewLine::Column(column)) => hints.push(hint(
                        DialogAction::NextField,
                        if column.excluded {
                            "import"
                        } else {
                            "leave out"
                        },
                    )),
                    Some(_) => hints.push(hint(
                        DialogAction::NextField,
                        if self.join_shared_labels {
                            "one each"
                        } else {
                            "one person"
                        },
                    )),
                    None => {}
                }
                hints
            }
            ImportOutlook::Refused => vec![
                hint(DialogAction::Cancel, "back"),
                hint(DialogAction::Next, "scroll"),
            ],
            ImportOutlook::Nothing => vec![
                hint(DialogAction::Cancel, "close"),
                hint(DialogAction::Next, "scroll"),
            ],
        }
    }
}
