//! Every action a user can trigger by key, as data. One table feeds the keymap, which-key, the
//! palette, the help and the key hints, so they cannot contradict each other.

use super::{
    board, board::BoardView, codebook, codebook::CodebookView, condensations,
    condensations::CondensationsView, configurations, configurations::ConfigurationsView, context,
    context::AppContext, coverage, coverage::CoverageView, data, data::DataView, documents,
    documents::DocumentsView, evidence, evidence::EvidenceView, informants,
    informants::InformantsView, layer::dialog_action, layer::dialog_action::DialogAction, lint,
    lint::LintView, matrix, matrix::MatrixView, search, search::SearchView, transcript,
    transcript::TranscriptView,
};
use strum::{IntoStaticStr, VariantArray};

#[derive(Debug)]
pub struct Action {
    /// Name in the palette and in key settings.
    pub name: &'static str,
    /// Default keys, each parsed by [`super::key::Key::parse_all`].
    pub keys: &'static [&'static str],
    /// One line.
    pub doc: &'static str,
    /// Word for the hint line; empty if the action is not shown there.
    pub hint: &'static str,
    pub run: ActionHandler,
}

/// The handler, typed by the view it works on.
#[derive(Clone, Copy, Debug)]
pub enum ActionHandler {
    Anywhere(fn(&mut AppContext)),
    Informants(fn(&mut InformantsView, &mut AppContext)),
    Documents(fn(&mut DocumentsView, &mut AppContext)),
    Transcript(fn(&mut TranscriptView, &mut AppContext)),
    Search(fn(&mut SearchView, &mut AppContext)),
    Evidence(fn(&mut EvidenceView, &mut AppContext)),
    Matrix(fn(&mut MatrixView, &mut AppContext)),
    Data(fn(&mut DataView, &mut AppContext)),
    Codebook(fn(&mut CodebookView, &mut AppContext)),
    Condensations(fn(&mut CondensationsView, &mut AppContext)),
    Lint(fn(&mut LintView, &mut AppContext)),
    Coverage(fn(&mut CoverageView, &mut AppContext)),
    Board(fn(&mut BoardView, &mut AppContext)),
    Configurations(fn(&mut ConfigurationsView, &mut AppContext)),
    /// In a dialog, which decides what the action does.
    Dialog(DialogAction),
}

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

/// Labels of the prefix keys, shown by which-key.
pub const PREFIXES: &[(&str, &str)] = &[("g", "Go to"), ("a", "Code by kind")];

impl Action {
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

pub fn all() -> impl Iterator<Item = &'static Action> {
    let views = [
        transcript::ACTIONS,
        transcript::READING_ACTIONS,
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

/// Actions available in a view: its own, then the global ones.
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
