//! Search: a query language over the text of a study and over its codings.
//!
//! **What is a result?** That depends on the [`SearchScope`]. By default results are *turns* (a
//! paragraph said by one speaker), or *quotes* once a field refers to codings (`code:`, `kind:`,
//! `mechanism:`, `coder:`, `polarity:`, `theme:` …): distinct spans that are coded, condensed,
//! judged or have a memo. With `in:` they may also be *condensations*, *themes* or *memos*: then
//! words are looked up in what the researcher has written, with the stems of the study's language,
//! and fields refer to what the note is about.
//!
//! - Words and phrases match a unit by its own words. A quote that cuts a word in two does not
//!   contain that word, and a phrase never runs from one turn into the next. Speaker labels are not
//!   words.
//! - A word matches itself, then words with the same stem in the document's language, then, in
//!   Danish and from five letters on, compounds that contain it: `samtale` finds
//!   `vejledningssamtale`, ranked last. Quotation marks or `=` match the word alone.
//! - Fields on speaker and document (`informant:`, `document:` …) refer to the turn, or to the turn
//!   in which the quote begins, as in [`crate::study::Quote`].
//! - A code field considers every coding that *overlaps* the quote, including subcodes: so
//!   `code:a code:b` finds what counts as evidence for a → b. But the quote itself must have one of
//!   the codes (judgements, themes) asked for, so that `code:a` gives the quotes of `a` and not
//!   their neighbours.
//! - `coder:` beside code fields (inside one AND) restricts the codings they consider; alone it
//!   finds the quotes that coder made.
//! - `polarity:`, `theme:`, `condensation:` and `memo:` refer to exactly the span that is judged or
//!   written about; `link:` beside `polarity:` restricts it to that link.
//! - A field on quotes matches a turn that overlaps such a quote. Of the memos, `code:` matches
//!   those on the code and on links that begin or end in it, `link:` those on the link, `document:`
//!   and `lang:` those on the document.
//!
//! **How.** Search is a projection of the study that may be deleted at any time; it never holds
//! original data. The index proposes and the text decides: tantivy says how often each turn
//! contains a word and which turns may contain a phrase; whether they do is read in their text.
//! Codes, kinds, coders and informants are read from `&Study` in each search, so a quote coded a
//! moment ago is found with nothing written. Whatever is not indexed yet is read as a whole, so
//! results are complete even without an index. Counts, scores and positions are computed from the
//! study, so they do not depend on the history of the index.
//!
//! Words are compared without case and in one folded form ([`crate::text::folding`]): a word typed
//! plainly also matches when it is written with a ligature, a soft hyphen, in full width or with
//! decomposed letters. `å`, `ø` and `æ` are folded only on request, and there are no stop words:
//! the meaning of an interview may hang on an "ikke". A regular expression runs over the text as it
//! is and over its folded form.

mod bits;
mod coding_extent;
mod concordance;
mod evaluate;
mod facets;
mod fields;
mod frequencies;
mod hits;
mod index;
mod lexicon;
mod notes;
pub mod query;
mod quote_words;
mod quotes;
mod rank;
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
pub use facets::Facets;
pub use frequencies::{Frequencies, Frequency, WordCountOptions};
pub use query::{Query, QueryError, QuerySettings, ResultOrder, SearchScope};
pub use results::{ContextTurn, Memo, Note, Passage, PassageContext, SearchResults};
pub use searcher::Searcher;
pub use similarity::{SharedWord, SimilarQuote, Suggestion};
pub use unsaid_words::UnsaidWordFinder;
