//! Where a user can be and go: the kinds of views, and routes to them as plain data.

use super::context::AppContext;
use crate::study::theory::QuoteAt;
use crate::study::{Dataset, Document, Id, Informant, Link};
use crate::text::Span;
use strum::{IntoStaticStr, VariantArray};

/// Where an action is available, in the order of the help. The words are its headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, IntoStaticStr, VariantArray)]
pub enum ViewKind {
    Transcript,
    Search,
    Evidence,
    Matrix,
    Data,
    Codebook,
    Condensations,
    #[strum(serialize = "Checks")]
    Lint,
    Coverage,
    #[strum(serialize = "Theory board")]
    Board,
    Configurations,
    Documents,
    Informants,
    /// Any layer on top of a view.
    #[strum(serialize = "Questions")]
    Dialog,
    Anywhere,
}

impl ViewKind {
    /// Section name in the settings: the title in snake case.
    pub fn name(self) -> String {
        self.title().to_lowercase().replace(' ', "_")
    }

    pub fn title(self) -> &'static str {
        self.into()
    }
}

/// A view to open, and what to show in it.
#[derive(Clone, Debug, PartialEq)]
pub enum Route {
    Transcript {
        document: Id<Document>,
        /// The stretch to show.
        span: Option<Span>,
        /// Search hits to mark and step through.
        hits: Vec<Span>,
    },
    /// With a query.
    Search(Option<String>),
    Evidence(Option<Id<Link>>),
    Matrix,
    /// With a variable marked as the row of the crosstab.
    Data(Option<(Id<Dataset>, String)>),
    Codebook,
    Condensations,
    Lint,
    Coverage,
    Board,
    Configurations,
    Documents,
    Informants(Option<Id<Informant>>),
}

impl Route {
    /// The document where it was left.
    pub fn document(document: Id<Document>) -> Route {
        Route::Transcript {
            document,
            span: None,
            hits: Vec::new(),
        }
    }

    pub fn quote(QuoteAt { document, span }: QuoteAt) -> Route {
        Route::Transcript {
            document,
            span: Some(span),
            hits: Vec::new(),
        }
    }

    /// The view of a kind, as it is opened by itself; a transcript is the last one that was open, or
    /// the first. `None` without a document.
    pub fn to(kind: ViewKind, context: &AppContext) -> Option<Route> {
        Some(match kind {
            ViewKind::Transcript => {
                let first = || Some(context.study().documents().next()?.id);
                Route::document(context.last_document().or_else(first)?)
            }
            ViewKind::Search => Route::Search(None),
            ViewKind::Evidence => Route::Evidence(None),
            ViewKind::Matrix => Route::Matrix,
            ViewKind::Data => Route::Data(None),
            ViewKind::Codebook => Route::Codebook,
            ViewKind::Condensations => Route::Condensations,
            ViewKind::Lint => Route::Lint,
            ViewKind::Coverage => Route::Coverage,
            ViewKind::Board => Route::Board,
            ViewKind::Configurations => Route::Configurations,
            ViewKind::Informants => Route::Informants(None),
            ViewKind::Documents | ViewKind::Dialog | ViewKind::Anywhere => Route::Documents,
        })
    }

    pub fn kind(&self) -> ViewKind {
        match self {
            Route::Transcript { .. } => ViewKind::Transcript,
            Route::Search(_) => ViewKind::Search,
            Route::Evidence(_) => ViewKind::Evidence,
            Route::Matrix => ViewKind::Matrix,
            Route::Data(_) => ViewKind::Data,
            Route::Codebook => ViewKind::Codebook,
            Route::Condensations => ViewKind::Condensations,
            Route::Lint => ViewKind::Lint,
            Route::Coverage => ViewKind::Coverage,
            Route::Board => ViewKind::Board,
            Route::Configurations => ViewKind::Configurations,
            Route::Documents => ViewKind::Documents,
            Route::Informants(_) => ViewKind::Informants,
        }
    }
}
