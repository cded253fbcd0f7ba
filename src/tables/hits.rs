//! What a search finds: quotes and turns, lines of a concordance, memos.

use super::Audience::Team;
use super::privacy::PrivacyFilter;
use super::quotes::{quote_columns, quote_json_at};
use super::{ExportCell, TableColumn};
use crate::search::{ConcordanceLine, ContextTurn, Memo, Note, PassageContext};
use crate::study::event::MemoTarget;
use crate::study::{Document, Quote};
use crate::text::{CodePointIndex, Span};
use serde_json::{Value, json};

/// A quote or turn that was found.
#[derive(Clone)]
pub struct QuoteHit<'a> {
    pub quote: Quote<'a>,
    /// Matches, as spans of the document.
    pub matches: Vec<Span>,
    /// The condensation or theme that matched, if these were searched.
    pub note: Option<Note>,
    /// Similarity or relevance, if the command ranks by it.
    pub score: Option<f32>,
}

/// The columns of quotes, and what is known of these as answers; `context` is how many turns stand
/// before and after each.
pub fn hit_columns<'a>(
    reader: PrivacyFilter<'a>,
    hits: &[QuoteHit<'a>],
    context: usize,
) -> Vec<TableColumn<'a, QuoteHit<'a>>> {
    type Column<'a> = TableColumn<'a, QuoteHit<'a>>;
    let quote = quote_columns(reader).into_iter();
    let mut columns: Vec<Column<'a>> = quote
        .map(|column| column.within(|hit: &QuoteHit<'a>| &hit.quote))
        .collect();
    columns.push(Column::detail("matches", "Matches", Team, |_, hit| {
        let place = |span: &Span| json!(place(hit.quote.document, *span));
        hit.matches.iter().map(place).collect::<Value>()
    }));
    if hits.iter().any(|hit| hit.note.is_some()) {
        columns.push(Column::detail("note", "Note", Team, |_, hit| {
            let note = hit.note.as_ref();
            note.map(|note| ExportCell::structured(note_json(note), &*note.text))
        }));
    }
    if hits.iter().any(|hit| hit.score.is_some()) {
        let score = Column::numbers("score", "Score", Team, |_, hit| json!(hit.score));
        columns.push(score.only_in_json());
    }
    if context > 0 {
        let beside = move |hit: &QuoteHit<'_>, before: bool| {
            let around = PassageContext::around(hit.quote.document, hit.quote.span, context);
            let turns = if before { around.before } else { around.after };
            let turns: Vec<Value> = turns
                .iter()
                .map(|turn| context_json(hit.quote.document, turn))
                .collect();
            Value::from(turns)
        };
        columns.extend([
            Column::detail("before", "Before", Team, move |_, hit| beside(hit, true)),
            Column::detail("after", "After", Team, move |_, hit| beside(hit, false)),
        ]);
    }
    columns
}

fn place(document: &Document, span: Span) -> (usize, usize) {
    document.points().of_span(&document.text, span)
}

fn context_json(document: &Document, beside: &ContextTurn) -> Value {
    let (start, end) = place(document, beside.words);
    json!({
        "turn": beside.turn + 1,
        "speaker": speaker(document, beside.turn),
        "start": start,
        "end": end,
        "text": beside.words.text(&document.text),
    })
}

/// The label of a turn.
pub fn speaker(document: &Document, turn: usize) -> Option<&str> {
    let turn = document.turns().get(turn)?;
    document.label(turn)
}

/// A condensation or theme as JSON: its `text`, and `matches` as positions in code points of the
/// text.
fn note_json(note: &Note) -> Value {
    json!({ "text": note.text, "matches": note_matches(note) })
}

fn note_matches(note: &Note) -> Value {
    let points = CodePointIndex::new(&note.text);
    let places = note.matches.iter();
    places
        .map(|place| json!(points.of_span(&note.text, *place)))
        .collect()
}

/// A line of a concordance in its document.
pub type LineRow<'a> = (&'a Document, ConcordanceLine);

pub fn line_columns<'a>() -> Vec<TableColumn<'a, LineRow<'a>>> {
    type Column<'a> = TableColumn<'a, LineRow<'a>>;
    let text = |document: &Document, span: Span| span.text(&document.text).to_owned();
    vec![
        Column::words("document", "Document", Team, |_, (document, _)| {
            document.body.title.clone()
        }),
        Column::words("informant", "Informant", Team, |study, (_, line)| {
            let informant = line.informant.and_then(|id| study.informant(id));
            informant.map(|known| known.body.name.clone())
        }),
        Column::detail("speaker", "Speaker", Team, |_, (document, line)| {
            speaker(document, line.turn).map(str::to_owned)
        }),
        Column::detail(
            "interviewer",
            "Interviewer",
            Team,
            |study, (document, line)| json!(study.speaker_at(document, line.at).is_interviewer()),
        ),
        Column::numbers("turn", "Turn", Team, |_, (_, line)| line.turn + 1),
        Column::figure("start", "Start", Team, |_, (document, line)| {
            place(document, line.at).0
        }),
        Column::figure("end", "End", Team, |_, (document, line)| {
            place(document, line.at).1
        }),
        Column::words("before", "Before", Team, move |_, (document, line)| {
            text(document, line.before)
        }),
        Column::words("match", "Match", Team, move |_, (document, line)| {
            text(document, line.at)
        }),
        Column::words("after", "After", Team, move |_, (document, line)| {
            text(document, line.after)
        }),
    ]
}

/// Memos with what they are attached to: `on` in words, its kind as `target`, and the quote if it is
/// one.
pub fn memo_columns<'a>() -> Vec<TableColumn<'a, Memo>> {
    type Column<'a> = TableColumn<'a, Memo>;
    vec![
        Column::words("on", "On", Team, |study, memo| {
            study.target_in_words(memo.on)
        }),
        Column::words("text", "Memo", Team, |_, memo| memo.note.text.to_string()),
        Column::detail("matches", "Matches", Team, |_, memo| {
            note_matches(&memo.note)
        }),
        Column::detail("target", "Kind", Team, |_, memo| match memo.on {
            MemoTarget::Study => "study",
            MemoTarget::Document(_) => "document",
            MemoTarget::Code(_) => "code",
            MemoTarget::Link(_) => "link",
            MemoTarget::Quote(_) => "quote",
        }),
        Column::detail("quote", "Quote", Team, |study, memo| match memo.on {
            MemoTarget::Quote(at) => quote_json_at(study, at),
            _ => Value::Null,
        }),
        Column::figure("score", "Score", Team, |_, memo| json!(memo.score)),
    ]
}
