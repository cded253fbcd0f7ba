//! Key bindings: a trie of keys for each view, built from the table of actions. An incomplete
//! sequence is reported as [`KeyLookup::Prefix`] with its branch, which is what which-key shows.

use super::{
    action::{Action, ActionHandler, ActionTable, PREFIXES},
    key::Key,
    key_bindings::{Binding, locked, read_bindings},
    layer::dialog_action::DialogAction,
    route::ViewKind,
};
use crate::settings::Settings;
use crate::study::Refusal;
use strum::VariantArray;

enum KeyNode {
    Action(&'static Action),
    Branch(KeyBranch),
}

/// Keys and what follows each, in the order of the table.
#[derive(Default)]
pub struct KeyBranch {
    /// What the keys have in common: the heading of which-key.
    pub label: &'static str,
    keys: Vec<(Key, KeyNode)>,
}

pub enum KeyLookup<'a> {
    Action(&'static Action),
    /// The keys pressed so far begin these sequences.
    Prefix(&'a KeyBranch),
    Unbound,
}

pub struct Keymap {
    pub actions: ActionTable,
    branches: Vec<(ViewKind, KeyBranch)>,
    /// The keys of each action, by its name.
    keys_by_action: Vec<(&'static str, Vec<String>)>,
    /// The keys shown on the hint line of each view, with a word for each.
    hints: Vec<(ViewKind, Vec<(String, &'static str)>)>,
}

/// A key sequence, as written and as parsed, with its action.
struct BoundKeys {
    action: &'static Action,
    written: String,
    keys: Vec<Key>,
}

impl Keymap {
    /// The default bindings.
    ///
    /// # Errors
    /// If a default key cannot be parsed, or two actions of a view share one.
    pub fn new(actions: ActionTable) -> Result<Keymap, Refusal> {
        let (keymap, mut faults) = Keymap::with(actions, &[])?;
        faults.pop().map_or(Ok(keymap), Err)
    }

    /// The keys as a person's settings have them, and every fault of the settings: what could not
    /// be understood, in the order of the file, then keys that clash.
    ///
    /// # Errors
    /// When a key from the start is not one.
    pub fn from_settings(
        actions: ActionTable,
        settings: &Settings,
    ) -> Result<(Keymap, Vec<Refusal>), Refusal> {
        let (bindings, mut faults) = read_bindings(actions, settings);
        let (keymap, clashes) = Keymap::with(actions, &bindings)?;
        faults.extend(clashes);
        Ok((keymap, faults))
    }

    /// The default bindings overridden by the user's: a user's key goes before all others, and is
    /// taken away from whatever had it by default. Also returns the user's bindings that were
    /// dropped because they conflict.
    ///
    /// # Errors
    /// If a default key cannot be parsed.
    pub fn with(
        actions: ActionTable,
        bindings: &[Binding],
    ) -> Result<(Keymap, Vec<Refusal>), Refusal> {
        let (keymap, mut faults) = Keymap::bound(actions, bindings)?;
        let Some(lost) = [DialogAction::Cancel, DialogAction::Confirm]
            .into_iter()
            .find(|dialog_action| keymap.first_key_for(*dialog_action).is_empty())
        else {
            return Ok((keymap, faults));
        };
        // Settings must never make it impossible to leave a dialog.
        let (questions, others): (Vec<Binding>, Vec<Binding>) = bindings
            .iter()
            .cloned()
            .partition(|binding| binding.action.kind() == ViewKind::Dialog);
        faults.extend(
            questions
                .iter()
                .find(|binding| binding.overrides(lost))
                .map(|binding| locked(&binding.place, lost)),
        );
        Ok((Keymap::bound(actions, &others)?.0, faults))
    }

    fn bound(
        actions: ActionTable,
        bindings: &[Binding],
    ) -> Result<(Keymap, Vec<Refusal>), Refusal> {
        let (mut chosen, mut given) = (Vec::new(), Vec::new());
        let mut wanted = Vec::new();
        for action in actions.all() {
            if let Some(binding) = bindings
                .iter()
                .rev()
                .find(|binding| binding.action.name == action.name)
            {
                let keys = binding.keys.iter().map(|(written, keys)| {
                    (
                        binding,
                        BoundKeys {
                            action,
                            written: written.clone(),
                            keys: keys.clone(),
                        },
                    )
                });
                chosen.extend(keys);
                wanted.push((
                    action.name,
                    binding
                        .keys
                        .iter()
                        .map(|(written, _)| written.clone())
                        .collect(),
                ));
                continue;
            }
            for written in action.keys {
                given.push(BoundKeys {
                    action,
                    written: (*written).to_owned(),
                    keys: Key::parse_all(written)?,
                });
            }
            wanted.push((
                action.name,
                action
                    .keys
                    .iter()
                    .map(|written| (*written).to_owned())
                    .collect(),
            ));
        }
        let (mut places, mut faults) = (Vec::new(), Vec::new());
        for &place in ViewKind::VARIANTS {
            let mut root = KeyBranch::default();
            let layers: &[ViewKind] = match place {
                ViewKind::Anywhere | ViewKind::Dialog => &[place],
                _ => &[place, ViewKind::Anywhere],
            };
            // The user's bindings take precedence over the defaults, and within each the view's own
            // over the global ones.
            for layer in layers {
                for (binding, bound) in chosen
                    .iter()
                    .filter(|(_, bound)| bound.action.kind() == *layer)
                {
                    if let (Err(other), true) = (root.bind(bound), place == *layer) {
                        faults.push(shared(&binding.place, bound, other));
                    }
                }
            }
            for layer in layers {
                for bound in given.iter().filter(|bound| bound.action.kind() == *layer) {
                    let theirs = |other: &Action| {
                        chosen
                            .iter()
                            .any(|(_, bound)| bound.action.name == other.name)
                    };
                    if let (Err(other), true) = (root.bind(bound), place == *layer)
                        && !theirs(other)
                    {
                        faults.push(shared("the table of actions", bound, other));
                    }
                }
            }
            places.push((place, root));
        }
        let mut keymap = Keymap {
            actions,
            branches: places,
            keys_by_action: wanted,
            hints: Vec::new(),
        };
        let hints = |place: &ViewKind| (*place, keymap.collect_hints(*place));
        keymap.hints = ViewKind::VARIANTS.iter().map(hints).collect();
        Ok((keymap, faults))
    }

    /// Help and the way back come first: a user who is lost looks there, and they must never be cut
    /// off.
    fn collect_hints(&self, place: ViewKind) -> Vec<(String, &'static str)> {
        let (first, others): (Vec<_>, Vec<_>) = self
            .actions
            .available(place)
            .filter(|action| !action.hint.is_empty())
            .partition(|action| matches!(action.name, "help" | "back"));
        let keys = |action: &Action| {
            // The list of documents is the first view: going back from there is quitting.
            let word = match (place, action.name) {
                (ViewKind::Documents, "back") => "quit",
                _ => action.hint,
            };
            Some((self.keys_in(place, action).next()?.to_owned(), word))
        };
        first.into_iter().chain(others).filter_map(keys).collect()
    }

    /// The keys of the hint line, each with a word for what it does.
    pub fn hints(&self, place: ViewKind) -> &[(String, &'static str)] {
        self.hints
            .iter()
            .find(|(known, _)| *known == place)
            .map_or(&[], |(_, hints)| hints)
    }

    /// Looks up the keys pressed so far in a view.
    pub fn lookup(&self, place: ViewKind, keys: &[Key]) -> KeyLookup<'_> {
        let root = self.branches.iter().find(|(known, _)| *known == place);
        root.map_or(KeyLookup::Unbound, |(_, root)| root.lookup(keys))
    }

    /// Looks up a key in a dialog.
    pub fn dialog_action(&self, key: Key) -> Option<DialogAction> {
        let KeyLookup::Action(action) = self.lookup(ViewKind::Dialog, &[key]) else {
            return None;
        };
        match action.run {
            ActionHandler::Dialog(dialog_action) => Some(dialog_action),
            _ => None,
        }
    }

    /// The first key of a dialog action, as written; empty if it has none.
    pub fn first_key_for(&self, dialog_action: DialogAction) -> &str {
        self.keys_in(ViewKind::Dialog, dialog_action.action())
            .next()
            .unwrap_or_default()
    }

    /// All keys of an action as written, e.g. `c, Space`.
    pub fn keys_for(&self, action: &Action) -> String {
        self.keys_in(action.kind(), action)
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// The keys that trigger an action in a view, each as written.
    pub fn keys_in(&self, place: ViewKind, action: &Action) -> impl Iterator<Item = &str> {
        let name = action.name;
        let wanted = self
            .keys_by_action
            .iter()
            .find(move |(known, _)| *known == name)
            .map_or(&[][..], |(_, keys)| keys);
        wanted.iter().map(String::as_str).filter(move |written| {
            let keys = Key::parse_all(written).unwrap_or_default();
            matches!(self.lookup(place, &keys), KeyLookup::Action(found) if found.name == name)
        })
    }
}

/// The message about a key bound to two actions.
fn shared(place: &str, bound: &BoundKeys, other: &Action) -> Refusal {
    Refusal::new(
        format!(
            "{place}: `{}` of {} is taken by {}",
            bound.written, bound.action.name, other.name
        ),
        "Give every action keys of its own; no key can also begin another",
    )
}

impl KeyBranch {
    /// Binds keys. The error is the action that conflicts: its keys are the same, a prefix of
    /// these, or begin with them.
    fn bind(&mut self, bound: &BoundKeys) -> Result<(), &'static Action> {
        self.holder(&bound.keys).map_or(Ok(()), Err)?;
        self.add(&bound.keys, bound.action);
        Ok(())
    }

    /// Adds keys that are not bound.
    fn add(&mut self, keys: &[Key], action: &'static Action) {
        let Some((first, rest)) = keys.split_first() else {
            return;
        };
        if rest.is_empty() {
            self.keys.push((*first, KeyNode::Action(action)));
            return;
        }
        if let Some((_, KeyNode::Branch(branch))) =
            self.keys.iter_mut().find(|(key, _)| key == first)
        {
            return branch.add(rest, action);
        }
        let label = PREFIXES
            .iter()
            .find(|(key, _)| *key == first.to_string())
            .map_or("", |(_, label)| label);
        let mut branch = KeyBranch {
            label,
            keys: Vec::new(),
        };
        branch.add(rest, action);
        self.keys.push((*first, KeyNode::Branch(branch)));
    }

    /// The action bound to these keys or to a prefix of them.
    fn holder(&self, keys: &[Key]) -> Option<&'static Action> {
        let (first, rest) = keys.split_first()?;
        match &self.keys.iter().find(|(key, _)| key == first)?.1 {
            KeyNode::Action(action) => Some(action),
            KeyNode::Branch(branch) if rest.is_empty() => branch.first(),
            KeyNode::Branch(branch) => branch.holder(rest),
        }
    }

    /// Any one of the actions in this branch.
    fn first(&self) -> Option<&'static Action> {
        self.keys.iter().find_map(|(_, node)| match node {
            KeyNode::Action(action) => Some(*action),
            KeyNode::Branch(branch) => branch.first(),
        })
    }

    fn lookup(&self, keys: &[Key]) -> KeyLookup<'_> {
        let Some((first, rest)) = keys.split_first() else {
            return KeyLookup::Prefix(self);
        };
        match self.keys.iter().find(|(key, _)| key == first) {
            Some((_, KeyNode::Action(action))) if rest.is_empty() => KeyLookup::Action(action),
            Some((_, KeyNode::Branch(branch))) => branch.lookup(rest),
            _ => KeyLookup::Unbound,
        }
    }

    /// Each key of the branch with a description of what it does.
    pub fn entries(&self) -> impl Iterator<Item = (Key, &'static str)> + '_ {
        self.keys.iter().map(|(key, node)| match node {
            KeyNode::Action(action) => (*key, action.doc),
            KeyNode::Branch(branch) => (*key, branch.label),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::screens;

    fn keymap(settings: &str) -> (Keymap, Vec<Refusal>) {
        Keymap::from_settings(screens::ACTIONS, &Settings::parse(settings, "config.toml")).unwrap()
    }

    #[test]
    fn no_two_actions_of_a_view_share_a_key() {
        Keymap::new(screens::ACTIONS).unwrap();
    }

    #[test]
    fn a_persons_keys_go_before_those_from_the_start() {
        let text = "[keys.transcript]\nuncode = [\"s\", \"g x\"]\nmemo = []\n[keys.anywhere]\nundo = \"z\"\nhelp = [\"g\"]\n";
        let (keymap, faults) = keymap(text);
        assert!(faults.is_empty(), "{faults:?}");
        let does = |written: &str| match keymap
            .lookup(ViewKind::Transcript, &Key::parse_all(written).unwrap())
        {
            KeyLookup::Action(action) => action.name,
            KeyLookup::Prefix(_) => "begins",
            KeyLookup::Unbound => "nothing",
        };
        assert_eq!(
            [
                does("s"),
                does("g x"),
                does("m"),
                does("z"),
                does("u"),
                does("x")
            ],
            ["uncode", "uncode", "nothing", "undo", "nothing", "nothing"]
        );
        // Global bindings yield to the view, which uses `g` as a prefix; in other views `g` is
        // help.
        assert_eq!(does("g"), "begins");
        let action = |name: &str| screens::ACTIONS.find(name).unwrap();
        assert_eq!(keymap.keys_for(action("sentence")), "");
        assert_eq!(keymap.keys_for(action("uncode")), "s, g x");
        assert_eq!(
            keymap
                .keys_in(ViewKind::Transcript, action("documents"))
                .collect::<Vec<_>>(),
            ["g d", "F2"]
        );
        assert_eq!(keymap.keys_for(action("documents")), "F2");
    }

    #[test]
    fn two_wishes_for_one_key_are_told_with_their_line() {
        let text = "[keys.transcript]\nuncode = \"z\"\nmemo = \"z z\"\n";
        let (_, faults) = keymap(text);
        assert_eq!(faults.len(), 1);
        assert!(
            faults[0].what.starts_with("config.toml, line "),
            "{}",
            faults[0].what
        );
    }

    #[test]
    fn questions_can_always_be_left_and_answered() {
        let does = |text: &str, written: &str| {
            let (keymap, faults) = keymap(text);
            let messages = faults
                .first()
                .map_or(String::new(), |fault| fault.what.clone());
            (keymap.dialog_action(Key::parse(written).unwrap()), messages)
        };
        assert_eq!(
            does("[keys.questions]\nleave = \"Ctrl-g\"\n", "Ctrl-g"),
            (Some(DialogAction::Cancel), String::new())
        );
        assert_eq!(
            does("[keys.questions]\nleave = \"Ctrl-g\"\n", "Esc"),
            (None, String::new())
        );
        // The same key may mean different things in different views.
        assert_eq!(
            does("[keys.anywhere]\nhelp = \"Esc\"\n", "Esc"),
            (Some(DialogAction::Cancel), String::new())
        );
        let none = "config.toml, line 2: this leaves no key for leave".to_owned();
        assert_eq!(
            does("[keys.questions]\nleave = []\n", "Esc"),
            (Some(DialogAction::Cancel), none)
        );
        let stolen = "config.toml, line 2: this leaves no key for answer".to_owned();
        assert_eq!(
            does("[keys.questions]\ngo_on = \"Enter\"\n", "Enter"),
            (Some(DialogAction::Confirm), stolen)
        );
        let two = "[keys.questions]\nleave = \"F8\"\ngo_on = \"F8\"\n";
        assert_eq!(
            does(two, "F8"),
            (
                Some(DialogAction::Cancel),
                "config.toml, line 3: `F8` of go_on is taken by leave".to_owned()
            )
        );
    }

    #[test]
    fn prefixes_have_labels() {
        let keymap = Keymap::new(screens::ACTIONS).unwrap();
        for (_, root) in &keymap.branches {
            for (key, node) in &root.keys {
                assert!(
                    !matches!(node, KeyNode::Branch(branch) if branch.label.is_empty()),
                    "{key}"
                );
            }
        }
    }

    /// On Danish, German or French keyboards these need AltGr or are dead keys.
    #[test]
    fn every_key_is_easy_on_danish_german_and_french_keyboards() {
        for action in screens::ACTIONS.all() {
            for key in action
                .keys
                .iter()
                .flat_map(|written| Key::parse_all(written).unwrap())
            {
                let hard = |c| "[]{}|\\@$~^`´¨#".contains(c);
                assert!(
                    !matches!(key.code, crossterm::event::KeyCode::Char(c) if hard(c)),
                    "{} is on {key}",
                    action.name
                );
                assert!(!(key.ctrl && key.alt), "{} is on {key}", action.name);
            }
        }
    }
}
