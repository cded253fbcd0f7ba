//! Text processing: spans, graphemes, turns, speakers, line wrapping, and number formatting.
//!
//! A transcript is imported once and never edited under its codings, so every position is a plain
//! byte offset into an immutable `str`. Two kinds of positions exist and are never mixed: *bytes*
//! inside the program, and Unicode *code points* in everything that people or other programs read
//! ([`code_points`]). This module depends on no study, file or terminal.

#![warn(missing_docs)]

pub mod alignment;
pub mod boundary;
pub mod code_points;
pub mod folding;
mod full_sentence;
pub mod language;
pub mod number;
pub mod overlap;
pub mod sanitize;
pub mod span;
mod text_folder;
pub mod turn;
mod turn_detection;
pub mod wrap;

pub use code_points::CodePointIndex;
pub use folding::{FoldMode, FoldedText};
pub use full_sentence::full_sentence;
pub use span::{Span, SpanError};
pub use turn::{Turn, TurnFormat, TurnMark};
