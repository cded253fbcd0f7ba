//! Finding quotes: a query language over the words of a study and over what
//! has been coded in them.
//!
//! **What is an answer?** Without a field that speaks of codings the unit is a
//! *turn*: the paragraph that one speaker says. With one (`code:`, `kind:`,
//! `mechanism:`, `coder:`, `polarity:`, `theme:` …) the unit is a *quote*: a
//! distinct span that is coded, condensed or judged.
//!
//! - Words, phrases and the like hold of a unit when its own words say so. A
//!   quote that cuts a word in two does not have that word, and a phrase never
//!   runs from one turn into the next. Labels before turns are not words.
//! - Fields of speaker and place (`informant:`, `document:` …) look at the turn,
//!   or at the turn where the quote begins, as [`crate::study::Quote`] does.
//! - A code field looks at every coding that *overlaps* the quote, with its
//!   subtree: so `code:a code:b` finds what evidence counts for a → b. But the
//!   quote itself must carry one of the codes (judgements, themes) asked for, so
//!   that `code:a` gives the quotes of `a` and not their neighbours.
//! - `coder:` beside code fields (inside one AND) narrows the codings that
//!   these look at; alone it asks for quotes that coder made.
//! - `polarity:` and `theme:` hold of exactly the judged or condensed span;
//!   `link:` beside `polarity:` narrows it to that link.
//!
//! **How.** Search is a projection of the study that may be thrown away at any
//! time and never holds truth. tantivy answers one question only: which turns
//! hold this word, how often, and where. Codes, kinds, coders and informants
//! are read from `&Study` at each search, so a quote coded a moment ago is found
//! with nothing written. What the index has not read is scanned, so an answer
//! is complete also without an index. Counts, ranks and places are computed
//! from the study, so they do not depend on the index's history.
//!
//! Words compare without case, soft hyphens and the shape of apostrophes, and
//! composed letters equal decomposed ones; `å`, `ø` and `æ` are never folded,
//! and there are no stop words: "ikke" is what an interview turns on.

mod answer;
mod bits;
mod context;
mod ground;
mod hits;
mod index;
mod judge;
mod leaf;
pub mod query;
mod quotes;
mod rank;
mod reading;
mod searcher;
mod stem;
mod table;
mod turns;
mod word;

pub use answer::{Answer, Passage};
pub use context::{Beside, Context};
pub use query::{Order, Query, Unit};
pub use searcher::Searcher;
