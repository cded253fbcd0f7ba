//! What a command prints: lines for people, or JSON for programs.
//!
//! A page is put together first and printed once, when the command has
//! succeeded. Everything from a study is made harmless on its way, so that no
//! command has to think of it. A reader who closes the pipe early has seen
//! enough: that is no error.

use crate::export::json::escape_json;
use crate::search::{Query, QuerySettings};
use crate::study::{Refusal, Study};
use crate::text::{Span, sanitize, wrap};
use serde_json::Value;
use std::io::{ErrorKind, IsTerminal, Write};
use std::ops::Range;

/// How wide a page is that no terminal shows.
const PIPED_WIDTH: usize = 100;
/// Narrower terminals get lines that they break themselves.
const MIN_WIDTH: usize = 40;

const BOLD: &str = "\u{1b}[1m";
const RESET: &str = "\u{1b}[0m";

/// A query that could not be read, and the code points before the mistake in it.
#[derive(Clone, Debug)]
pub struct QueryMistake {
    pub query: String,
    pub at: usize,
}

/// A page under way.
pub struct CommandOutput {
    text: String,
    notes: Vec<Refusal>,
    query_mistake: Option<QueryMistake>,
    columns: usize,
    on_terminal: bool,
    bold: bool,
}

impl CommandOutput {
    /// An empty page for standard output.
    #[must_use]
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

    /// Whether a person sees the page on a terminal.
    #[must_use]
    pub fn on_terminal(&self) -> bool {
        self.on_terminal
    }

    /// How many cells a line has.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// One line as it is, however long.
    pub fn line(&mut self, text: &str) {
        self.text.push_str(sanitize::sanitize_line(text).trim_end());
        self.text.push('\n');
    }

    /// A paragraph, broken into lines.
    pub fn paragraph(&mut self, text: &str) {
        self.indented(0, text);
    }

    /// A paragraph whose lines all begin after `indent` cells.
    pub fn indented(&mut self, indent: usize, text: &str) {
        for line in wrapped_lines(text, self.columns.saturating_sub(indent)) {
            self.text.extend(std::iter::repeat_n(' ', indent));
            self.text.push_str(&line);
            self.text.push('\n');
        }
    }

    /// A paragraph whose first line begins with `mark` and whose others line up behind it.
    pub fn hanging(&mut self, mark: &str, text: &str) {
        self.highlighted(mark, text, &[]);
    }

    /// A hanging paragraph with places (bytes of `text`, in order) that stand out where a terminal
    /// can show it.
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

    /// An empty line, but none at the top and no two in a row.
    pub fn blank_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// The title of what follows, after an empty line.
    pub fn heading(&mut self, text: &str) {
        self.blank_line();
        for line in wrapped_lines(text, self.columns) {
            let (on, off) = if self.bold { (BOLD, RESET) } else { ("", "") };
            self.text.extend([on, &line, off, "\n"]);
        }
    }

    /// A value for programs, the only thing on its page.
    pub fn json(&mut self, value: &Value) {
        // A `Value` has string keys only: this cannot fail.
        let json = serde_json::to_string_pretty(value).unwrap_or_default();
        self.text.push_str(&escape_json(&json));
        self.text.push('\n');
    }

    /// A file's worth of text for another program; harmless when a person looks at it.
    pub fn raw_text(&mut self, text: &str) {
        if self.on_terminal {
            self.text.push_str(&sanitize::sanitize(text))
        } else {
            self.text.push_str(text)
        }
    }

    /// Notes what the person should know beside the page, for standard error.
    pub fn note(&mut self, note: Refusal) {
        self.notes.push(note);
    }

    /// What has been noted.
    #[must_use]
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
    #[must_use]
    pub fn query_mistake(&self) -> Option<&QueryMistake> {
        self.query_mistake.as_ref()
    }

    /// Prints what has been put together.
    ///
    /// # Errors
    /// When standard output takes no more, other than by having been closed.
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

/// `text` harmless and broken into lines of `columns` cells, without blanks at their ends.
#[must_use]
pub fn wrapped_lines(text: &str, columns: usize) -> Vec<String> {
    let text = sanitize::sanitize(text);
    let mut lines = Vec::new();
    wrap::wrap(&text, Span::of(0, text.len()), columns, |line| {
        lines.push(line.text(&text).trim_end().to_owned())
    });
    lines
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
