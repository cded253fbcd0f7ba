//! What holds for the groups of a Rich Text.

use crate::import::paragraphs::Cell;

/// Groups whose words are no words.
pub const SILENT: [&str; 21] = [
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
pub enum Aside {
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
pub enum Flow {
    /// Into the text.
    Text,
    /// Beside it, to be counted.
    Aside(Aside),
    /// Into the names of fonts.
    Fonts,
    /// Nowhere: they are no words.
    Nowhere,
}

/// What holds for a group and those within it.
#[derive(Clone, Copy)]
pub struct State {
    /// Where its words go.
    pub flow: Flow,
    /// In how many text boxes it stands.
    pub boxed: usize,
    /// Whether it says for older readers what was said already.
    pub twin: bool,
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
pub struct Rows {
    /// The paragraph the cell under way begins at; none outside a table.
    pub cell: Option<usize>,
    /// The cells of the row under way.
    pub row: Vec<Cell>,
    /// The rows before it.
    pub done: Vec<Vec<Cell>>,
    /// Whether paragraphs are said to stand in a table.
    pub inside: bool,
}
