//! Search results and their output: paragraphs for people, one line each for other programs, a
//! count, or JSON.

use super::listing::ListingArgs;
use super::{CommandOutput, ExitStatus, GlobalArgs, number, quote_output};
use crate::search::{ContextTurn, PassageContext};
use crate::study::{Document, Quote, QuoteSpeaker, Refusal, Study};
use crate::tables::hits::{QuoteHit, hit_columns, speaker};
use crate::tables::{Listing, privacy::PrivacyFilter};
use serde_json::json;
use std::collections::HashSet;
use std::ops::Range;

pub struct HitList<'a> {
    /// Those that are shown.
    pub hits: Vec<QuoteHit<'a>>,
    /// Number of all hits, shown or not.
    pub total: usize,
    /// What a hit is called: `turn`, `quote`.
    pub noun: &'static str,
}

/// What findings are put together by.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum HitGrouping {
    /// The document they are in
    Document,
    /// Who says them
    Informant,
}

/// How findings are laid out.
#[derive(clap::Args, Clone, Debug)]
pub struct HitListArgs {
    /// Only the count; with --group, the count of each group
    #[arg(long)]
    count: bool,
    /// Number of turns to show before and after each
    #[arg(
        long,
        short = 'C',
        value_name = "TURNS",
        default_value_t = 0,
        hide_default_value = true
    )]
    context: usize,
    /// Group by document or by informant
    #[arg(long, value_name = "BY", value_enum)]
    group: Option<HitGrouping>,
    /// One line each, DOCUMENT:TURN:WORDS, as when the output goes to another program
    #[arg(long, conflicts_with = "page")]
    plain: bool,
    /// The layout for a terminal, even when the output goes elsewhere
    #[arg(long)]
    page: bool,
}

impl HitListArgs {
    /// True if paragraphs go to a terminal, where one screenful is enough.
    pub fn is_paged(&self, output: &CommandOutput) -> bool {
        !self.count && !self.plain && (self.page || output.on_terminal())
    }

    /// Prints the hits in the requested form.
    pub fn show(
        &self,
        study: &Study,
        mut found: HitList<'_>,
        listing: &ListingArgs,
        globals: &GlobalArgs,
        output: &mut CommandOutput,
    ) -> Result<ExitStatus, Refusal> {
        if let Some(by) = self.group {
            let order = group_order(study, by);
            found.hits.sort_by_cached_key(|hit| order(&hit.quote));
        }
        if self.count && !listing.asks_for_columns() {
            self.count(&found, globals, output);
            return Ok(ExitStatus::from_found(found.total > 0));
        }
        let paged = self.is_paged(output);
        let summary = found.count_sentence();
        let none = if paged { summary.as_str() } else { "" };
        let columns = hit_columns(PrivacyFilter::internal(study), &found.hits, self.context);
        let mut hits = Listing::new(columns, found.hits, none);
        hits.title = Some(format!("Quotes of {}", study.title));
        hits.show_in_words(study, listing, globals, output, |hits, output| {
            if paged {
                self.paragraphs(study, hits, output);
                output.paragraph(&summary);
            } else {
                self.lines(hits, output);
            }
        })?;
        Ok(listing.exit_status(found.total > 0))
    }

    fn count(&self, findings: &HitList<'_>, globals: &GlobalArgs, output: &mut CommandOutput) {
        let Some(by) = self.group else {
            let all = findings.total;
            return if globals.json {
                output.json(&json!({ "count": all }))
            } else {
                output.line(&all.to_string())
            };
        };
        let groups = findings
            .hits
            .chunk_by(|a, b| group_title(&a.quote, by) == group_title(&b.quote, by));
        let counts = groups.filter_map(|group| Some((&group.first()?.quote, group.len())));
        if globals.json {
            let value = |(quote, count): (&Quote<'_>, usize)| match by {
                HitGrouping::Document => {
                    json!({ "document": group_title(quote, by), "count": count })
                }
                HitGrouping::Informant => {
                    let informant = quote.informant.map(|known| &known.body.name);
                    json!({ "informant": informant, "interviewer": quote.speaker().is_interviewer(), "count": count })
                }
            };
            output.json(&counts.map(value).collect());
        } else {
            counts.for_each(|(quote, count)| {
                output.line(&format!("{}:{count}", group_title(quote, by)))
            });
        }
    }

    /// One line each, with the separators of grep: `:` for hits, `-` for context.
    fn lines(&self, hits: &[QuoteHit<'_>], output: &mut CommandOutput) {
        for (place, found) in hits.iter().enumerate() {
            let document = found.quote.document;
            let mut line = |turn: usize, sign: char, words: &str| {
                let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
                output.line(&format!(
                    "{}{sign}{}{sign}{words}",
                    document.body.title,
                    turn + 1
                ));
            };
            let context = PassageContext::around(document, found.quote.span, self.context);
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
            if self.context > 0 && place + 1 < hits.len() {
                output.line("--");
            }
        }
    }

    fn paragraphs(&self, study: &Study, hits: &[QuoteHit<'_>], output: &mut CommandOutput) {
        let mut heading = None;
        for found in hits {
            if let Some(by) = self.group {
                let title = group_title(&found.quote, by);
                if heading.replace(title) != Some(title) {
                    output.heading(title);
                    output.blank_line();
                }
            }
            self.paragraph(study, found, output);
        }
    }

    fn paragraph(&self, study: &Study, found: &QuoteHit<'_>, output: &mut CommandOutput) {
        let quote = &found.quote;
        let from = quote.span.start as usize;
        let context = PassageContext::around(quote.document, quote.span, self.context);
        context
            .before
            .iter()
            .for_each(|beside| show_context(quote.document, beside, output));
        let places = found
            .matches
            .iter()
            .filter_map(|span| span.intersection(quote.span));
        let (words, places) = joined_on_one_line(
            quote.words(),
            places.map(|span| span.start as usize - from..span.end as usize - from),
        );
        output.highlighted("· ", &words, &places);
        if let Some(note) = &found.note {
            let (words, places) =
                joined_on_one_line(&note.text, note.matches.iter().map(|place| place.range()));
            output.highlighted("= ", &words, &places);
        }
        context
            .after
            .iter()
            .for_each(|beside| show_context(quote.document, beside, output));
        if found.note.is_some() {
            quote_output::show_place(study, quote, output)
        } else {
            quote_output::show_source(study, quote, output)
        }
        output.blank_line();
    }
}

impl HitList<'_> {
    /// "12 quotes by 3 informants and the interviewer (2)", or how many of them are shown.
    fn count_sentence(&self) -> String {
        if self.total == 0 {
            return format!("No {} found", self.noun);
        }
        let all = number::count_noun(self.total, self.noun);
        if self.hits.len() < self.total {
            return format!("{} of {all}; --limit shows more", self.hits.len());
        }
        let informants: HashSet<_> = self
            .hits
            .iter()
            .filter_map(|found| Some(found.quote.informant?.id))
            .collect();
        let asked = self
            .hits
            .iter()
            .filter(|found| found.quote.speaker().is_interviewer())
            .count();
        match (number::count_noun(informants.len(), "informant"), asked) {
            (_, asked) if asked == self.total => format!("{all} by the interviewer"),
            (by, 0) => format!("{all} by {by}"),
            (by, asked) => format!("{all} by {by} and the interviewer ({asked})"),
        }
    }
}

/// The heading of a quote's group.
fn group_title<'a>(quote: &Quote<'a>, by: HitGrouping) -> &'a str {
    match (by, quote.speaker()) {
        (HitGrouping::Document, _) => &quote.document.body.title,
        (HitGrouping::Informant, QuoteSpeaker::Informant(known)) => &known.body.name,
        (HitGrouping::Informant, QuoteSpeaker::Interviewer(_)) => INTERVIEWER,
        (HitGrouping::Informant, QuoteSpeaker::Unknown(_)) => "(no informant)",
    }
}

/// Heading of the group of interviewers.
const INTERVIEWER: &str = "(interviewer)";

/// The position of a quote's group: documents and informants in the order of the study, then
/// interviewers, then unknown speakers.
fn group_order(study: &Study, by: HitGrouping) -> impl Fn(&Quote<'_>) -> usize {
    let titles: Vec<String> = match by {
        HitGrouping::Document => study
            .documents()
            .map(|document| document.body.title.clone())
            .collect(),
        HitGrouping::Informant => study
            .informants()
            .map(|informant| informant.body.name.clone())
            .collect(),
    };
    move |quote| {
        let title = group_title(quote, by);
        let place = titles.iter().position(|known| known == title);
        place.unwrap_or(titles.len() + usize::from(title != INTERVIEWER))
    }
}

fn show_context(document: &Document, beside: &ContextTurn, output: &mut CommandOutput) {
    let words = beside
        .words
        .text(&document.text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let speaker = speaker(document, beside.turn)
        .map(|label| format!("{label}: "))
        .unwrap_or_default();
    output.indented(4, &format!("{speaker}{words}"));
}

/// Collapses white space to single spaces, and maps `places` to the result.
pub fn joined_on_one_line(
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
        let (line, places) = joined_on_one_line(words, std::iter::once(6..9));
        assert_eq!(
            (line.as_str(), &line[places[0].clone()]),
            ("så gik vi ud", "gik")
        );
    }
}
