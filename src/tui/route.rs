//! Where a user can be and go: the kinds of views, and routes to them as plain data.

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
