//! Codings nobody made: stretches of informants' turns that overlap, a quarter
//! of them condensed, some judged for a link.

use crate::speech::Speech;
use std::collections::HashSet;
use virk::log::Session;
use virk::stats::rng::Rng;
use virk::study::{Code, Command, Document, Id, Link, Polarity, Refusal, theory::QuoteAt};
use virk::text::{Span, Turn, boundary};

/// Makes `codings` codings, evenly over the documents, and answers with how many were condensed.
pub fn code(
    session: &mut Session,
    codings: usize,
    rng: &mut Rng,
    batch: usize,
) -> Result<usize, Refusal> {
    let documents: Vec<Document> = session.study().documents().cloned().collect();
    let codes: Vec<Id<Code>> = session.study().codes().map(|code| code.id).collect();
    let links: Vec<Link> = session
        .study()
        .theory()
        .map(|theory| session.study().links_of(theory).cloned().collect())
        .unwrap_or_default();
    let mut speech = Speech::new(Rng::split(rng.bits(), 0));
    let mut commands = Vec::new();
    let mut condensed = 0;
    for (place, document) in documents.iter().enumerate() {
        let wanted = codings * (place + 1) / documents.len() - codings * place / documents.len();
        let turns: Vec<Turn> = document
            .turns()
            .iter()
            .filter(|turn| document.informant(turn).is_some())
            .copied()
            .collect();
        if turns.is_empty() {
            continue;
        }
        let mut taken: HashSet<(Span, Id<Code>)> = HashSet::new();
        let mut turn = turns[0];
        // A short text has only so many stretches: the message tells what was made.
        let mut tries = wanted * 20;
        while taken.len() < wanted && tries > 0 {
            tries -= 1;
            // Every third coding lies in the turn of the one before it: codings overlap.
            if rng.below(3) > 0 {
                turn = turns[rng.below(turns.len() as u32) as usize];
            }
            let span = stretch(document, turn, rng);
            let link = &links[rng.below(links.len() as u32) as usize];
            let judged = taken.len() + 2 <= wanted && rng.below(5) == 0;
            let chosen = if judged {
                vec![link.from, link.to]
            } else {
                vec![codes[rng.below(codes.len() as u32) as usize]]
            };
            if chosen.iter().any(|code| taken.contains(&(span, *code))) {
                continue;
            }
            taken.extend(chosen.iter().map(|code| (span, *code)));
            commands.push(Command::Apply {
                document: document.id,
                span,
                codes: chosen,
            });
            let quote = QuoteAt {
                document: document.id,
                span,
            };
            if judged {
                let polarity = Polarity::ALL[rng.below(3) as usize];
                commands.push(Command::Judge {
                    link: link.id,
                    quote,
                    polarity: Some(polarity),
                });
            }
            if rng.below(4) == 0 {
                let theme = format!("theme {}", 1 + rng.below(25));
                commands.push(Command::Condense {
                    quote,
                    text: speech.sentence(8),
                    theme,
                });
                condensed += 1;
            }
            if commands.len() >= batch {
                session.perform(Command::All(std::mem::take(&mut commands)))?;
            }
        }
    }
    session.perform(Command::All(commands))?;
    Ok(condensed)
}

/// A whole turn, or some words of it.
fn stretch(document: &Document, turn: Turn, rng: &mut Rng) -> Span {
    let words = boundary::words(&document.text, turn.words);
    if words.is_empty() || rng.below(10) == 0 {
        return turn.words;
    }
    let first = rng.below(words.len() as u32) as usize;
    let last = (first + 3 + rng.below(40) as usize).min(words.len() - 1);
    words[first].union(words[last])
}
