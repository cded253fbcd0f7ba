//! Tables of what people said and how it was coded and condensed.

use super::{SqliteTables, char_positions, non_empty};
use crate::export::timestamp;
use crate::study::{Study, event::MemoTarget, theory::QuoteAt};
use crate::text::number;
use rusqlite::params;

pub(super) fn fill(study: &Study, tables: &SqliteTables<'_>) -> rusqlite::Result<()> {
    informants(study, tables)?;
    documents(study, tables)?;
    codes(study, tables)?;
    codings(study, tables)?;
    theories(study, tables)?;
    memos(study, tables)
}

fn informants(study: &Study, tables: &SqliteTables<'_>) -> rusqlite::Result<()> {
    let mut insert = tables.prepare("INSERT INTO informants VALUES (?1, ?2, ?3, ?4)")?;
    let mut describe = tables.prepare("INSERT INTO attributes VALUES (?1, ?2, ?3)")?;
    for informant in study.informants() {
        let id = informant.id.to_string();
        insert.execute(params![
            id,
            informant.body.name,
            non_empty(&informant.body.role),
            non_empty(&informant.body.department)
        ])?;
        for (name, value) in &informant.body.attributes {
            describe.execute(params![id, name, value])?;
        }
    }
    Ok(())
}

fn documents(study: &Study, tables: &SqliteTables<'_>) -> rusqlite::Result<()> {
    let mut insert =
        tables.prepare("INSERT INTO documents VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?;
    let mut turn_of =
        tables.prepare("INSERT INTO turns VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?;
    for document in study.documents() {
        let (id, body) = (document.id.to_string(), &document.body);
        insert.execute(params![
            id,
            body.title,
            body.language,
            (!document.erased).then_some(&*document.text),
            document.points().total() as i64,
            non_empty(&body.source.file),
            body.hash,
            non_empty(&body.source.encoding),
            document.erased,
        ])?;
        for (number, turn) in document.turns().iter().enumerate() {
            let (start, end) = char_positions(document, turn.words);
            let informant = document
                .informant(turn)
                .filter(|id| study.informant(*id).is_some())
                .map(|id| id.to_string());
            let words = turn.words.text(&document.text);
            turn_of.execute(params![
                id,
                number as i64 + 1,
                document.label(turn),
                informant,
                start,
                end,
                words,
                turn.time.map(number::seconds)
            ])?;
        }
    }
    Ok(())
}

fn codes(study: &Study, tables: &SqliteTables<'_>) -> rusqlite::Result<()> {
    let mut insert = tables
        .prepare("INSERT INTO codes VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")?;
    // Parents come before their children, as the foreign key requires.
    for (_, code) in study.code_tree() {
        let body = &code.body;
        insert.execute(params![
            code.id.to_string(),
            body.key,
            code.name(&study.language),
            body.kind.name(),
            body.parent
                .filter(|parent| study.code(*parent).is_some())
                .map(|parent| parent.to_string()),
            non_empty(&body.tag),
            non_empty(&body.colour),
            non_empty(body.definition.in_language(&study.language)),
            non_empty(body.include.in_language(&study.language)),
            non_empty(body.exclude.in_language(&study.language)),
            non_empty(body.example.in_language(&study.language)),
        ])?;
    }
    Ok(())
}

fn codings(study: &Study, tables: &SqliteTables<'_>) -> rusqlite::Result<()> {
    let mut insert =
        tables.prepare("INSERT INTO codings VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?;
    for document in study.documents() {
        for coding in study.codings_in(document.id) {
            let (start, end) = char_positions(document, coding.span);
            let informant = document
                .informant_of(coding.span)
                .filter(|id| study.informant(*id).is_some());
            insert.execute(params![
                coding.id.to_string(),
                document.id.to_string(),
                coding.code.to_string(),
                start,
                end,
                coding.span.text(&document.text),
                document.turn_at(coding.span.start as usize) as i64 + 1,
                informant.map(|id| id.to_string()),
                &*coding.coder,
                timestamp::utc_timestamp(coding.time),
            ])?;
        }
    }
    let mut condense =
        tables.prepare("INSERT INTO condensations VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for (quote, condensation) in study.condensations() {
        let (Some((document, start, end)), Some(words)) =
            (place(study, quote), study.words(condensation.content))
        else {
            continue;
        };
        let said = study
            .document(quote.document)
            .map(|document| quote.span.text(&document.text));
        condense.execute(params![
            document,
            start,
            end,
            said,
            words,
            non_empty(&condensation.theme)
        ])?;
    }
    let mut release = tables.prepare("INSERT INTO releases VALUES (?1, ?2, ?3)")?;
    for (document, start, end) in study.released().filter_map(|quote| place(study, quote)) {
        release.execute(params![document, start, end])?;
    }
    Ok(())
}

fn theories(study: &Study, tables: &SqliteTables<'_>) -> rusqlite::Result<()> {
    let mut insert = tables.prepare("INSERT INTO theories VALUES (?1, ?2, ?3, ?4)")?;
    let mut link_of = tables
        .prepare("INSERT INTO links VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)")?;
    let mut judge = tables.prepare("INSERT INTO polarities VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for theory in study.theories() {
        let parent = theory
            .parent
            .filter(|parent| study.theories().any(|known| known.id == *parent));
        insert.execute(params![
            theory.id.to_string(),
            theory.version,
            theory.frozen,
            parent.map(|id| id.to_string())
        ])?;
        for (position, link) in study.links_of(theory).enumerate() {
            let code = |id| study.code(id).map(|code| code.id.to_string());
            let verdict = study.verdict(link.id);
            link_of.execute(params![
                link.id.to_string(),
                theory.id.to_string(),
                position as i64 + 1,
                code(link.from),
                study.code_name(link.from),
                code(link.to),
                study.code_name(link.to),
                non_empty(&link.statement),
                non_empty(&link.basis),
                link.expected.name(),
                verdict.map(|verdict| verdict.conclusion.name()),
                verdict.and_then(|verdict| study.words(verdict.reason)),
            ])?;
            for (quote, polarity) in study.polarities(link.id) {
                if let Some((document, start, end)) = place(study, quote) {
                    judge.execute(params![
                        link.id.to_string(),
                        document,
                        start,
                        end,
                        polarity.name()
                    ])?;
                }
            }
        }
    }
    Ok(())
}

fn memos(study: &Study, tables: &SqliteTables<'_>) -> rusqlite::Result<()> {
    let mut insert = tables.prepare("INSERT INTO memos VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6)")?;
    for (target, memo) in study.memos() {
        let (mut document, mut place_in, mut code, mut link) = (None, (None, None), None, None);
        match target {
            MemoTarget::Study => {}
            MemoTarget::Document(id) => document = Some(id.to_string()),
            MemoTarget::Quote(quote) => {
                let Some((id, start, end)) = place(study, quote) else {
                    continue;
                };
                (document, place_in) = (Some(id), (Some(start), Some(end)));
            }
            MemoTarget::Code(id) => code = Some(id.to_string()),
            MemoTarget::Link(id) => link = Some(id.to_string()),
        }
        insert.execute(params![document, place_in.0, place_in.1, code, link, memo])?;
    }
    Ok(())
}

/// A quote's document and span in code points; `None` if the document is gone.
fn place(study: &Study, quote: QuoteAt) -> Option<(String, i64, i64)> {
    let document = study
        .document(quote.document)
        .filter(|document| !document.erased)?;
    let (start, end) = char_positions(document, quote.span);
    Some((document.id.to_string(), start, end))
}
