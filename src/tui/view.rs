//! Views: the screens one works in. A view reads the study and never changes
//! it but through the [`Desk`]; it never touches the disk or the terminal.
//!
//! Each frame goes in two steps. [`View::settle`] may change the view: it
//! catches up with the study and with the size of the screen, and computes
//! what is needed only when one of them has changed. [`View::draw`] then
//! changes nothing, and costs what is visible.

use super::{
    action::{Action, Place, Run},
    board::Board,
    canvas::Canvas,
    codebook::Codebook,
    condensations::Condensations,
    configurations::Configurations,
    coverage::Coverage,
    data::Data,
    desk::Desk,
    documents::Documents,
    evidence::Evidence,
    informants::Informants,
    input::Mouse,
    lint::Lint,
    matrix::Matrix,
    search::Search,
    transcript::Transcript,
};
use ratatui::layout::Rect;

/// What every view can do.
pub trait View {
    /// Catches up with the study and with the room there is.
    fn settle(&mut self, desk: &Desk, area: Rect);
    /// Draws itself into the area it settled in.
    fn draw(&self, desk: &Desk, canvas: &mut Canvas<'_>, area: Rect);
    /// Where one is, for the left of the status line.
    fn whereabouts(&self, desk: &Desk) -> String;
    /// Leaves on the desk what it wants to find there when it is opened again.
    fn leave(&self, _desk: &mut Desk) {}
    /// The mouse did something in the view.
    fn mouse(&mut self, _mouse: Mouse, _desk: &mut Desk) {}
}

/// One of the views.
pub enum Page {
    /// The list of documents.
    Documents(Documents),
    /// Who speaks, and how much of the study is theirs.
    Informants(Box<Informants>),
    /// One document, to read and code.
    Transcript(Box<Transcript>),
    /// Words and codings to be found.
    Search(Box<Search>),
    /// What speaks for and against a link.
    Evidence(Box<Evidence>),
    /// The evidence of all links.
    Matrix(Box<Matrix>),
    /// Variables, counted and crossed.
    Data(Box<Data>),
    /// The codes, and what can be done to them.
    Codebook(Box<Codebook>),
    /// What was made of what was said.
    Condensations(Box<Condensations>),
    /// What the checks on the reasoning find.
    Lint(Box<Lint>),
    /// What there is for each node of the theory.
    Coverage(Box<Coverage>),
    /// The theory, to look at and to change.
    Board(Box<Board>),
    /// Circumstances, mechanisms and outcomes as they are told.
    Configurations(Box<Configurations>),
}

impl Page {
    /// The view.
    #[must_use]
    pub fn view(&self) -> &dyn View {
        match self {
            Page::Documents(view) => view,
            Page::Informants(view) => &**view,
            Page::Transcript(view) => &**view,
            Page::Search(view) => &**view,
            Page::Evidence(view) => &**view,
            Page::Matrix(view) => &**view,
            Page::Data(view) => &**view,
            Page::Codebook(view) => &**view,
            Page::Condensations(view) => &**view,
            Page::Lint(view) => &**view,
            Page::Coverage(view) => &**view,
            Page::Board(view) => &**view,
            Page::Configurations(view) => &**view,
        }
    }

    /// The view, to change.
    pub fn view_mut(&mut self) -> &mut dyn View {
        match self {
            Page::Documents(view) => view,
            Page::Informants(view) => &mut **view,
            Page::Transcript(view) => &mut **view,
            Page::Search(view) => &mut **view,
            Page::Evidence(view) => &mut **view,
            Page::Matrix(view) => &mut **view,
            Page::Data(view) => &mut **view,
            Page::Codebook(view) => &mut **view,
            Page::Condensations(view) => &mut **view,
            Page::Lint(view) => &mut **view,
            Page::Coverage(view) => &mut **view,
            Page::Board(view) => &mut **view,
            Page::Configurations(view) => &mut **view,
        }
    }

    /// Where its actions can be done.
    #[must_use]
    pub fn place(&self) -> Place {
        match self {
            Page::Documents(_) => Place::Documents,
            Page::Informants(_) => Place::Informants,
            Page::Transcript(_) => Place::Transcript,
            Page::Search(_) => Place::Search,
            Page::Evidence(_) => Place::Evidence,
            Page::Matrix(_) => Place::Matrix,
            Page::Data(_) => Place::Data,
            Page::Codebook(_) => Place::Codebook,
            Page::Condensations(_) => Place::Condensations,
            Page::Lint(_) => Place::Lint,
            Page::Coverage(_) => Place::Coverage,
            Page::Board(_) => Place::Board,
            Page::Configurations(_) => Place::Configurations,
        }
    }

    /// Does an action, if it can be done here.
    pub fn run(&mut self, action: &Action, desk: &mut Desk) {
        match (action.run, self) {
            (Run::Anywhere(run), _) => run(desk),
            (Run::Documents(run), Page::Documents(view)) => run(view, desk),
            (Run::Informants(run), Page::Informants(view)) => run(view, desk),
            (Run::Transcript(run), Page::Transcript(view)) => run(view, desk),
            (Run::Search(run), Page::Search(view)) => run(view, desk),
            (Run::Evidence(run), Page::Evidence(view)) => run(view, desk),
            (Run::Matrix(run), Page::Matrix(view)) => run(view, desk),
            (Run::Data(run), Page::Data(view)) => run(view, desk),
            (Run::Codebook(run), Page::Codebook(view)) => run(view, desk),
            (Run::Condensations(run), Page::Condensations(view)) => run(view, desk),
            (Run::Lint(run), Page::Lint(view)) => run(view, desk),
            (Run::Coverage(run), Page::Coverage(view)) => run(view, desk),
            (Run::Board(run), Page::Board(view)) => run(view, desk),
            (Run::Configurations(run), Page::Configurations(view)) => run(view, desk),
            (Run::Question(_), _) => desk.say(format!(
                "“{}” is done in a question, not in a view",
                action.name
            )),
            _ => desk.say(format!(
                "“{}” belongs to another view ({})",
                action.name,
                action.place().title()
            )),
        }
    }
}
