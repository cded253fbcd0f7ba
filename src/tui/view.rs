//! Views: the screens one works in. A view reads the study and never changes
//! it but through the [`AppContext`]; it never touches the disk or the terminal.
//!
//! Each frame goes in two steps. [`View::update`] may change the view: it
//! catches up with the study and with the size of the screen, and computes
//! what is needed only when one of them has changed. [`View::draw`] then
//! changes nothing, and costs what is visible.

use super::{
    action::{Action, ActionHandler, ViewKind},
    board::BoardView,
    canvas::Canvas,
    codebook::CodebookView,
    condensations::CondensationsView,
    configurations::ConfigurationsView,
    context::AppContext,
    coverage::CoverageView,
    data::DataView,
    documents::DocumentsView,
    evidence::EvidenceView,
    informants::InformantsView,
    input::Mouse,
    lint::LintView,
    matrix::MatrixView,
    search::SearchView,
    transcript::TranscriptView,
};
use ratatui::layout::Rect;

/// What every view can do.
pub trait View {
    /// Catches up with the study and with the room there is.
    fn update(&mut self, context: &AppContext, area: Rect);
    /// Draws itself into the area it settled in.
    fn draw(&self, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect);
    /// Where one is, for the left of the status line.
    fn status_text(&self, context: &AppContext) -> String;
    /// Leaves on the context what it wants to find there when it is opened again.
    fn on_leave(&self, _desk: &mut AppContext) {}
    /// The mouse did something in the view.
    fn handle_mouse(&mut self, _mouse: Mouse, _desk: &mut AppContext) {}
}

/// One of the views.
pub enum AnyView {
    /// The list of documents.
    Documents(DocumentsView),
    /// Who speaks, and how much of the study is theirs.
    Informants(Box<InformantsView>),
    /// One document, to read and code.
    Transcript(Box<TranscriptView>),
    /// Words and codings to be found.
    Search(Box<SearchView>),
    /// What speaks for and against a link.
    Evidence(Box<EvidenceView>),
    /// The evidence of all links.
    Matrix(Box<MatrixView>),
    /// Variables, counted and crossed.
    Data(Box<DataView>),
    /// The codes, and what can be done to them.
    Codebook(Box<CodebookView>),
    /// What was made of what was said.
    Condensations(Box<CondensationsView>),
    /// What the checks on the reasoning find.
    Lint(Box<LintView>),
    /// What there is for each node of the theory.
    Coverage(Box<CoverageView>),
    /// The theory, to look at and to change.
    Board(Box<BoardView>),
    /// Circumstances, mechanisms and outcomes as they are told.
    Configurations(Box<ConfigurationsView>),
}

impl AnyView {
    /// The view.
    #[must_use]
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

    /// The view, to change.
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

    /// Where its actions can be done.
    #[must_use]
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

    /// Does an action, if it can be done here.
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
            (ActionHandler::Dialog(_), _) => context.notify(format!(
                "“{}” is done in a question, not in a view",
                action.name
            )),
            _ => context.notify(format!(
                "“{}” belongs to another view ({})",
                action.name,
                action.kind().title()
            )),
        }
    }
}
