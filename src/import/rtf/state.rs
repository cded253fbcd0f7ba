//! What holds for the groups of a Rich Text.

use crate::import::paragraphs::DocumentCell;

/// Groups whose words are no words.
pub const SKIPPED_GROUPS: [&str; 21] = [
    "bkmkstart",
    "bkmkend",
    "filetbl",
    "fldinst",
    "listtable",
    "revtbl",
    "rsidtbl",
    "rxe",
    "tc",
    "xe",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "themedata",
    "nonesttables",
    "nonshppict",
    "atnauthor",
    "atnid",
    "upr",
];

/// Words that stand beside the text and are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOutKind {
    /// Gone by a tracked change.
    Deleted,
    /// Hidden text.
    Hidden,
    /// At the foot or the end.
    Footnote,
    /// Written by others.
    Comment,
    /// Above and below every page.
    Header,
}

/// Where words go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RtfDestination {
    /// Into the text.
    Text,
    /// Beside it, to be counted.
    Aside(LeftOutKind),
    /// Into the names of fonts.
    Fonts,
    /// Nowhere: they are no words.
    Nowhere,
}

/// What holds for a group and those within it.
#[derive(Clone, Copy)]
pub struct RtfState {
    /// Where its words go.
    pub destination: RtfDestination,
    /// In how many text boxes it stands.
    pub boxed: usize,
    /// Whether it says for older readers what was said already.
    pub is_fallback: bool,
    /// In a shape: how many boxes had been read before it.
    pub shape: Option<usize>,
    /// Deleted by a tracked change.
    pub deleted: bool,
    /// Hidden text.
    pub hidden: bool,
    /// Bold.
    pub bold: bool,
    /// The number of the font.
    pub font: i64,
    /// How many letters stand in for a `\u` letter, for older readers.
    pub stand_ins: usize,
}

/// The table under way.
#[derive(Default)]
pub struct RtfTable {
    /// The paragraph the cell under way begins at; none outside a table.
    pub cell: Option<usize>,
    /// The cells of the row under way.
    pub row: Vec<DocumentCell>,
    /// The rows before it.
    pub done: Vec<Vec<DocumentCell>>,
    /// Whether paragraphs are said to stand in a table.
    pub inside: bool,
}
