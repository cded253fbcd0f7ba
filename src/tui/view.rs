//! Views: the screens. A view reads the study and changes it only through the [`AppContext`]; it
//! never touches the disk or the terminal.
//!
//! Each frame takes two steps. [`View::update`] may change the view: it catches up with the study
//! and with the size of the screen, and recomputes only if one of them has changed. [`View::draw`]
//! changes nothing, and costs what is visible.

use super::action::{Action, ActionHandler, ViewKind};
use super::board::BoardView;
use super::canvas::Canvas;
use super::codebook::CodebookView;
use super::condensations::CondensationsView;
use super::configurations::ConfigurationsView;
use super::context::AppContext;
use super::coverage::CoverageView;
use super::data::DataView;
use super::documents::DocumentsView;
use super::evidence::EvidenceView;
use super::informants::InformantsView;
use super::key::Mouse;
use super::lint::LintView;
use super::matrix::MatrixView;
use super::search::SearchView;
use super::transcript::TranscriptView;
use ratatui::layout::Rect;

pub trait View {
    /// Catches up with the study and the available area.
    fn update(&mut self, context: &AppContext, area: Rect);
    /// Draws the view into the area passed to `update`.
    fn draw(&self, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect);
    /// Current location, for the left of the status line.
    fn status_text(&self, context: &AppContext) -> String;
    /// Stores in the context what the view needs when it is opened again.
    fn on_leave(&self, _context: &mut AppContext) {}
    fn handle_mouse(&mut self, _mouse: Mouse, _context: &mut AppContext) {}
}

pub enum AnyView {
    Documents(DocumentsView),
    Informants(Box<InformantsView>),
    Transcript(Box<TranscriptView>),
    Search(Box<SearchView>),
    Evidence(Box<EvidenceView>),
    Matrix(Box<MatrixView>),
    Data(Box<DataView>),
    Codebook(Box<CodebookView>),
    Condensations(Box<CondensationsView>),
    Lint(Box<LintView>),
    Coverage(Box<CoverageView>),
    Board(Box<BoardView>),
    Configurations(Box<ConfigurationsView>),
}

impl AnyView {
    pub fn as_view(&self) -> &dyn View {
        match self {
            AnyView::Documents(view) => view,
            AnyView::Informants(view) => &**view,
            AnyView::Transcript(view) => &**view,
            AnyView::Search(view) => &**view,
            AnyView::Evidence(view) => &**view,
            AnyView::Matrix(view) => &**view,
            AnyView::Data(view) => &**view,
            AnyView::Codebook(view) => &**view,
            AnyView::Condensations(view) => &**view,
            AnyView::Lint(view) => &**view,
            AnyView::Coverage(view) => &**view,
            AnyView::Board(view) => &**view,
            AnyView::Configurations(view) => &**view,
        }
    }

    pub fn as_view_mut(&mut self) -> &mut dyn View {
        match self {
            AnyView::Documents(view) => view,
            AnyView::Informants(view) => &mut **view,
            AnyView::Transcript(view) => &mut **view,
            AnyView::Search(view) => &mut **view,
            AnyView::Evidence(view) => &mut **view,
            AnyView::Matrix(view) => &mut **view,
            AnyView::Data(view) => &mut **view,
            AnyView::Codebook(view) => &mut **view,
            AnyView::Condensations(view) => &mut **view,
            AnyView::Lint(view) => &mut **view,
            AnyView::Coverage(view) => &mut **view,
            AnyView::Board(view) => &mut **view,
            AnyView::Configurations(view) => &mut **view,
        }
    }

    pub fn kind(&self) -> ViewKind {
        match self {
            AnyView::Documents(_) => ViewKind::Documents,
            AnyView::Informants(_) => ViewKind::Informants,
            AnyView::Transcript(_) => ViewKind::Transcript,
            AnyView::Search(_) => ViewKind::Search,
            AnyView::Evidence(_) => ViewKind::Evidence,
            AnyView::Matrix(_) => ViewKind::Matrix,
            AnyView::Data(_) => ViewKind::Data,
            AnyView::Codebook(_) => ViewKind::Codebook,
            AnyView::Condensations(_) => ViewKind::Condensations,
            AnyView::Lint(_) => ViewKind::Lint,
            AnyView::Coverage(_) => ViewKind::Coverage,
            AnyView::Board(_) => ViewKind::Board,
            AnyView::Configurations(_) => ViewKind::Configurations,
        }
    }

    /// Runs an action, if it belongs to this view.
    pub fn run_action(&mut self, action: &Action, context: &mut AppContext) {
        match (action.run, self) {
            (ActionHandler::Anywhere(run), _) => run(context),
            (ActionHandler::Documents(run), AnyView::Documents(view)) => run(view, context),
            (ActionHandler::Informants(run), AnyView::Informants(view)) => run(view, context),
            (ActionHandler::Transcript(run), AnyView::Transcript(view)) => run(view, context),
            (ActionHandler::Search(run), AnyView::Search(view)) => run(view, context),
            (ActionHandler::Evidence(run), AnyView::Evidence(view)) => run(view, context),
            (ActionHandler::Matrix(run), AnyView::Matrix(view)) => run(view, context),
            (ActionHandler::Data(run), AnyView::Data(view)) => run(view, context),
            (ActionHandler::Codebook(run), AnyView::Codebook(view)) => run(view, context),
            (ActionHandler::Condensations(run), AnyView::Condensations(view)) => run(view, context),
            (ActionHandler::Lint(run), AnyView::Lint(view)) => run(view, context),
            (ActionHandler::Coverage(run), AnyView::Coverage(view)) => run(view, context),
            (ActionHandler::Board(run), AnyView::Board(view)) => run(view, context),
            (ActionHandler::Configurations(run), AnyView::Configurations(view)) => {
                run(view, context)
            }
            (ActionHandler::Dialog(_), _) => {
                context.notify(format!("“{}” belongs to forms, not to a view", action.name))
            }
            _ => context.notify(format!(
                "“{}” belongs to another view ({})",
                action.name,
                action.kind().title()
            )),
        }
    }
}
