//! Everything a person can do by key, as data. One table feeds the keymap,
//! which-key, the palette, the help and the hints on the last line, so that
//! none of them can tell something else than the others.

use super::{
    board, board::BoardView, codebook, codebook::CodebookView, condensations,
    condensations::CondensationsView, configurations, configurations::ConfigurationsView, context,
    context::AppContext, coverage, coverage::CoverageView, data, data::DataView, documents,
    documents::DocumentsView, evidence, evidence::EvidenceView, informants,
    informants::InformantsView, layer::dialog_action, layer::dialog_action::DialogAction, lint,
    lint::LintView, matrix, matrix::MatrixView, search, search::SearchView, transcript,
    transcript::TranscriptView,
};

/// Something a person can do.
#[derive(Debug)]
pub struct Action {
    /// Its name in the palette and in key settings.
    pub name: &'static str,
    /// The keys it has from the start, each as in [`super::key::Key::parse_all`].
    pub keys: &'static [&'static str],
    /// What it does, in one line.
    pub doc: &'static str,
    /// A word for the last line of the screen; empty for what is not told there.
    pub hint: &'static str,
    /// Where it can be done, and how.
    pub run: ActionHandler,
}

/// How an action is done, by the view it belongs to.
#[derive(Clone, Copy, Debug)]
pub enum ActionHandler {
    /// In any view.
    Anywhere(fn(&mut AppContext)),
    /// In the list of informants.
    Informants(fn(&mut InformantsView, &mut AppContext)),
    /// In the list of documents.
    Documents(fn(&mut DocumentsView, &mut AppContext)),
    /// In a transcript.
    Transcript(fn(&mut TranscriptView, &mut AppContext)),
    /// In the search.
    Search(fn(&mut SearchView, &mut AppContext)),
    /// In the evidence of a link.
    Evidence(fn(&mut EvidenceView, &mut AppContext)),
    /// In the evidence matrix.
    Matrix(fn(&mut MatrixView, &mut AppContext)),
    /// In the data.
    Data(fn(&mut DataView, &mut AppContext)),
    /// In the codebook.
    Codebook(fn(&mut CodebookView, &mut AppContext)),
    /// In the condensation grid.
    Condensations(fn(&mut CondensationsView, &mut AppContext)),
    /// In the checks on the reasoning.
    Lint(fn(&mut LintView, &mut AppContext)),
    /// In the coverage.
    Coverage(fn(&mut CoverageView, &mut AppContext)),
    /// On the theory board.
    Board(fn(&mut BoardView, &mut AppContext)),
    /// In the configurations.
    Configurations(fn(&mut ConfigurationsView, &mut AppContext)),
    /// In a question, which knows what it comes to.
    Dialog(DialogAction),
}

/// Where an action can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ViewKind {
    /// In any view.
    Anywhere,
    /// In the list of documents.
    Documents,
    /// In the list of informants.
    Informants,
    /// In a transcript.
    Transcript,
    /// In the search.
    Search,
    /// In the evidence of a link.
    Evidence,
    /// In the evidence matrix.
    Matrix,
    /// In the data.
    Data,
    /// In the codebook.
    Codebook,
    /// In the condensation grid.
    Condensations,
    /// In the checks on the reasoning.
    Lint,
    /// In the coverage.
    Coverage,
    /// On the theory board.
    Board,
    /// In the configurations.
    Configurations,
    /// In questions on top of a view.
    Dialog,
}

impl ViewKind {
    /// What it is called in the settings: the title in small letters.
    #[must_use]
    pub fn name(self) -> String {
        self.title().to_lowercase().replace(' ', "_")
    }

    /// All places, the views first.
    pub const ALL: [ViewKind; 15] = [
        ViewKind::Transcript,
        ViewKind::Search,
        ViewKind::Evidence,
        ViewKind::Matrix,
        ViewKind::Data,
        ViewKind::Codebook,
        ViewKind::Condensations,
        ViewKind::Lint,
        ViewKind::Coverage,
        ViewKind::Board,
        ViewKind::Configurations,
        ViewKind::Documents,
        ViewKind::Informants,
        ViewKind::Dialog,
        ViewKind::Anywhere,
    ];

    /// The heading of the place in the help.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            ViewKind::Anywhere => "Anywhere",
            ViewKind::Documents => "Documents",
            ViewKind::Informants => "Informants",
            ViewKind::Transcript => "Transcript",
            ViewKind::Search => "Search",
            ViewKind::Evidence => "Evidence",
            ViewKind::Matrix => "Matrix",
            ViewKind::Data => "Data",
            ViewKind::Codebook => "Codebook",
            ViewKind::Condensations => "Condensations",
            ViewKind::Lint => "Checks",
            ViewKind::Coverage => "Coverage",
            ViewKind::Board => "Theory board",
            ViewKind::Configurations => "Configurations",
            ViewKind::Dialog => "Questions",
        }
    }
}

/// What the keys behind a first key have in common.
pub const PREFIXES: &[(&str, &str)] = &[("g", "Go to"), ("a", "Code by kind")];

impl Action {
    /// Where it can be done.
    #[must_use]
    pub fn kind(&self) -> ViewKind {
        match self.run {
            ActionHandler::Anywhere(_) => ViewKind::Anywhere,
            ActionHandler::Documents(_) => ViewKind::Documents,
            ActionHandler::Informants(_) => ViewKind::Informants,
            ActionHandler::Transcript(_) => ViewKind::Transcript,
            ActionHandler::Search(_) => ViewKind::Search,
            ActionHandler::Evidence(_) => ViewKind::Evidence,
            ActionHandler::Matrix(_) => ViewKind::Matrix,
            ActionHandler::Data(_) => ViewKind::Data,
            ActionHandler::Codebook(_) => ViewKind::Codebook,
            ActionHandler::Condensations(_) => ViewKind::Condensations,
            ActionHandler::Lint(_) => ViewKind::Lint,
            ActionHandler::Coverage(_) => ViewKind::Coverage,
            ActionHandler::Board(_) => ViewKind::Board,
            ActionHandler::Configurations(_) => ViewKind::Configurations,
            ActionHandler::Dialog(_) => ViewKind::Dialog,
        }
    }
}

/// The whole table.
pub fn all() -> impl Iterator<Item = &'static Action> {
    let views = [
        transcript::ACTIONS,
        search::ACTIONS,
        evidence::ACTIONS,
        matrix::ACTIONS,
        data::ACTIONS,
        codebook::ACTIONS,
        condensations::ACTIONS,
        lint::ACTIONS,
        coverage::ACTIONS,
        board::ACTIONS,
        configurations::ACTIONS,
        documents::ACTIONS,
        informants::ACTIONS,
        dialog_action::ACTIONS,
    ];
    views.into_iter().chain([context::ACTIONS]).flatten()
}

/// What can be done in a view: its own actions, then those of anywhere.
pub fn available(place: ViewKind) -> impl Iterator<Item = &'static Action> {
    all().filter(move |action| action.kind() == place || action.kind() == ViewKind::Anywhere)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_action_says_what_it_does_and_can_be_reached() {
        let mut names = HashSet::new();
        for action in all() {
            assert!(
                !action.doc.is_empty() && !action.doc.ends_with('.'),
                "{}",
                action.name
            );
            assert!(!action.keys.is_empty(), "{} has no key", action.name);
            assert!(
                names.insert(action.name),
                "two actions are called {}",
                action.name
            );
        }
    }
}
