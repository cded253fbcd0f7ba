//! The ways in which transcripts mark turns.

use serde::Serialize;

/// How turns are marked in a transcript, strongest evidence first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
pub enum TurnLayout {
    /// By the file format: captions with voices, rows of a table.
    #[strum(serialize = "the file itself")]
    File,
    /// `Anna 0:05` on its own line, in either order.
    #[strum(serialize = "name and time")]
    TimeLine,
    #[strum(serialize = "name and colon")]
    Colon,
    #[strum(serialize = "name in brackets")]
    Bracket,
    /// A name in bold or as a heading: `**Anna** words`.
    #[strum(serialize = "name in bold or as a heading")]
    Strong,
    /// `Anna`, a tab, then words.
    #[strum(serialize = "name and tab")]
    Tab,
    #[strum(serialize = "letter and full stop")]
    Dot,
    #[strum(serialize = "name and dash")]
    Rule,
    /// `Anna` on its own line, without a time.
    #[strum(serialize = "name on a line of its own")]
    OwnLine,
    /// `– words`, by two people who alternate.
    #[strum(serialize = "dashes")]
    Dash,
    /// No turns are marked.
    #[strum(serialize = "blank lines")]
    Nobody,
}

impl TurnLayout {
    #[must_use]
    pub fn describe(self) -> &'static str {
        self.into()
    }
}
