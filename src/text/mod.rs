//! Text and nothing else: spans, graphemes, turns, speakers, line wrapping,
//! and numbers as people read them.
//!
//! A transcript is imported once and never edited under its codings, so every
//! position here is a plain byte offset into an immutable `str`. Two kinds of
//! position exist and are never mixed: *bytes* inside the program, and Unicode
//! *code points* wherever a person or another program reads them ([`code_points`]).
//! This module knows no study, no file and no terminal.

#![warn(missing_docs)]

pub mod alignment;
pub mod boundary;
pub mod char_class;
pub mod code_points;
pub mod digest;
pub mod folding;
pub mod language;
pub mod number;
pub mod overlap;
pub mod sanitize;
pub mod span;
pub mod turn;
pub mod wrap;

pub use code_points::CodePointIndex;
pub use folding::{FoldMode, FoldedText};
pub use span::{Span, SpanError};
pub use turn::{Turn, TurnFormat, TurnMark};
