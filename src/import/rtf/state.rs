//! The parser state of Rich Text groups.

use crate::import::paragraphs::DocumentCell;

/// Groups that contain no text.
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

/// Text that is left out and counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOutKind {
    /// By a tracked change.
    Deleted,
    Hidden,
    /// At the foot of a page or at the end.
    Footnote,
    Comment,
    /// At the top or foot of every page.
    Header,
}

/// Where the text of a group goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RtfDestination {
    Text,
    /// Left out and counted.
    Aside(LeftOutKind),
    /// To the names of fonts.
    Fonts,
    /// Discarded: it is not text.
    Nowhere,
}

/// State of a group, inherited by the groups in it.
#[derive(Clone, Copy)]
pub struct RtfState {
    pub destination: RtfDestination,
    /// Nesting depth in text boxes.
    pub boxed: usize,
    /// A repetition for older readers.
    pub is_fallback: bool,
    /// In a shape: the number of text boxes read before it.
    pub shape: Option<usize>,
    /// By a tracked change.
    pub deleted: bool,
    pub hidden: bool,
    pub bold: bool,
    /// Number in the font table.
    pub font: i64,
    /// Number of substitute letters after `\u`, for older readers.
    pub stand_ins: usize,
}

/// The current table.
#[derive(Default)]
pub struct RtfTable {
    /// The paragraph where the current cell begins; `None` outside a table.
    pub cell: Option<usize>,
    /// The cells of the current row.
    pub row: Vec<DocumentCell>,
    /// The finished rows.
    pub done: Vec<Vec<DocumentCell>>,
    /// Paragraphs are marked as part of a table.
    pub inside: bool,
}
