//! Keys as the file gives them, before anybody asks whether such views, actions and keys exist.

use super::SettingsPosition;

/// A table `[keys.VIEW]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyTable {
    /// Where its name is written.
    pub position: SettingsPosition,
    /// The name of the view.
    pub view: String,
    /// Its lines; `None` when it is something else than a table.
    pub actions: Option<Vec<KeySetting>>,
}

/// A line of such a table: an action and the keys it is to have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeySetting {
    /// Where the name of the action is written.
    pub position: SettingsPosition,
    /// The name of the action.
    pub action: String,
    /// The keys; an empty list takes all keys away.
    pub keys: Vec<WrittenKey>,
}

/// One of the keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenKey {
    /// Where it is written.
    pub position: SettingsPosition,
    /// Its words, such as `Ctrl-p` or `g u`; `None` when it is no text but, say, a number.
    pub words: Option<String>,
}
