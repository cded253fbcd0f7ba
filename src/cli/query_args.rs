//! Queries on the command line, and running them.

use super::CommandOutput;
use super::command_output::ProgressLine;
use crate::log::Session;
use crate::search::{
    Passage, Query, QuerySettings, ResultOrder, SearchResults, SearchScope, Searcher,
};
use crate::study::{Quote, Refusal, Study};
use crate::tables::hits::QuoteHit;
use strum::VariantArray;

/// The query of a command, typed or saved.
#[derive(clap::Args, Clone, Debug)]
pub struct QueryArgs {
    /// The query
    #[arg(value_name = "QUERY", required_unless_present = "saved")]
    query: Vec<String>,
    /// A saved search; a query beside it narrows it
    #[arg(long, value_name = "NAME")]
    saved: Option<String>,
    /// What to search, like `in:` in the query: turns, quotes, condensations, themes or memos
    #[arg(long = "in", value_name = "SCOPE", value_parser = scope)]
    scope: Option<SearchScope>,
    /// Treat å as aa, ø as oe, æ as ae, é as e, like `fold:on` in the query
    #[arg(long)]
    fold: bool,
}

impl QueryArgs {
    /// The query as text: a saved search, what was typed, or both combined.
    pub fn text(&self, study: &Study) -> Result<String, Refusal> {
        let typed = self.query.join(" ");
        let Some(saved) = &self.saved else {
            return Ok(typed);
        };
        let name = study.find_search(saved)?;
        let (query, _) = study.saved_search(name).ok_or_else(|| {
            Refusal::new(
                format!("the words of the saved search “{name}” have been erased"),
                "Save it again with `virk search QUERY --save NAME`",
            )
        })?;
        Ok(if typed.trim().is_empty() {
            query.to_owned()
        } else {
            format!("({query}) {typed}")
        })
    }

    /// Parses the query, and remembers it so that an error can be shown at its position.
    pub fn query(&self, study: &Study, output: &mut CommandOutput) -> Result<Query, Refusal> {
        let text = self.text(study)?;
        let saved = self
            .saved
            .as_ref()
            .and_then(|saved| study.saved_search(study.find_search(saved).ok()?));
        let scope = self.scope.or_else(|| SearchScope::parse(saved?.1));
        let settings = QuerySettings {
            scope,
            fold: self.fold,
        };
        output.parse_query(&text, study, settings)
    }

    /// The `in:` setting that corresponds to `--in`.
    pub fn scope(&self) -> String {
        self.scope
            .map_or_else(String::new, |scope| scope.name().to_owned())
    }
}

fn scope(typed: &str) -> Result<SearchScope, String> {
    let mut begin = SearchScope::VARIANTS
        .iter()
        .copied()
        .filter(|scope| !typed.is_empty() && scope.name().starts_with(typed));
    match (begin.next(), begin.next()) {
        (Some(only), None) => Ok(only),
        _ => Err(format!(
            "choose one of {}",
            SearchScope::VARIANTS
                .iter()
                .map(|scope| scope.name())
                .collect::<Vec<_>>()
                .join(", ")
        )),
    }
}

/// Fails only if the search is interrupted.
pub fn run_query(session: &Session, query: &Query, limit: usize) -> Result<SearchResults, Refusal> {
    open_searcher(session).search(session.study(), query, limit)
}

/// A searcher with an up-to-date index, with progress shown if that takes long.
pub fn open_searcher(session: &Session) -> Searcher {
    let mut searcher = Searcher::open(session.index_location());
    let mut progress = ProgressLine::new("Indexing");
    // Without its index a search is slower, but just as complete.
    let _ = searcher.update_index(session.study(), &mut |done, all| progress.step(done, all));
    drop(progress);
    searcher
}

/// The noun for one hit.
pub fn noun(query: &Query) -> &'static str {
    query.scope().noun()
}

/// Resolves document, informant and codes of a passage; `None` if its document is gone.
pub fn to_quote_hit<'a>(study: &'a Study, passage: &Passage) -> Option<QuoteHit<'a>> {
    let quote = Quote {
        document: study.document(passage.document)?,
        span: passage.span,
        informant: passage.informant.and_then(|id| study.informant(id)),
        turn: passage.turn,
        codes: passage
            .codes
            .iter()
            .filter_map(|id| study.code(*id))
            .collect(),
    };
    Some(QuoteHit {
        quote,
        matches: passage.matches.clone(),
        note: passage.note.clone(),
        score: Some(passage.score),
    })
}

/// The order of results.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum HitOrder {
    /// Best match first
    Rank,
    /// By document and place
    Reading,
}

impl From<HitOrder> for ResultOrder {
    fn from(sort: HitOrder) -> ResultOrder {
        match sort {
            HitOrder::Rank => ResultOrder::Ranked,
            HitOrder::Reading => ResultOrder::Reading,
        }
    }
}
