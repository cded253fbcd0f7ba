//! The index schema.

use crate::search::turns::TurnRecord;
use crate::search::word::WordIter;
use crate::study::Document;
use crate::text::TurnFormat;
use sha2::{Digest, Sha256};
use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

#[derive(Clone, Copy, Debug)]
pub struct IndexFields {
    /// The [`key`] of its document.
    pub document: Field,
    turn: Field,
    start: Field,
    end: Field,
    speaker: Field,
    /// Forms of its words, with positions.
    pub words: Field,
}

/// Numeric fields stored with each turn.
pub const NUMBERS: [&str; 5] = ["document", "turn", "start", "end", "speaker"];

pub const WORDS: &str = "words";

pub fn schema() -> (Schema, IndexFields) {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(WORDS)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions)
        .set_fieldnorms(false);
    let text = TextOptions::default().set_indexing_options(indexing);
    let fields = IndexFields {
        document: schema.add_u64_field(NUMBERS[0], INDEXED | FAST),
        turn: schema.add_u64_field(NUMBERS[1], FAST),
        start: schema.add_u64_field(NUMBERS[2], FAST),
        end: schema.add_u64_field(NUMBERS[3], FAST),
        speaker: schema.add_u64_field(NUMBERS[4], FAST),
        words: schema.add_text_field(WORDS, text),
    };
    (schema.build(), fields)
}

/// Registers the tokenizer.
pub fn register(index: &tantivy::Index) {
    index
        .tokenizers()
        .register(WORDS, TextAnalyzer::from(WordTokenizer));
}

impl IndexFields {
    pub fn turn(&self, key: u64, place: &TurnRecord, document: &Document) -> TantivyDocument {
        let mut turn = TantivyDocument::new();
        turn.add_u64(self.document, key);
        turn.add_u64(self.turn, place.turn.into());
        turn.add_u64(self.start, place.words.start.into());
        turn.add_u64(self.end, place.words.end.into());
        turn.add_u64(self.speaker, place.speaker.into());
        turn.add_text(self.words, place.words.text(&document.text));
        turn
    }
}

/// A hash of everything indexed of a document: it changes with the text, the language, how turns
/// are marked, and the list of speakers.
pub fn key(document: &Document) -> u64 {
    let body = &document.body;
    let mut sha = Sha256::new();
    sha.update(document.id.uuid());
    sha.update((document.text.len() as u64).to_be_bytes());
    for part in [body.hash.as_str(), &body.language, body.format.describe()] {
        sha.update(part);
        sha.update([0]);
    }
    if let TurnFormat::Marked(marks) = &body.format {
        for mark in marks.iter() {
            [
                mark.start,
                mark.words,
                mark.speaker.map_or(u32::MAX, u32::from),
            ]
            .iter()
            .for_each(|part| sha.update(part.to_be_bytes()));
        }
    }
    for speaker in &body.speakers {
        sha.update(&speaker.label);
        sha.update([0]);
    }
    sha.finalize()
        .iter()
        .take(8)
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// Adapts [`WordIter`] to tantivy.
#[derive(Clone)]
struct WordTokenizer;

struct WordTokenStream<'t> {
    words: WordIter<'t>,
    token: Token,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = WordTokenStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordTokenStream<'a> {
        WordTokenStream {
            words: WordIter::new(text),
            token: Token::default(),
        }
    }
}

impl TokenStream for WordTokenStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((bytes, form)) = self.words.next() else {
            return false;
        };
        self.token.text.clear();
        self.token.text.push_str(form);
        (self.token.offset_from, self.token.offset_to) = (bytes.start, bytes.end);
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
