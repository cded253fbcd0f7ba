//! Everything a person can do by key, as data. One table feeds the keymap,
//! which-key, the palette, the help and the hints on the last line, so that
//! none of them can tell something else than the others.

use super::{
    board, board::Board, codebook, codebook::Codebook, condensations, condensations::Condensations,
    configurations, configurations::Configurations, coverage, coverage::Coverage, data, data::Data,
    desk, desk::Desk, documents, documents::Documents, evidence, evidence::Evidence, informants,
    informants::Informants, layer::deed, layer::deed::Deed, lint, lint::Lint, matrix,
    matrix::Matrix, search, search::Search, transcript, transcript::Transcript,
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
    pub run: Run,
}

/// How an action is done, by the view it belongs to.
#[derive(Clone, Copy, Debug)]
pub enum Run {
    /// In any view.
    Anywhere(fn(&mut Desk)),
    /// In the list of informants.
    Informants(fn(&mut Informants, &mut Desk)),
    /// In the list of documents.
    Documents(fn(&mut Documents, &mut Desk)),
    /// In a transcript.
    Transcript(fn(&mut Transcript, &mut Desk)),
    /// In the search.
    Search(fn(&mut Search, &mut Desk)),
    /// In the evidence of a link.
    Evidence(fn(&mut Evidence, &mut Desk)),
    /// In the evidence matrix.
    Matrix(fn(&mut Matrix, &mut Desk)),
    /// In the data.
    Data(fn(&mut Data, &mut Desk)),
    /// In the codebook.
    Codebook(fn(&mut Codebook, &mut Desk)),
    /// In the condensation grid.
    Condensations(fn(&mut Condensations, &mut Desk)),
    /// In the checks on the reasoning.
    Lint(fn(&mut Lint, &mut Desk)),
    /// In the coverage.
    Coverage(fn(&mut Coverage, &mut Desk)),
    /// On the theory board.
    Board(fn(&mut Board, &mut Desk)),
    /// In the configurations.
    Configurations(fn(&mut Configurations, &mut Desk)),
    /// In a question, which knows what it comes to.
    Question(Deed),
}

/// Where an action can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
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
    Questions,
}

impl Place {
    /// What it is called in the settings: the title in small letters.
    #[must_use]
    pub fn name(self) -> String {
        self.title().to_lowercase().replace(' ', "_")
    }

    /// All places, the views first.
    pub const ALL: [Place; 15] = [
        Place::Transcript,
        Place::Search,
        Place::Evidence,
        Place::Matrix,
        Place::Data,
        Place::Codebook,
        Place::Condensations,
        Place::Lint,
        Place::Coverage,
        Place::Board,
        Place::Configurations,
        Place::Documents,
        Place::Informants,
        Place::Questions,
        Place::Anywhere,
    ];

    /// The heading of the place in the help.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Place::Anywhere => "Anywhere",
            Place::Documents => "Documents",
            Place::Informants => "Informants",
            Place::Transcript => "Transcript",
            Place::Search => "Search",
            Place::Evidence => "Evidence",
            Place::Matrix => "Matrix",
            Place::Data => "Data",
            Place::Codebook => "Codebook",
            Place::Condensations => "Condensations",
            Place::Lint => "Checks",
            Place::Coverage => "Coverage",
            Place::Board => "Theory board",
            Place::Configurations => "Configurations",
            Place::Questions => "Questions",
        }
    }
}

/// What the keys behind a first key have in common.
pub const PREFIXES: &[(&str, &str)] = &[("g", "Go to"), ("a", "Code by kind")];

impl Action {
    /// Where it can be done.
    #[must_use]
    pub fn place(&self) -> Place {
        match self.run {
            Run::Anywhere(_) => Place::Anywhere,
            Run::Documents(_) => Place::Documents,
            Run::Informants(_) => Place::Informants,
            Run::Transcript(_) => Place::Transcript,
            Run::Search(_) => Place::Search,
            Run::Evidence(_) => Place::Evidence,
            Run::Matrix(_) => Place::Matrix,
            Run::Data(_) => Place::Data,
            Run::Codebook(_) => Place::Codebook,
            Run::Condensations(_) => Place::Condensations,
            Run::Lint(_) => Place::Lint,
            Run::Coverage(_) => Place::Coverage,
            Run::Board(_) => Place::Board,
            Run::Configurations(_) => Place::Configurations,
            Run::Question(_) => Place::Questions,
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
        deed::ACTIONS,
    ];
    views.into_iter().chain([desk::ACTIONS]).flatten()
}

/// What can be done in a view: its own actions, then those of anywhere.
pub fn available(place: Place) -> impl Iterator<Item = &'static Action> {
    all().filter(move |action| action.place() == place || action.place() == Place::Anywhere)
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
