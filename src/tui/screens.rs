//! All screens: their actions, and how a route becomes a view. Only the program around the
//! terminal knows this list; views and layers know routes.

use super::action::{Action, ActionHandler, ActionTable};
use super::board::{self, BoardView};
use super::codebook::{self, CodebookView};
use super::condensations::{self, CondensationsView};
use super::configurations::{self, ConfigurationsView};
use super::context::{AppCommand, AppContext};
use super::coverage::{self, CoverageView};
use super::data::{self, DataView};
use super::documents::{self, DocumentsView};
use super::evidence::{self, EvidenceView};
use super::informants::{self, InformantsView};
use super::layer::{dialog_action, menu};
use super::lint::{self, LintView};
use super::matrix::{self, MatrixView};
use super::route::Route;
use super::search::{self, SearchView};
use super::tour::Tour;
use super::transcript::{self, TranscriptView};
use super::view::View;
use super::{export, finder, personal_data};

/// Every action, in the order of the help.
pub const ACTIONS: ActionTable = ActionTable(&[
    transcript::ACTIONS,
    transcript::READING_ACTIONS,
    search::ACTIONS,
    evidence::ACTIONS,
    evidence::MOVES,
    matrix::ACTIONS,
    matrix::MOVES,
    data::ACTIONS,
    codebook::ACTIONS,
    codebook::MOVES,
    condensations::ACTIONS,
    condensations::MOVES,
    lint::ACTIONS,
    lint::MOVES,
    coverage::ACTIONS,
    coverage::MOVES,
    board::ACTIONS,
    configurations::ACTIONS,
    configurations::MOVES,
    documents::ACTIONS,
    informants::ACTIONS,
    informants::MOVES,
    dialog_action::ACTIONS,
    GLOBAL_ACTIONS,
]);

/// Opens the view a route leads to.
pub fn open(route: Route) -> Box<dyn View> {
    match route {
        Route::Transcript {
            document,
            span,
            hits,
        } => Box::new(TranscriptView::opened(document, span, hits)),
        Route::Search(None) => Box::<SearchView>::default(),
        Route::Search(Some(query)) => Box::new(SearchView::with_query(&query)),
        Route::Evidence(None) => Box::<EvidenceView>::default(),
        Route::Evidence(Some(link)) => Box::new(EvidenceView::for_link(link)),
        Route::Matrix => Box::<MatrixView>::default(),
        Route::Data(None) => Box::<DataView>::default(),
        Route::Data(Some((dataset, variable))) => {
            Box::new(DataView::with_marked(dataset, &variable))
        }
        Route::Codebook => Box::<CodebookView>::default(),
        Route::Condensations => Box::<CondensationsView>::default(),
        Route::Lint => Box::<LintView>::default(),
        Route::Coverage => Box::<CoverageView>::default(),
        Route::Board => Box::<BoardView>::default(),
        Route::Configurations => Box::<ConfigurationsView>::default(),
        Route::Documents => Box::<DocumentsView>::default(),
        Route::Informants(None) => Box::<InformantsView>::default(),
        Route::Informants(Some(informant)) => Box::new(InformantsView::at(informant)),
    }
}

/// Actions that every view has.
const GLOBAL_ACTIONS: &[Action] = &[
    Action {
        name: "undo",
        keys: &["u"],
        doc: "Undo your last change",
        hint: "undo",
        run: ActionHandler::Anywhere(AppContext::undo),
    },
    Action {
        name: "redo",
        keys: &["U", "Ctrl-r"],
        doc: "Redo what you undid",
        hint: "",
        run: ActionHandler::Anywhere(AppContext::redo),
    },
    Action {
        name: "stop",
        keys: &["Esc", "Ctrl-x"],
        doc: "Cancel what is being computed or written",
        hint: "",
        run: ActionHandler::Anywhere(|context| context.send(AppCommand::CancelJob)),
    },
    Action {
        name: "documents",
        keys: &["g d", "F2"],
        doc: "Go to the list of documents",
        hint: "",
        run: ActionHandler::Anywhere(|context| context.send(AppCommand::Open(Route::Documents))),
    },
    Action {
        name: "informants",
        keys: &["g i"],
        doc: "Go to the informants: rename, describe, join and split them",
        hint: "",
        run: ActionHandler::Anywhere(|context| {
            context.send(AppCommand::SwitchTo(Route::Informants(None)))
        }),
    },
    Action {
        name: "help",
        keys: &["?", "F1"],
        doc: "Show all keyboard shortcuts",
        hint: "help",
        run: ActionHandler::Anywhere(finder::ask_help),
    },
    Action {
        name: "palette",
        keys: &[":", "Ctrl-p"],
        doc: "Find an action by name and run it",
        hint: "",
        run: ActionHandler::Anywhere(finder::ask_palette),
    },
    Action {
        name: "tour",
        keys: &["g z"],
        doc: "Begin the tour of the sample study, or end it",
        hint: "",
        run: ActionHandler::Anywhere(|context| {
            context.tour = match context.tour {
                Some(_) => None,
                None => Some(Tour::default()),
            }
        }),
    },
    Action {
        name: "tour_skip",
        keys: &["g y"],
        doc: "Go to the next step of the tour",
        hint: "",
        run: ActionHandler::Anywhere(|context| {
            if let Some(tour) = &mut context.tour {
                tour.skip();
            }
        }),
    },
    Action {
        name: "messages",
        keys: &["M"],
        doc: "Show previous messages",
        hint: "",
        run: ActionHandler::Anywhere(menu::ask_messages),
    },
    Action {
        name: "light_or_dark",
        keys: &["F8"],
        doc: "Switch between the light and the dark theme",
        hint: "",
        run: ActionHandler::Anywhere(AppContext::toggle_theme),
    },
    Action {
        name: "redraw",
        keys: &["Ctrl-l"],
        doc: "Redraw the screen",
        hint: "",
        run: ActionHandler::Anywhere(|context| context.send(AppCommand::Redraw)),
    },
    Action {
        name: "suspend",
        keys: &["Ctrl-z"],
        doc: "Suspend virk and return to the shell; `fg` resumes it",
        hint: "",
        run: ActionHandler::Anywhere(|context| context.send(AppCommand::Suspend)),
    },
    Action {
        name: "lock_screen",
        keys: &["g k"],
        doc: "Hide the screen of an encrypted study until the passphrase is typed",
        hint: "",
        run: ActionHandler::Anywhere(|context| context.send(AppCommand::Lock)),
    },
    Action {
        name: "back",
        keys: &["q", "Backspace"],
        doc: "Back to the previous view; from the first one, quit virk",
        hint: "back",
        run: ActionHandler::Anywhere(|context| context.send(AppCommand::Back)),
    },
    Action {
        name: "quit",
        keys: &["Ctrl-q"],
        doc: "Quit virk; everything is already saved",
        hint: "",
        run: ActionHandler::Anywhere(|context| context.send(AppCommand::Quit)),
    },
    Action {
        name: "copy_or_quit",
        keys: &["Ctrl-c"],
        doc: "Copy the selected words; without any, quit virk after asking",
        hint: "",
        run: ActionHandler::Anywhere(|context| context.send(AppCommand::CopyOrQuit)),
    },
    Action {
        name: "search",
        keys: &["g s", "F3"],
        doc: "Go to the search: words, codes, informants",
        hint: "search",
        run: ActionHandler::Anywhere(search::ask),
    },
    Action {
        name: "evidence",
        keys: &["g e", "F4"],
        doc: "Go to the evidence of a link: quotes and tests",
        hint: "evidence",
        run: ActionHandler::Anywhere(|context| {
            context.send(AppCommand::SwitchTo(Route::Evidence(None)))
        }),
    },
    Action {
        name: "theory_board",
        keys: &["g t", "F10"],
        doc: "Go to the theory: its nodes, links and versions",
        hint: "",
        run: ActionHandler::Anywhere(|context| context.send(AppCommand::SwitchTo(Route::Board))),
    },
    Action {
        name: "configurations",
        keys: &["g o"],
        doc: "Go to the configurations: context, mechanism, outcome",
        hint: "",
        run: ActionHandler::Anywhere(|context| {
            context.send(AppCommand::SwitchTo(Route::Configurations))
        }),
    },
    Action {
        name: "matrix",
        keys: &["g m", "F5"],
        doc: "Go to the evidence matrix of all links",
        hint: "matrix",
        run: ActionHandler::Anywhere(|context| context.send(AppCommand::SwitchTo(Route::Matrix))),
    },
    Action {
        name: "data",
        keys: &["g v", "F6"],
        doc: "Go to the data: variables and crosstabs",
        hint: "data",
        run: ActionHandler::Anywhere(|context| {
            context.send(AppCommand::SwitchTo(Route::Data(None)))
        }),
    },
    Action {
        name: "codes",
        keys: &["g b", "F9"],
        doc: "Go to the codebook: make, change, merge and split codes",
        hint: "",
        run: ActionHandler::Anywhere(|context| context.send(AppCommand::SwitchTo(Route::Codebook))),
    },
    Action {
        name: "condensations",
        keys: &["g c", "F7"],
        doc: "Go to the condensation grid: natural units, meanings, themes",
        hint: "",
        run: ActionHandler::Anywhere(|context| {
            context.send(AppCommand::SwitchTo(Route::Condensations))
        }),
    },
    Action {
        name: "export",
        keys: &["g x"],
        doc: "Export the study or a table: quotes, tests, project, archive …",
        hint: "",
        run: ActionHandler::Anywhere(export::ask),
    },
    Action {
        name: "lint",
        keys: &["g l"],
        doc: "Go to the checks on the reasoning",
        hint: "",
        run: ActionHandler::Anywhere(|context| context.send(AppCommand::SwitchTo(Route::Lint))),
    },
    Action {
        name: "personal_data",
        keys: &["g p"],
        doc: "Scan the study for numbers and addresses that identify people",
        hint: "",
        run: ActionHandler::Anywhere(personal_data::ask),
    },
    Action {
        name: "coverage",
        keys: &["g n"],
        doc: "Go to the coverage of each node of the theory",
        hint: "",
        run: ActionHandler::Anywhere(|context| context.send(AppCommand::SwitchTo(Route::Coverage))),
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_action_says_what_it_does_and_can_be_reached() {
        let mut names = HashSet::new();
        for action in ACTIONS.all() {
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
