//! Which keys do what: a trie of keys for each view, made from the table of
//! actions. A key that only begins something says so ([`Found::Begun`]), and
//! the branch it leads to is what which-key shows.

use super::{
    action::{self, Action, PREFIXES, Place},
    key::Key,
};
use crate::study::Refusal;

/// What follows a key.
enum Node {
    Action(&'static Action),
    Branch(Branch),
}

/// Keys with what follows each, in the order of the table.
#[derive(Default)]
pub struct Branch {
    /// What they have in common, for the head of which-key.
    pub label: &'static str,
    keys: Vec<(Key, Node)>,
}

/// What keys mean.
pub enum Found<'a> {
    /// This.
    Action(&'static Action),
    /// The beginning of one of these.
    Begun(&'a Branch),
    /// Nothing.
    Nothing,
}

/// The keys of every view.
pub struct Keymap {
    places: Vec<(Place, Branch)>,
}

impl Keymap {
    /// The keys every action has from the start.
    ///
    /// # Errors
    /// When a key is not one, or two actions of a view share one.
    pub fn new() -> Result<Keymap, Refusal> {
        let mut places = Vec::new();
        for place in Place::ALL {
            let mut root = Branch::default();
            for action in action::all().filter(|action| action.place() == place) {
                for written in action.keys {
                    root.bind(&Key::parse_all(written)?, action, written)?;
                }
            }
            let anywhere = action::all().filter(|action| action.place() == Place::Anywhere && action.place() != place);
            for (action, written) in anywhere.flat_map(|action| action.keys.iter().map(move |written| (action, written))) {
                let keys = Key::parse_all(written)?;
                // A view's own use of a key goes before that of anywhere.
                if matches!(root.find(&keys), Found::Nothing) {
                    root.bind(&keys, action, written)?;
                }
            }
            places.push((place, root));
        }
        Ok(Keymap { places })
    }

    /// What these keys mean in a view.
    #[must_use]
    pub fn find(&self, place: Place, keys: &[Key]) -> Found<'_> {
        let root = self.places.iter().find(|(known, _)| *known == place);
        root.map_or(Found::Nothing, |(_, root)| root.find(keys))
    }

    /// The keys of an action as they are written, e.g. `c, Space`.
    #[must_use]
    pub fn keys_of(&self, action: &Action) -> String {
        action.keys.join(", ")
    }
}

impl Branch {
    fn bind(&mut self, keys: &[Key], action: &'static Action, written: &str) -> Result<(), Refusal> {
        let taken = || Refusal::new(format!("`{written}` of {} is taken", action.name), "Give every action keys of its own");
        let Some((first, rest)) = keys.split_first() else { return Err(taken()) };
        let known = self.keys.iter().position(|(key, _)| key == first);
        if rest.is_empty() {
            if known.is_some() {
                return Err(taken());
            }
            self.keys.push((*first, Node::Action(action)));
            return Ok(());
        }
        let place = known.unwrap_or_else(|| {
            let label = PREFIXES.iter().find(|(key, _)| *key == first.to_string()).map_or("", |(_, label)| label);
            self.keys.push((*first, Node::Branch(Branch { label, keys: Vec::new() })));
            self.keys.len() - 1
        });
        match &mut self.keys[place].1 {
            Node::Branch(branch) => branch.bind(rest, action, written),
            Node::Action(_) => Err(taken()),
        }
    }

    fn find(&self, keys: &[Key]) -> Found<'_> {
        let Some((first, rest)) = keys.split_first() else { return Found::Begun(self) };
        match self.keys.iter().find(|(key, _)| key == first) {
            Some((_, Node::Action(action))) if rest.is_empty() => Found::Action(action),
            Some((_, Node::Branch(branch))) => branch.find(rest),
            _ => Found::Nothing,
        }
    }

    /// Each key of the branch with what it does.
    pub fn entries(&self) -> impl Iterator<Item = (Key, &'static str)> + '_ {
        self.keys.iter().map(|(key, node)| match node {
            Node::Action(action) => (*key, action.doc),
            Node::Branch(branch) => (*key, branch.label),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_actions_of_a_view_share_a_key() {
        Keymap::new().unwrap();
    }

    #[test]
    fn prefixes_have_labels() {
        let keymap = Keymap::new().unwrap();
        for (_, root) in &keymap.places {
            for (key, node) in &root.keys {
                assert!(!matches!(node, Node::Branch(branch) if branch.label.is_empty()), "{key}");
            }
        }
    }

    /// On a Danish, German or French keyboard these need AltGr or are dead keys.
    #[test]
    fn every_key_is_easy_on_danish_german_and_french_keyboards() {
        for action in action::all() {
            for key in action.keys.iter().flat_map(|written| Key::parse_all(written).unwrap()) {
                let hard = |c| "[]{}|\\@$~^`´¨#".contains(c);
                assert!(!matches!(key.code, crossterm::event::KeyCode::Char(c) if hard(c)), "{} is on {key}", action.name);
                assert!(!(key.ctrl && key.alt), "{} is on {key}", action.name);
            }
        }
    }
}
