//! Every action a user can trigger by key, as data. One table feeds the keymap, which-key, the
//! palette, the help and the key hints, so they cannot contradict each other.

use super::context::AppContext;
use super::layer::dialog_action::DialogAction;
use super::route::ViewKind;
use super::view::View;

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

/// What an action does, and where.
#[derive(Clone, Copy, Debug)]
pub enum ActionHandler {
    Anywhere(fn(&mut AppContext)),
    /// In the views of this kind.
    View(ViewKind, fn(&mut dyn View, &mut AppContext)),
    /// In a dialog, which decides what the action does.
    Dialog(DialogAction),
}

/// The actions of a view: its type and kind, then for each action the name, the default keys, the
/// word for the hint line, the line of the help, and a function of the view and the context.
macro_rules! view_actions {
    ($view:ty, $kind:expr, $(($name:expr, $keys:expr, $hint:expr, $doc:expr, $run:expr $(,)?)),+ $(,)?) => {
        &[$($crate::tui::action::Action {
            name: $name,
            keys: $keys,
            doc: $doc,
            hint: $hint,
            run: $crate::tui::action::ActionHandler::View($kind, |view, context| {
                let run: fn(&mut $view, &mut $crate::tui::context::AppContext) = $run;
                if let Some(view) = view.downcast_mut() {
                    run(view, context);
                }
            }),
        }),+]
    };
}
pub(in crate::tui) use view_actions;

/// The six moves in a view's list: the kind of the view, the names of the actions, an item and
/// several in words, and how many items PgDn goes.
macro_rules! list_moves {
    (
        $kind:expr,
        [$next:expr, $previous:expr, $down:expr, $up:expr, $first:expr, $last:expr],
        ($one:expr, $many:expr),
        ($several:expr, $page:expr)
    ) => {
        &[
            list_moves!(
                $kind,
                $next,
                ["j", "Down"],
                concat!("Go to the next ", $one),
                1
            ),
            list_moves!(
                $kind,
                $previous,
                ["k", "Up"],
                concat!("Go to the ", $one, " before"),
                -1
            ),
            list_moves!(
                $kind,
                $down,
                ["PgDn", "Ctrl-d"],
                concat!("Go ", $several, " ", $many, " down"),
                $page
            ),
            list_moves!(
                $kind,
                $up,
                ["PgUp", "Ctrl-u"],
                concat!("Go ", $several, " ", $many, " up"),
                -$page
            ),
            list_moves!(
                $kind,
                $first,
                ["Home", "g g"],
                concat!("Go to the first ", $one),
                isize::MIN / 2
            ),
            list_moves!(
                $kind,
                $last,
                ["End", "G"],
                concat!("Go to the last ", $one),
                isize::MAX / 2
            ),
        ]
    };
    ($kind:expr, $name:expr, $keys:expr, $doc:expr, $rows:expr) => {
        $crate::tui::action::Action {
            name: $name,
            keys: &$keys,
            doc: $doc,
            hint: "",
            run: $crate::tui::action::ActionHandler::View($kind, |view, _| view.step($rows)),
        }
    };
}
pub(in crate::tui) use list_moves;

/// Labels of the prefix keys, shown by which-key.
pub const PREFIXES: &[(&str, &str)] = &[("g", "Go to"), ("a", "Code by kind")];

impl Action {
    pub fn kind(&self) -> ViewKind {
        match self.run {
            ActionHandler::Anywhere(_) => ViewKind::Anywhere,
            ActionHandler::View(kind, _) => kind,
            ActionHandler::Dialog(_) => ViewKind::Dialog,
        }
    }
}

/// Actions in the order of the help, those of a view or of everywhere together.
#[derive(Clone, Copy)]
pub struct ActionTable(pub &'static [&'static [Action]]);

impl ActionTable {
    pub fn all(self) -> impl Iterator<Item = &'static Action> {
        self.0.iter().copied().flatten()
    }

    /// Actions available in a view: its own, then the global ones.
    pub fn available(self, view: ViewKind) -> impl Iterator<Item = &'static Action> {
        self.all()
            .filter(move |action| action.kind() == view || action.kind() == ViewKind::Anywhere)
    }

    pub fn find(self, name: &str) -> Option<&'static Action> {
        self.all().find(|action| action.name == name)
    }
}
