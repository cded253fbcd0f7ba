//! Finding quotes: a query language over the words of a study and over what
//! has been coded in them.
//!
//! **What is an answer?** That is the [`SearchScope`]. Unless it is said, it is *turns*
//! (the paragraph that one speaker says), and as soon as a field speaks of
//! codings (`code:`, `kind:`, `mechanism:`, `coder:`, `polarity:`, `theme:` …)
//! *quotes*: distinct spans that are coded, condensed, judged or have a memo.
//! Said it may also be *condensations*, *themes* or *memos*: then words are looked
//! for in what the researcher has written, with the stems of the study's
//! language, and fields look at what that is about.
//!
//! - Words, phrases and the like hold of a unit when its own words say so. A
//!   quote that cuts a word in two does not have that word, and a phrase never
//!   runs from one turn into the next. Labels before turns are not words.
//! - A word stands for itself, then for words with the same stem in the
//!   document's language, then, in Danish and from five letters on, for longer words
//!   that hold it: `samtale` finds `vejledningssamtale`, last in rank. Quotation
//!   marks or `=` ask for the word alone.
//! - Fields of speaker and place (`informant:`, `document:` …) look at the turn,
//!   or at the turn where the quote begins, as [`crate::study::Quote`] does.
//! - A code field looks at every coding that *overlaps* the quote, with its
//!   subtree: so `code:a code:b` finds what evidence counts for a → b. But the
//!   quote itself must carry one of the codes (judgements, themes) asked for, so
//!   that `code:a` gives the quotes of `a` and not their neighbours.
//! - `coder:` beside code fields (inside one AND) narrows the codings that
//!   these look at; alone it asks for quotes that coder made.
//! - `polarity:`, `theme:`, `condensation:` and `memo:` hold of exactly the span
//!   that is judged or written about; `link:` beside `polarity:` narrows it to that link.
//! - Of turns, a field of quotes holds when the turn meets such a quote. Of memos
//!   on a code, `code:` holds, of those on a link `link:` and the `code:` of its
//!   ends, of those on a document `document:` and `lang:`.
//!
//! **How.** Search is a projection of the study that may be thrown away at any
//! time and never holds truth. tantivy answers one question only: which turns
//! hold this word, how often, and where. Codes, kinds, coders and informants
//! are read from `&Study` at each search, so a quote coded a moment ago is found
//! with nothing written. What the index has not read is scanned, so an answer
//! is complete also without an index. Counts, ranks and places are computed
//! from the study, so they do not depend on the index's history.
//!
//! Words compare without case and in one folded form ([`crate::text::folding`]): a
//! word typed plainly is found written with a ligature, a soft hyphen, in full width or
//! with decomposed letters. `å`, `ø` and `æ` are made plain only when that is asked for,
//! and there are no stop words: "ikke" is what an interview turns on. A pattern is looked
//! for in the text as it stands and in its folded form.

mod bits;
mod coding_extent;
mod concordance;
mod context;
mod eval_context;
mod evaluate;
mod facets;
mod field_match;
mod forms;
mod frequencies;
mod fuzzy;
mod hits;
mod index;
mod lexicon;
mod notes;
pub mod query;
mod quote_words;
mod quotes;
mod rank;
mod ranked_hits;
mod results;
mod searcher;
mod similarity;
mod stem;
mod text_clause;
mod turn_lookup;
mod turns;
mod unsaid_words;
mod word;
mod word_reader;

pub use coding_extent::{CodingExtent, CodingPlan, SpokenQuotes};
pub use concordance::{ConcordanceLine, ConcordanceOrder, concordance};
pub use context::{ContextTurn, PassageContext};
pub use facets::Facets;
pub use frequencies::{Frequencies, Frequency, WordCountOptions};
pub use query::{Query, QueryError, QuerySettings, ResultOrder, SearchScope};
pub use results::{Memo, Note, Passage, SearchResults};
pub use searcher::Searcher;
pub use similarity::{SharedWord, SimilarQuote, Suggestion};
pub use unsaid_words::UnsaidWordFinder;
