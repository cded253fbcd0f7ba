//! Quotes and turns that were found, and the ways to lay them out: a page for
//! people, a line each for other programs, a number, or JSON.

use super::{Desk, Outcome, Page, form::Form, form::Format, number, quoted};
use crate::export::{self, privacy::Shield};
use crate::search::{Beside, Context, Note};
use crate::study::{Document, Quote, Refusal, Study, Voice};
use crate::text::Span;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::ops::Range;

/// Words that were found.
pub struct Found<'a> {
    /// The words, with who says them where.
    pub quote: Quote<'a>,
    /// The places in the document that were asked for.
    pub matches: Vec<Span>,
    /// The condensation or theme that was searched.
    pub note: Option<Note>,
    /// How well they fit, when that was asked.
    pub score: Option<f32>,
}

/// Everything that was found.
pub struct Findings<'a> {
    /// What is shown of it.
    pub shown: Vec<Found<'a>>,
    /// How many there are in all.
    pub all: usize,
    /// What one of them is called: `turn`, `quote`.
    pub noun: &'static str,
}

/// What findings are put together by.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// The document they stand in
    Document,
    /// Who says them
    Informant,
}

/// How findings are laid out.
#[derive(clap::Args, Clone, Debug)]
pub struct Layout {
    /// Only how many there are; with --group, how many in each
    #[arg(long)]
    count: bool,
    /// Also so many turns before and after each
    #[arg(
        long,
        short = 'C',
        value_name = "TURNS",
        default_value_t = 0,
        hide_default_value = true
    )]
    context: usize,
    /// Put together by document or by informant
    #[arg(long, value_name = "BY", value_enum)]
    group: Option<Group>,
    /// A line each, DOCUMENT:TURN:WORDS, as when the output goes to another program
    #[arg(long, conflicts_with = "page")]
    plain: bool,
    /// The page that a terminal shows, also when the output goes elsewhere
    #[arg(long)]
    page: bool,
}

impl Layout {
    /// Whether a terminal shows a page of paragraphs, of which a screenful is enough.
    #[must_use]
    pub fn is_paged(&self, page: &Page) -> bool {
        !self.count && !self.plain && (self.page || page.on_terminal())
    }

    /// Lays out what was found.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub fn show(
        &self,
        study: &Study,
        mut findings: Findings<'_>,
        form: &Form,
        desk: &Desk,
        page: &mut Page,
    ) -> Result<Outcome, Refusal> {
        if let Some(by) = self.group {
            let order = order(study, by);
            findings
                .shown
                .sort_by_cached_key(|found| order(&found.quote));
        }
        match form.asked(desk)? {
            _ if self.count => self.count(&findings, desk, page),
            Some(Format::Json) if form.out.is_none() => {
                page.json(
                    &findings
                        .shown
                        .iter()
                        .map(|found| self.value(study, found))
                        .collect(),
                );
            }
            Some(format) => {
                let quotes: Vec<Quote<'_>> = findings
                    .shown
                    .into_iter()
                    .map(|found| found.quote)
                    .collect();
                form.deliver(
                    &export::quotes::quotes(Shield::internal(study), &quotes),
                    format,
                    &study.language,
                    desk,
                    page,
                )?;
            }
            None if self.is_paged(page) => self.paragraphs(study, &findings, page),
            None => self.lines(&findings, page),
        }
        Ok(Outcome::found(findings.all > 0))
    }

    fn count(&self, findings: &Findings<'_>, desk: &Desk, page: &mut Page) {
        let Some(by) = self.group else {
            let all = findings.all;
            return if desk.json {
                page.json(&json!({ "count": all }))
            } else {
                page.line(&all.to_string())
            };
        };
        let groups = findings
            .shown
            .chunk_by(|a, b| title(&a.quote, by) == title(&b.quote, by));
        let counts = groups.filter_map(|group| Some((&group.first()?.quote, group.len())));
        if desk.json {
            let value = |(quote, count): (&Quote<'_>, usize)| match by {
                Group::Document => json!({ "document": title(quote, by), "count": count }),
                Group::Informant => {
                    let informant = quote.informant.map(|known| &known.body.name);
                    json!({ "informant": informant, "interviewer": quote.voice().asks(), "count": count })
                }
            };
            page.json(&counts.map(value).collect());
        } else {
            counts.for_each(|(quote, count)| page.line(&format!("{}:{count}", title(quote, by))));
        }
    }

    fn value(&self, study: &Study, found: &Found<'_>) -> Value {
        let document = found.quote.document;
        let place = |span| document.points().of_span(&document.text, span);
        let mut value = quoted::value(study, &found.quote);
        value["matches"] = found
            .matches
            .iter()
            .map(|span| json!(place(*span)))
            .collect();
        if let Some(note) = &found.note {
            value["note"] = quoted::note(note);
        }
        if let Some(score) = found.score {
            value["score"] = json!(score);
        }
        if self.context > 0 {
            let context = Context::around(document, found.quote.span, self.context);
            let beside = |beside: &Beside| {
                let (start, end) = place(beside.words);
                let text = beside.words.text(&document.text);
                json!({ "turn": beside.turn + 1, "speaker": speaker(document, beside.turn), "start": start, "end": end, "text": text })
            };
            value["before"] = context.before.iter().map(beside).collect();
            value["after"] = context.after.iter().map(beside).collect();
        }
        value
    }

    /// A line each, as grep writes them: what was found with `:`, what stands beside it with `-`.
    fn lines(&self, findings: &Findings<'_>, page: &mut Page) {
        for (place, found) in findings.shown.iter().enumerate() {
            let document = found.quote.document;
            let mut line = |turn: usize, sign: char, words: &str| {
                let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                page.line(&format!(
                    "{}{sign}{}{sign}{words}",
                    document.body.title,
                    turn + 1
                ));
            };
            let context = Context::around(document, found.quote.span, self.context);
            context
                .before
                .iter()
                .for_each(|beside| line(beside.turn, '-', beside.words.text(&document.text)));
            match &found.note {
                Some(note) => line(found.quote.turn, ':', &note.text),
                None => line(found.quote.turn, ':', found.quote.words()),
            }
            context
                .after
                .iter()
                .for_each(|beside| line(beside.turn, '-', beside.words.text(&document.text)));
            if self.context > 0 && place + 1 < findings.shown.len() {
                page.line("--");
            }
        }
    }

    fn paragraphs(&self, study: &Study, findings: &Findings<'_>, page: &mut Page) {
        let mut heading = None;
        for found in &findings.shown {
            if let Some(by) = self.group {
                let title = title(&found.quote, by);
                if heading.replace(title) != Some(title) {
                    page.heading(title);
                    page.gap();
                }
            }
            self.paragraph(study, found, page);
        }
        page.say(&findings.counted());
    }

    fn paragraph(&self, study: &Study, found: &Found<'_>, page: &mut Page) {
        let quote = &found.quote;
        let from = quote.span.start as usize;
        let context = Context::around(quote.document, quote.span, self.context);
        context
            .before
            .iter()
            .for_each(|beside| show_beside(quote.document, beside, page));
        let places = found
            .matches
            .iter()
            .filter_map(|span| span.meet(quote.span));
        let (words, places) = on_one_line(
            quote.words(),
            places.map(|span| span.start as usize - from..span.end as usize - from),
        );
        page.marked("· ", &words, &places);
        if let Some(note) = &found.note {
            let (words, places) =
                on_one_line(&note.text, note.matches.iter().map(|place| place.range()));
            page.marked("= ", &words, &places);
        }
        context
            .after
            .iter()
            .for_each(|beside| show_beside(quote.document, beside, page));
        if found.note.is_some() {
            quoted::show_place(study, quote, page)
        } else {
            quoted::show_source(study, quote, page)
        }
        page.gap();
    }
}

impl Findings<'_> {
    /// "12 quotes by 3 informants and the interviewer (2)", or how many of them are shown.
    fn counted(&self) -> String {
        if self.all == 0 {
            return format!("No {} found", self.noun);
        }
        let all = number::some(self.all, self.noun);
        if self.shown.len() < self.all {
            return format!("{} of {all}; --limit shows more", self.shown.len());
        }
        let informants: HashSet<_> = self
            .shown
            .iter()
            .filter_map(|found| Some(found.quote.informant?.id))
            .collect();
        let asked = self
            .shown
            .iter()
            .filter(|found| found.quote.voice().asks())
            .count();
        match (number::some(informants.len(), "informant"), asked) {
            (_, asked) if asked == self.all => format!("{all} by the interviewer"),
            (by, 0) => format!("{all} by {by}"),
            (by, asked) => format!("{all} by {by} and the interviewer ({asked})"),
        }
    }
}

/// The heading a quote stands under.
fn title<'a>(quote: &Quote<'a>, by: Group) -> &'a str {
    match (by, quote.voice()) {
        (Group::Document, _) => &quote.document.body.title,
        (Group::Informant, Voice::Informant(known)) => &known.body.name,
        (Group::Informant, Voice::Interviewer(_)) => INTERVIEWER,
        (Group::Informant, Voice::Unknown(_)) => "(no informant)",
    }
}

/// The heading of what is asked.
const INTERVIEWER: &str = "(interviewer)";

/// Where the group of a quote comes: documents and informants in the order of the study, then who
/// asks, nobody last.
fn order(study: &Study, by: Group) -> impl Fn(&Quote<'_>) -> usize {
    let titles: Vec<String> = match by {
        Group::Document => study
            .documents()
            .map(|document| document.body.title.clone())
            .collect(),
        Group::Informant => study
            .informants()
            .map(|informant| informant.body.name.clone())
            .collect(),
    };
    move |quote| {
        let title = title(quote, by);
        let place = titles.iter().position(|known| known == title);
        place.unwrap_or(titles.len() + usize::from(title != INTERVIEWER))
    }
}

fn speaker(document: &Document, turn: usize) -> Option<&str> {
    document
        .turns()
        .get(turn)
        .and_then(|turn| document.label(turn))
}

fn show_beside(document: &Document, beside: &Beside, page: &mut Page) {
    let words = beside
        .words
        .text(&document.text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let speaker = speaker(document, beside.turn)
        .map(|label| format!("{label}: "))
        .unwrap_or_default();
    page.indented(4, &format!("{speaker}{words}"));
}

/// Words with their white space made single blanks, and where places in them have moved to.
pub fn on_one_line(
    words: &str,
    places: impl Iterator<Item = Range<usize>>,
) -> (String, Vec<Range<usize>>) {
    let mut line = String::with_capacity(words.len());
    let mut moved = Vec::with_capacity(words.len());
    for c in words.chars() {
        moved.extend(std::iter::repeat_n(line.len(), c.len_utf8()));
        match (c.is_whitespace(), line.ends_with(' ')) {
            (true, true) => {}
            (true, false) => line.push(' '),
            (false, _) => line.push(c),
        }
    }
    moved.push(line.len());
    let places = places
        .map(|place| moved[place.start]..moved[place.end])
        .collect();
    (line, places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_move_with_the_words() {
        let words = "så\n  gik vi\nud";
        let (line, places) = on_one_line(words, std::iter::once(6..9));
        assert_eq!(
            (line.as_str(), &line[places[0].clone()]),
            ("så gik vi ud", "gik")
        );
    }
}
