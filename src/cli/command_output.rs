//! What a command prints: lines for people, or JSON for programs; progress, errors and exit codes.

use super::interrupt::Interrupt;
use crate::export::json::escape_json;
use crate::search::{Query, QuerySettings};
use crate::study::{ProgressMonitor, Refusal, Study};
use crate::text::{Span, full_sentence, sanitize, wrap};
use serde_json::{Value, json};
use std::io::{ErrorKind, IsTerminal, Write};
use std::ops::Range;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

/// Line width when the output is not a terminal.
const PIPED_WIDTH: usize = 100;
/// On a narrower terminal lines are left for the terminal to wrap.
const MIN_WIDTH: usize = 40;

const BOLD: &str = "\u{1b}[1m";
const RESET: &str = "\u{1b}[0m";

/// A query that could not be read, and the code points before the mistake in it.
#[derive(Clone, Debug)]
pub struct QueryMistake {
    pub query: String,
    pub at: usize,
}

/// Collected output of a command.
pub struct CommandOutput {
    text: String,
    notes: Vec<Refusal>,
    query_mistake: Option<QueryMistake>,
    columns: usize,
    on_terminal: bool,
    bold: bool,
}

impl CommandOutput {
    /// Empty output for standard output.
    pub fn new() -> CommandOutput {
        let terminal = std::io::stdout().is_terminal();
        let size = if terminal {
            crossterm::terminal::size().ok()
        } else {
            None
        };
        let columns = size.map_or(PIPED_WIDTH, |(columns, _)| {
            usize::from(columns).max(MIN_WIDTH)
        });
        let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        CommandOutput {
            text: String::new(),
            notes: Vec::new(),
            query_mistake: None,
            columns,
            on_terminal: terminal,
            bold: terminal && !plain,
        }
    }

    pub fn on_terminal(&self) -> bool {
        self.on_terminal
    }

    /// Line width in terminal cells.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Adds one line without wrapping it.
    pub fn line(&mut self, text: &str) {
        self.text.push_str(sanitize::sanitize_line(text).trim_end());
        self.text.push('\n');
    }

    /// Adds a wrapped paragraph.
    pub fn paragraph(&mut self, text: &str) {
        self.indented(0, text);
    }

    /// Adds a paragraph with every line indented.
    pub fn indented(&mut self, indent: usize, text: &str) {
        for line in wrapped_lines(text, self.columns.saturating_sub(indent)) {
            self.text.extend(std::iter::repeat_n(' ', indent));
            self.text.push_str(&line);
            self.text.push('\n');
        }
    }

    /// Adds a paragraph that begins with `mark`; further lines are indented by its width.
    pub fn hanging(&mut self, mark: &str, text: &str) {
        self.highlighted(mark, text, &[]);
    }

    /// A hanging paragraph in which `places` (byte ranges of `text`, in order) are emphasised on a
    /// terminal.
    pub fn highlighted(&mut self, mark: &str, text: &str, places: &[Range<usize>]) {
        let indent = wrap::width(mark);
        let mut lead = sanitize::sanitize_line(mark);
        let (columns, bold) = (self.columns.saturating_sub(indent), self.bold);
        wrap::wrap(text, Span::of(0, text.len()), columns, |line| {
            let end = line.start as usize + line.text(text).trim_end().len();
            self.text
                .push_str(&std::mem::replace(&mut lead, " ".repeat(indent)));
            let mut at = line.start as usize;
            let begin = at;
            for place in places
                .iter()
                .filter(|place| bold && place.start < end && place.end > begin)
            {
                let (from, to) = (place.start.max(at), place.end.min(end));
                let parts = [
                    &*sanitize::sanitize(&text[at..from]),
                    BOLD,
                    &*sanitize::sanitize(&text[from..to]),
                    RESET,
                ];
                self.text.extend(parts);
                at = to;
            }
            self.text
                .extend([&*sanitize::sanitize(&text[at..end]), "\n"]);
        });
    }

    /// Adds an empty line, but not at the top and never two in a row.
    pub fn blank_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Adds a heading, preceded by an empty line.
    pub fn heading(&mut self, text: &str) {
        self.blank_line();
        for line in wrapped_lines(text, self.columns) {
            let (on, off) = if self.bold { (BOLD, RESET) } else { ("", "") };
            self.text.extend([on, &line, off, "\n"]);
        }
    }

    /// Sets JSON as the only output.
    pub fn json(&mut self, value: &Value) {
        // A `Value` has string keys only: serialisation cannot fail.
        let json = serde_json::to_string_pretty(value).unwrap_or_default();
        self.text.push_str(&escape_json(&json));
        self.text.push('\n');
    }

    /// Adds the content of a file. It is passed on verbatim to other programs and sanitised for
    /// terminals.
    pub fn raw_text(&mut self, text: &str) {
        if self.on_terminal {
            self.text.push_str(&sanitize::sanitize(text))
        } else {
            self.text.push_str(text)
        }
    }

    /// Adds a remark for standard error.
    pub fn note(&mut self, note: Refusal) {
        self.notes.push(note);
    }

    pub fn notes(&self) -> &[Refusal] {
        &self.notes
    }

    /// Parses the query as the user typed it. The place of a mistake in it is kept, so that the
    /// report of the error can mark it below the query.
    pub fn parse_query(
        &mut self,
        text: &str,
        study: &Study,
        settings: QuerySettings,
    ) -> Result<Query, Refusal> {
        Query::parse_as(text, study, settings).map_err(|error| {
            self.query_mistake = error.at.map(|at| QueryMistake {
                query: text.to_owned(),
                at,
            });
            error.into()
        })
    }

    /// The mistake in the query, if that is why the command failed.
    pub fn query_mistake(&self) -> Option<&QueryMistake> {
        self.query_mistake.as_ref()
    }

    /// Prints the collected output. Fails if standard output cannot be written, unless because the
    /// reader closed it.
    pub fn print(&self) -> Result<(), Refusal> {
        let mut out = std::io::stdout().lock();
        match out
            .write_all(self.text.as_bytes())
            .and_then(|()| out.flush())
        {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Refusal::new(
                format!("cannot write the output: {error}"),
                "What the command was to change has been changed; see `virk log`",
            )),
            _ => Ok(()),
        }
    }
}

impl Default for CommandOutput {
    fn default() -> CommandOutput {
        CommandOutput::new()
    }
}

/// Sanitises `text` and wraps it to `columns` cells, without trailing spaces.
pub fn wrapped_lines(text: &str, columns: usize) -> Vec<String> {
    let text = sanitize::sanitize(text);
    let mut lines = Vec::new();
    wrap::wrap(&text, Span::of(0, text.len()), columns, |line| {
        lines.push(line.text(&text).trim_end().to_owned())
    });
    lines
}

/// Exit status of a command. A [`crate::study::Refusal`] exits with 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitStatus {
    /// Exits with 0.
    Done,
    /// Nothing was found, or a check failed; exits with 1.
    NothingFound,
}

impl ExitStatus {
    /// [`ExitStatus::NothingFound`] unless something was `found`.
    pub fn from_found(found: bool) -> ExitStatus {
        if found {
            ExitStatus::Done
        } else {
            ExitStatus::NothingFound
        }
    }
}

impl From<ExitStatus> for ExitCode {
    fn from(outcome: ExitStatus) -> ExitCode {
        ExitCode::from(match outcome {
            ExitStatus::Done => 0,
            ExitStatus::NothingFound => 1,
        })
    }
}

pub struct ProgressLine {
    what: &'static str,
    terminal: bool,
    shown: Option<usize>,
}

impl ProgressLine {
    /// `what` names the work, such as "Reading documents". Nothing is shown before the first step.
    pub fn new(what: &'static str) -> ProgressLine {
        ProgressLine {
            what,
            terminal: std::io::stderr().is_terminal(),
            shown: None,
        }
    }

    /// Redraws the line if the percentage has changed.
    pub fn step(&mut self, done: usize, all: usize) {
        let percent = (done * 100).checked_div(all).unwrap_or(100);
        if self.terminal && self.shown != Some(percent) {
            self.shown = Some(percent);
            // Failing to show progress must not stop the work.
            let _ = write!(std::io::stderr(), "\r{} {percent:>3} %", self.what);
        }
    }
}

/// Runs `work` with a monitor that shows its progress and stops it at Ctrl-C.
pub fn with_progress<T>(what: &'static str, work: impl FnOnce(ProgressMonitor<'_>) -> T) -> T {
    let progress = Mutex::new(ProgressLine::new(what));
    let interrupt = Interrupt::watch();
    work(ProgressMonitor::new(&|reached| {
        progress
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .step(reached.done, reached.total);
        !interrupt.was_asked_for()
    }))
}

impl Drop for ProgressLine {
    fn drop(&mut self) {
        if self.shown.is_some() {
            let _ = write!(std::io::stderr(), "\r{}\r", " ".repeat(self.what.len() + 6));
        }
    }
}

/// Reports an error, as lines for people or as JSON for programs. A mistake in
/// a query is shown at its place: below the query, and in JSON as `at`, the
/// number of characters before it.
pub fn print_error(refusal: &Refusal, mistake: Option<&QueryMistake>, json: bool) {
    match mistake {
        Some(QueryMistake { query, at }) if json => print_line(&escape_json(
            &json!({ "error": refusal.what, "hint": refusal.hint, "query": query, "at": at })
                .to_string(),
        )),
        Some(QueryMistake { query, at }) => {
            print_line(&format!(
                "error: {}",
                sanitize::sanitize_line(&full_sentence(&refusal.what))
            ));
            let query = sanitize::sanitize_line(query);
            let before: String = query.chars().take(*at).collect();
            print_line(&format!(
                "  {query}\n  {}^",
                " ".repeat(wrap::width(&before))
            ));
            print_hint(&refusal.hint);
        }
        None => print_refusal("error", refusal, json),
    }
}

/// Prints a remark that did not stop the command.
pub fn print_note(refusal: &Refusal, json: bool) {
    print_refusal("note", refusal, json);
}

fn print_refusal(word: &str, refusal: &Refusal, json: bool) {
    let Refusal { what, hint } = refusal;
    if json {
        return print_line(&escape_json(
            &json!({ word: what, "hint": hint }).to_string(),
        ));
    }
    let what = full_sentence(what);
    print_line(&format!("{word}: {}", sanitize::sanitize_line(&what)));
    if !hint.is_empty() {
        print_hint(hint);
    }
}

fn print_hint(hint: &str) {
    // A full stop would be taken for a part of the call.
    let hint = if hint.contains("Usage: ") {
        hint.to_owned()
    } else {
        full_sentence(hint)
    };
    print_line(&format!("hint: {}", sanitize::sanitize_line(&hint)));
}

fn print_line(line: &str) {
    // With standard error closed there is nowhere left to write.
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// A usage error of clap in the form of all other errors.
pub fn usage_error(error: &clap::Error) -> Refusal {
    let said = error.render().to_string();
    let mut blocks = said
        .split("\n\n")
        .map(str::trim)
        .filter(|block| !block.is_empty());
    let what = one_line(
        blocks
            .next()
            .unwrap_or_default()
            .trim_start_matches("error: "),
        " ",
    );
    let mut hints: Vec<String> = blocks
        .map(|block| match block.starts_with("Usage:") {
            true => one_line(block, " or "),
            false => one_line(&block.replace("tip: ", ""), " "),
        })
        .collect();
    // clap's last block only points to `--help`, so it is dropped if there is a better hint.
    if hints.len() > 1 {
        hints.retain(|hint| !hint.starts_with("For more information"));
    }
    Refusal::new(what, hints.join(". "))
}

fn one_line(block: &str, between: &str) -> String {
    block
        .lines()
        .map(str::trim)
        .collect::<Vec<_>>()
        .join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output() -> CommandOutput {
        CommandOutput {
            text: String::new(),
            notes: Vec::new(),
            query_mistake: None,
            columns: 40,
            on_terminal: false,
            bold: false,
        }
    }

    #[test]
    fn a_paragraph_is_indented_and_broken_by_cells() {
        let mut output = output();
        output.indented(
            2,
            "så gik vi ud for at se på stedet, og \u{1b}[31mdet var ikke rødt",
        );
        assert_eq!(
            output.text,
            "  så gik vi ud for at se på stedet, og\n  ␛[31mdet var ikke rødt\n"
        );
    }

    #[test]
    fn places_stand_out_on_a_terminal_only() {
        let text = "så gik vi ud for at se på stedet, og det var rødt";
        let places = [4..7, 28..46];
        let mut output = output();
        output.highlighted("· ", text, &places);
        assert_eq!(
            output.text,
            "· så gik vi ud for at se på stedet, og\n  det var rødt\n"
        );
        output = CommandOutput {
            text: String::new(),
            bold: true,
            ..output
        };
        output.highlighted("· ", text, &places);
        let shown = output.text.replace(BOLD, "<").replace(RESET, ">");
        assert_eq!(
            shown,
            "· så <gik> vi ud for at se på <stedet, og>\n  <det var> rødt\n"
        );
    }

    #[test]
    fn gaps_do_not_pile_up() {
        let mut output = output();
        output.blank_line();
        output.heading("One");
        output.blank_line();
        output.heading("Two");
        assert_eq!(output.text, "One\n\nTwo\n");
    }
}
