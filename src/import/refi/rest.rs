//! What rests on a project's codes and documents, once they are in the study:
//! codings, condensations, memos and configurations.

use crate::study::{
    Code, Command, Condensation, Configuration, ConfigurationBody, Document, Id, Polarity, Refusal, Study, Time,
    configuration::Part, configuration::PartBody, event::Target, theory::QuoteAt,
};
use crate::text::Span;
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;

/// A place: the hash of a document's words, and a span of them.
type Place = (Arc<str>, Span);

/// Everything that is said of codes and documents; codes by key, documents by the hash of their words.
#[derive(Clone, Debug, Default)]
pub(in crate::import) struct Rest {
    pub codings: Vec<Taken>,
    pub said: Vec<Said>,
    pub code_memos: Vec<(Arc<str>, String)>,
    pub document_memos: Vec<(Arc<str>, String)>,
    pub study_memo: String,
    pub configurations: Vec<Told>,
}

/// A coding, by somebody at a time if they are known.
#[derive(Clone, Debug)]
pub(in crate::import) struct Taken {
    pub document: Arc<str>,
    pub span: Span,
    pub code: Arc<str>,
    pub by: Option<Arc<str>>,
    pub at: Option<Time>,
}

/// What is said of a quote.
#[derive(Clone, Debug)]
pub(in crate::import) struct Said {
    pub document: Arc<str>,
    pub span: Span,
    pub condensed: Option<(String, String)>,
    pub memo: String,
}

/// A configuration.
#[derive(Clone, Debug)]
pub(in crate::import) struct Told {
    pub set: Uuid,
    pub codes: [Vec<Arc<str>>; 3],
    pub places: [Vec<Place>; 3],
    pub told: Vec<(Place, Polarity)>,
    pub statement: String,
    pub next: Option<Uuid>,
}

/// The study with its documents by the hash of their words.
struct Ground<'a> {
    study: &'a Study,
    documents: HashMap<&'a str, Id<Document>>,
}

impl<'a> Ground<'a> {
    fn new(study: &'a Study) -> Ground<'a> {
        let documents = study.documents().map(|document| (document.body.hash.as_str(), document.id)).collect();
        Ground { study, documents }
    }

    fn quote(&self, document: &str, span: Span) -> Option<QuoteAt> {
        Some(QuoteAt { document: *self.documents.get(document)?, span })
    }

    /// A memo beside one that is there already: nobody's words are lost.
    fn memo(&self, on: Target, words: &str) -> Option<Command> {
        let there = self.study.memo(on).unwrap_or_default();
        let words = words.trim();
        if words.is_empty() || there.contains(words) {
            return None;
        }
        let text = if there.is_empty() { words.to_owned() } else { format!("{there}\n\n{words}") };
        Some(Command::SetMemo { on, text })
    }

    fn coding(&self, quote: QuoteAt, code: Id<Code>, by: Option<&Arc<str>>, at: Option<Time>) -> Option<Command> {
        let QuoteAt { document, span } = quote;
        match by {
            Some(by) => Some(Command::Adopt { document, span, code, by: by.clone(), at }),
            // Nobody is named: whoever imports takes it for their own, once.
            None if self.study.codings_at(document, span).any(|coding| coding.code == code) => None,
            None => Some(Command::Apply { document, span, codes: vec![code] }),
        }
    }

    /// A condensation, unless the quote has one already.
    fn condense(&self, quote: QuoteAt, condensed: Option<&(String, String)>) -> Option<Command> {
        let (text, theme) = condensed?.clone();
        let there: Option<&Condensation> = self.study.condensation(quote);
        there.is_none().then_some(Command::Condense { quote, text, theme })
    }

    fn parts(&self, told: &Told) -> [PartBody; 3] {
        [0, 1, 2].map(|part| PartBody {
            codes: told.codes[part].iter().filter_map(|key| self.study.code_by_key(key)).collect(),
            quotes: told.places[part].iter().filter_map(|(document, span)| self.quote(document, *span)).collect(),
        })
    }

    /// The configuration that says what `told` says.
    fn same(&self, told: &Told) -> Option<&'a Configuration> {
        let parts = self.parts(told);
        self.study.configurations().find(|known| {
            let statement = known.body.statement.and_then(|statement| self.study.words(statement)).unwrap_or_default();
            statement == told.statement.trim() && Part::ALL.iter().zip(&parts).all(|(part, body)| known.body.part(*part) == body)
        })
    }
}

impl Rest {
    /// What is to be done now that codes and documents are known.
    pub(in crate::import) fn command(&self, study: &Study) -> Result<Command, Refusal> {
        let ground = Ground::new(study);
        let mut commands = Vec::new();
        for Taken { document, span, code, by, at } in &self.codings {
            let known = ground.quote(document, *span).zip(study.code_by_key(code));
            commands.extend(known.and_then(|(quote, code)| ground.coding(quote, code, by.as_ref(), *at)));
        }
        for Said { document, span, condensed, memo } in &self.said {
            let Some(quote) = ground.quote(document, *span) else { continue };
            commands.extend(ground.condense(quote, condensed.as_ref()));
            commands.extend(ground.memo(Target::Quote(quote), memo));
        }
        for (key, memo) in &self.code_memos {
            commands.extend(study.code_by_key(key).and_then(|code| ground.memo(Target::Code(code), memo)));
        }
        for (document, memo) in &self.document_memos {
            commands.extend(ground.documents.get(&**document).and_then(|id| ground.memo(Target::Document(*id), memo)));
        }
        commands.extend(ground.memo(Target::Study, &self.study_memo));
        for told in self.configurations.iter().filter(|told| ground.same(told).is_none()) {
            let quotes = told
                .told
                .iter()
                .filter_map(|((document, span), polarity)| Some((ground.quote(document, *span)?, *polarity)))
                .collect();
            commands.push(Command::AddConfiguration { parts: ground.parts(told), statement: told.statement.clone(), quotes });
        }
        Ok(Command::All(commands))
    }

    /// Which configuration's outcome is the context of which, now that all are known.
    pub(super) fn chained(&self, study: &Study) -> Command {
        let ground = Ground::new(study);
        let find = |set: Uuid| self.configurations.iter().find(|told| told.set == set).and_then(|told| ground.same(told));
        let chained = self.configurations.iter().filter_map(|told| {
            let (from, next) = (find(told.set)?, find(told.next?)?);
            let body = ConfigurationBody { next: Some(next.id), ..from.body.clone() };
            (from.body.next != body.next).then(|| Command::ChangeConfiguration {
                id: from.id,
                body: Box::new(body),
                statement: None,
            })
        });
        Command::All(chained.collect())
    }
}

/// A date and time as XML writes them; without a zone it is taken for UTC.
pub(in crate::import) fn time(written: &str) -> Option<Time> {
    let written = written.trim();
    let zoned = written.parse::<jiff::Timestamp>().ok();
    let local =
        || written.parse::<jiff::civil::DateTime>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|time| time.timestamp());
    zoned.or_else(local).map(|time| Time(time.as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_with_and_without_a_zone() {
        assert_eq!(time("2025-01-02T03:04:05Z"), Some(Time(1_735_787_045_000_000)));
        assert_eq!(time("2025-01-02T04:04:05+01:00"), time("2025-01-02T03:04:05"));
        assert_eq!(time("2025-01-02T03:04:05.5Z"), Some(Time(1_735_787_045_500_000)));
        assert_eq!(time("yesterday"), None);
    }
}
