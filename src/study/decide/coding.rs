//! Codings, condensations and memos.

use super::{Decision, IdSource, count};
use crate::study::command::NewCode;
use crate::study::event::MemoTarget;
use crate::study::theory::QuoteAt;
use crate::study::{
    Addition, Assignment, Code, Coding, Condensation, CondensationFact, Document, Event, Id, Ref,
    Refusal, Study, Time,
};
use crate::text::{Span, boundary, sanitize};
use std::collections::HashSet;

impl Study {
    pub(super) fn apply_codes(
        &self,
        document: Id<Document>,
        span: Span,
        codes: &[Id<Code>],
        coder: &str,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let words = self.require_quote(QuoteAt { document, span })?;
        let mut decision = Decision::default();
        let mut names = Vec::new();
        let mut seen = HashSet::new();
        for code in codes.iter().filter(|code| seen.insert(**code)) {
            let code = self.require_code(*code)?;
            names.push(self.code_name(code.id));
            let same = |coding: &Coding| coding.code == code.id && *coding.coder == *coder;
            if self.codings_at(document, span).any(same) {
                continue;
            }
            let hash = sanitize::quote_hash(words).into_boxed_str();
            decision.events.push(Event::Coded {
                id: Id::new(mint()),
                document,
                span,
                code: code.id,
                hash,
            });
        }
        let names = names.join(" + ");
        if decision.events.is_empty() {
            return Err(Refusal::new(
                format!("these words are already coded as {names}"),
                "Nothing was changed",
            ));
        }
        decision.message = format!(
            "Coded {} as {names}",
            count(boundary::count_words(words), "word")
        );
        Ok(decision)
    }

    /// A coding made elsewhere, under the name of who made it.
    pub(super) fn adopt(
        &self,
        quote: QuoteAt,
        code: Id<Code>,
        by: &str,
        at: Option<Time>,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let QuoteAt { document, span } = quote;
        let words = self.require_quote(quote)?;
        let name = self.code_name(self.require_code(code)?.id);
        if self
            .codings_at(document, span)
            .any(|coding| coding.code == code && *coding.coder == *by)
        {
            return Ok(Decision::without_events(format!(
                "{by} had already coded these words as {name}"
            )));
        }
        let (id, hash) = (
            Id::new(mint()),
            sanitize::quote_hash(words).into_boxed_str(),
        );
        let said = format!(
            "Adopted {by}’s coding of {} as {name}",
            count(boundary::count_words(words), "word")
        );
        Ok(Decision::from_event(
            Event::CodingAdopted {
                id,
                document,
                span,
                code,
                hash,
                by: by.into(),
                at,
            },
            said,
        ))
    }

    pub(super) fn apply_new(
        &self,
        quote: QuoteAt,
        code: NewCode,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let words = self.require_quote(quote)?;
        let Some((id, body)) = self.complete_new_codes(vec![code], mint)?.pop() else {
            return Err(Refusal::new(
                "a code already has that key",
                "Use that code, or leave the key out",
            ));
        };
        let said = format!(
            "Coded {} as {}, a new code",
            count(boundary::count_words(words), "word"),
            body.name.in_language(&self.language)
        );
        let coded = Event::Coded {
            id: Id::new(mint()),
            document: quote.document,
            span: quote.span,
            code: id,
            hash: sanitize::quote_hash(words).into_boxed_str(),
        };
        Ok(Decision {
            events: vec![Event::Added(Addition::Code { id, body }), coded],
            message: said,
            ..Decision::default()
        })
    }

    pub(super) fn apply_each(
        &self,
        quotes: &[QuoteAt],
        codes: &[Id<Code>],
        coder: &str,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let mut seen = HashSet::new();
        let codes: Vec<Id<Code>> = codes
            .iter()
            .copied()
            .filter(|code| seen.insert(*code))
            .collect();
        let names = codes
            .iter()
            .map(|id| Ok(self.require_code(*id)?.name(&self.language)))
            .collect::<Result<Vec<_>, Refusal>>()?;
        let names = names.join(" + ");
        let mut decision = Decision::default();
        let mut seen = HashSet::new();
        let mut fresh = 0;
        for quote in quotes.iter().filter(|quote| seen.insert(**quote)) {
            let words = self.require_quote(*quote)?;
            let before = decision.events.len();
            for code in &codes {
                let same = |coding: &Coding| coding.code == *code && *coding.coder == *coder;
                if !self.codings_at(quote.document, quote.span).any(same) {
                    let (hash, id) = (
                        sanitize::quote_hash(words).into_boxed_str(),
                        Id::new(mint()),
                    );
                    decision.events.push(Event::Coded {
                        id,
                        document: quote.document,
                        span: quote.span,
                        code: *code,
                        hash,
                    });
                }
            }
            fresh += usize::from(decision.events.len() > before);
        }
        if fresh == 0 {
            return Err(Refusal::new(
                format!("these quotes are already coded as {names}"),
                "Nothing was changed",
            ));
        }
        decision.message = format!("Coded {} as {names}", count(fresh, "quote"));
        if fresh < seen.len() {
            decision.message += &format!("; {} already coded that way", seen.len() - fresh);
        }
        Ok(decision)
    }

    pub(super) fn uncode(&self, codings: &[Id<Coding>]) -> Result<Decision, Refusal> {
        let mut decision = Decision::default();
        let mut names = Vec::new();
        let mut seen = HashSet::new();
        for id in codings.iter().filter(|id| seen.insert(**id)) {
            let coding = self.require_coding(*id)?;
            names.push(self.code_name(coding.code));
            decision
                .events
                .push(Event::Removed(Ref::Coding { id: *id }));
        }
        names.dedup();
        decision.message = format!(
            "Removed {} ({})",
            count(decision.events.len(), "coding"),
            names.join(", ")
        );
        Ok(decision)
    }

    pub(super) fn condense(
        &self,
        quote: QuoteAt,
        text: &str,
        theme: &str,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        self.require_quote(quote)?;
        let known = self.condensation(quote);
        let (text, theme) = (text.trim(), theme.trim());
        let mut decision = Decision::default();
        let unchanged = known
            .map(|was| (self.words(was.content).unwrap_or(""), was.theme.as_str()))
            .unwrap_or_default()
            == (text, theme);
        if unchanged {
            return Ok(Decision {
                message: "The condensation is unchanged".into(),
                ..decision
            });
        }
        let same_theme = known
            .filter(|known| known.theme == theme)
            .and_then(|known| known.theme_content);
        let now = (!text.is_empty() || !theme.is_empty()).then(|| CondensationFact {
            content: decision.store_words(mint, text),
            theme: String::new(),
            theme_content: same_theme
                .or_else(|| (!theme.is_empty()).then(|| decision.store_words(mint, theme))),
        });
        decision.message = if now.is_some() {
            format!(
                "Condensed to {}",
                count(boundary::count_words(text), "word")
            )
        } else {
            "Removed the condensation".into()
        };
        decision.events.push(Event::Set(Assignment::Condensation {
            quote,
            was: known.map(Condensation::fact),
            now,
        }));
        Ok(decision)
    }

    pub(super) fn set_memo(
        &self,
        on: MemoTarget,
        text: &str,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        match on {
            MemoTarget::Study => {}
            MemoTarget::Document(id) => drop(self.require_document(id)?),
            MemoTarget::Quote(quote) => drop(self.require_quote(quote)?),
            MemoTarget::Code(id) => drop(self.require_code(id)?),
            MemoTarget::Link(id) => drop(self.require_link(id)?),
        }
        let was = self.memos.get(&on).copied();
        let text = text.trim();
        let mut decision = Decision::default();
        if was.and_then(|was| self.words(was)).unwrap_or("") == text {
            return Ok(Decision {
                message: "The memo is unchanged".into(),
                ..decision
            });
        }
        let now = (!text.is_empty()).then(|| decision.store_words(mint, text));
        decision.message = if now.is_some() {
            "Memo written"
        } else {
            "Removed the memo"
        }
        .into();
        decision
            .events
            .push(Event::Set(Assignment::Memo { on, was, now }));
        Ok(decision)
    }

    /// The words of a quote, when its document is there and its span fits.
    pub(super) fn require_quote(&self, quote: QuoteAt) -> Result<&str, Refusal> {
        let document = self.require_document(quote.document)?;
        let outside = |why: &str| {
            let length = document.points().total();
            Refusal::new(
                format!(
                    "the span {} of `{}` {why}",
                    self.points_of(quote),
                    document.body.title
                ),
                format!("Its text has {length} characters, counted from 0"),
            )
        };
        match Span::snap(&document.text, quote.span.range()) {
            Ok(snapped) if snapped == quote.span => Ok(quote.span.text(&document.text)),
            Ok(_) => Err(outside("splits a letter")),
            Err(error) => Err(outside(&error.to_string().replace("the span ", ""))),
        }
    }

    /// A span in code points, for people.
    fn points_of(&self, quote: QuoteAt) -> String {
        let Some(document) = self.document(quote.document) else {
            return String::new();
        };
        if quote.span.end as usize > document.text.len() {
            return format!("(bytes {}..{})", quote.span.start, quote.span.end);
        }
        let (start, end) = document.points().of_span(&document.text, quote.span);
        format!("{start}..{end}")
    }
}
