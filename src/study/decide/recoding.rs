//! Putting codings under other codes and on other words. What is said of a
//! quote (its condensation, its memo, what it does to links) belongs to its
//! words: it stays when the code changes, and goes with the words when their
//! boundary moves.

use super::{Decision, IdSource, count};
use crate::study::coding::HashedSpan;
use crate::study::command::{CodeTarget, NewCode, SplitPart};
use crate::study::configuration::ConfigurationPart;
use crate::study::event::MemoTarget;
use crate::study::theory::QuoteAt;
use crate::study::{
    Addition, Amendment, Assignment, Code, Coding, Document, Event, Id, Ref, Refusal, Study,
};
use crate::text::{Span, boundary, sanitize};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// What makes two codings the same: words, code and coder.
type CodingIdentity = (Id<Document>, Span, Id<Code>, Arc<str>);

/// Codings on their way to other codes. Two that would say the same of the
/// same words, by the same coder, become one.
pub(super) struct Recoding<'a> {
    study: &'a Study,
    existing: HashSet<CodingIdentity>,
    /// How many were put under another code, and how many of them said what another says already.
    pub moved: usize,
    pub merged: usize,
}

impl<'a> Recoding<'a> {
    /// A recoding to these codes.
    pub fn new(study: &'a Study, to: &HashSet<Id<Code>>) -> Recoding<'a> {
        // Also those of documents out of sight: they may come back.
        let there = study
            .codings
            .iter()
            .filter(|coding| to.contains(&coding.code));
        let taken = there
            .map(|coding| {
                (
                    coding.document,
                    coding.span,
                    coding.code,
                    coding.coder.clone(),
                )
            })
            .collect();
        Recoding {
            study,
            existing: taken,
            moved: 0,
            merged: 0,
        }
    }

    /// The fact that puts a coding under a code; `None` when it is there already.
    pub fn recode_event(&mut self, coding: &Coding, code: Id<Code>) -> Option<Event> {
        if coding.code == code {
            return None;
        }
        self.moved += 1;
        if self
            .existing
            .insert((coding.document, coding.span, code, coding.coder.clone()))
        {
            return Some(Event::CodingRecoded {
                id: coding.id,
                was: coding.code,
                now: code,
            });
        }
        self.merged += 1;
        Some(Event::Removed(Ref::Coding { id: coding.id }))
    }

    /// The codings there are of a code, in documents out of sight too.
    pub fn codings_of(&self, code: Id<Code>) -> impl Iterator<Item = &'a Coding> + use<'a> {
        self.study
            .codings
            .iter()
            .filter(move |coding| coding.code == code)
    }

    /// "; 2 said the same twice and became one".
    pub fn merged_note(&self) -> String {
        match self.merged {
            0 => String::new(),
            1 => "; 1 was there already".into(),
            several => format!("; {several} were there already"),
        }
    }
}

impl Study {
    pub(super) fn recode(
        &self,
        codings: &[Id<Coding>],
        code: Id<Code>,
    ) -> Result<Decision, Refusal> {
        let name = self.require_code(code)?.name(&self.language);
        let mut recoding = Recoding::new(self, &HashSet::from([code]));
        let mut decision = Decision::default();
        for id in codings {
            decision
                .events
                .extend(recoding.recode_event(self.require_coding(*id)?, code));
        }
        decision.message = match (recoding.moved, codings.len()) {
            (0, _) => {
                return Err(Refusal::new(
                    format!("that is already coded as {name}"),
                    "Nothing was changed",
                ));
            }
            (1, 1) => format!("Coded as {name} instead{}", recoding.merged_note()),
            (moved, _) => format!(
                "Changed {} to {name}{}",
                count(moved, "coding"),
                recoding.merged_note()
            ),
        };
        Ok(decision)
    }

    pub(super) fn split_code(
        &self,
        code: Id<Code>,
        parts: Vec<SplitPart>,
        reason: &str,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let name = self.require_code(code)?.name(&self.language).to_owned();
        if reason.trim().is_empty() {
            return Err(Refusal::new(
                format!("splitting {name} needs a reason"),
                "Say in a sentence what distinguishes the codes",
            ));
        }
        let mut decision = Decision::default();
        let reason = decision.store_words(mint, reason.trim());
        let fresh: Vec<NewCode> = parts
            .iter()
            .filter_map(|part| {
                if let CodeTarget::New(code) = &part.to {
                    Some((**code).clone())
                } else {
                    None
                }
            })
            .collect();
        let mut made = self.complete_new_codes(fresh, mint)?.into_iter();
        let mut targets = Vec::with_capacity(parts.len());
        for part in &parts {
            let to = match &part.to {
                CodeTarget::Existing(code) => self.require_code(*code)?.id,
                CodeTarget::New(_) => {
                    let (id, body) = made.next().ok_or_else(|| {
                        Refusal::new("a new code has a key that is taken", "Leave its key out")
                    })?;
                    decision
                        .events
                        .push(Event::Added(Addition::Code { id, body }));
                    id
                }
            };
            targets.push(to);
        }
        let mut recoding = Recoding::new(self, &targets.iter().copied().collect());
        for (part, to) in parts.iter().zip(&targets) {
            for id in &part.codings {
                let coding = self.require_coding(*id)?;
                if coding.code != code {
                    return Err(Refusal::new(
                        format!(
                            "a coding to be split has the code {}, not {name}",
                            self.code_name(coding.code)
                        ),
                        "Somebody may have changed it since; look at the codings of the code again",
                    ));
                }
                decision.events.extend(recoding.recode_event(coding, *to));
            }
        }
        if decision.events.is_empty() {
            return Ok(Decision::without_events(format!(
                "No coding of {name} was reassigned"
            )));
        }
        decision.message = format!(
            "Split {name}: {} assigned to {}{}",
            count(recoding.moved, "coding"),
            count(targets.len(), "code"),
            recoding.merged_note()
        );
        decision.events.insert(
            0,
            Event::CodeSplit {
                id: code,
                into: targets,
                reason,
            },
        );
        Ok(decision)
    }

    pub(super) fn move_boundary(
        &self,
        codings: &[Id<Coding>],
        span: Span,
    ) -> Result<Decision, Refusal> {
        let codings = codings
            .iter()
            .map(|id| self.require_coding(*id))
            .collect::<Result<Vec<_>, _>>()?;
        let Some(first) = codings.first() else {
            return Err(Refusal::new("no coding is named", "Nothing was changed"));
        };
        let from = QuoteAt {
            document: first.document,
            span: first.span,
        };
        if codings
            .iter()
            .any(|coding| coding.document != from.document || coding.span != from.span)
        {
            return Err(Refusal::new(
                "these codings have different words",
                "Move the boundary of one quote at a time",
            ));
        }
        let to = QuoteAt { span, ..from };
        let words = self.require_quote(to)?;
        if words.trim().is_empty() {
            return Err(Refusal::new(
                "only spaces would be coded",
                "Keep at least one word of the quote",
            ));
        }
        if from == to {
            return Ok(Decision::without_events(
                "The quote already has these words",
            ));
        }
        let mut decision = Decision::default();
        for coding in &codings {
            let same = |other: &Coding| other.code == coding.code && other.coder == coding.coder;
            decision
                .events
                .push(if self.codings_at(to.document, to.span).any(same) {
                    Event::Removed(Ref::Coding { id: coding.id })
                } else {
                    let was = HashedSpan {
                        span: from.span,
                        hash: coding.hash.clone(),
                    };
                    Event::BoundaryMoved {
                        id: coding.id,
                        was,
                        now: HashedSpan {
                            span,
                            hash: sanitize::quote_hash(words).into_boxed_str(),
                        },
                    }
                });
        }
        let stays = self
            .codings_at(from.document, from.span)
            .any(|coding| codings.iter().all(|moved| moved.id != coding.id));
        let left = self.carry_annotations(from, to, stays, &mut decision);
        if let Some(since) = self.changed_quotes.get(&from).copied().filter(|_| !stays) {
            decision
                .events
                .push(Event::QuoteConfirmed { quote: from, since });
        }
        decision.message = format!(
            "The quote has {} now{left}",
            count(boundary::count_words(words), "word")
        );
        Ok(decision)
    }

    /// Takes what is said of a quote to other words; leaves a copy where codings
    /// stay. What is said of the other words already holds, and what cannot
    /// come along is told.
    pub(super) fn carry_annotations(
        &self,
        from: QuoteAt,
        to: QuoteAt,
        stays: bool,
        decision: &mut Decision,
    ) -> String {
        let left = self.carry_annotations_but_parts(from, to, stays, decision);
        if !stays {
            decision
                .events
                .extend(self.repoint_parts(&BTreeMap::from([(from, to)])));
        }
        left
    }

    /// The same, but for the parts of configurations.
    pub(super) fn carry_annotations_but_parts(
        &self,
        from: QuoteAt,
        to: QuoteAt,
        stays: bool,
        decision: &mut Decision,
    ) -> String {
        let mut moving = AnnotationMove {
            from,
            to,
            stays,
            events: &mut decision.events,
            left: Vec::new(),
        };
        moving.carry(
            "condensation",
            |quote| self.condensations.get(&quote).cloned(),
            |quote, was, now| Assignment::Condensation {
                quote,
                was: was.map(|was| was.fact()),
                now: now.map(|now| now.fact()),
            },
        );
        moving.carry(
            "memo",
            |quote| self.memos.get(&MemoTarget::Quote(quote)).copied(),
            |quote, was, now| Assignment::Memo {
                on: MemoTarget::Quote(quote),
                was,
                now,
            },
        );
        for link in self.links.all().map(|link| link.id) {
            moving.carry(
                "judgement",
                |quote| self.polarity(link, quote),
                |quote, was, now| Assignment::Polarity {
                    link,
                    quote,
                    was,
                    now,
                },
            );
        }
        for known in self.configurations.all() {
            let polarities = &self.configuration_polarities;
            moving.carry(
                "judgement",
                |quote| polarities.get(&(known.id, quote)).copied(),
                |quote, was, now| Assignment::Configuration {
                    configuration: known.id,
                    quote,
                    was,
                    now,
                },
            );
        }
        let mut left = moving.left;
        left.dedup();
        match left.as_slice() {
            [] => String::new(),
            left => format!(
                "; its {} stayed where it was, as these words have their own",
                left.join(" and ")
            ),
        }
    }

    /// Parts of configurations that point to quotes point to their new words.
    pub(super) fn repoint_parts(
        &self,
        moved: &BTreeMap<QuoteAt, QuoteAt>,
    ) -> impl Iterator<Item = Event> {
        self.map_part_quotes(|quote| Some(moved.get(&quote).copied().unwrap_or(quote)))
    }

    /// Parts of configurations no longer point to a quote.
    pub(super) fn detach_parts(&self, gone: QuoteAt) -> impl Iterator<Item = Event> {
        self.map_part_quotes(move |quote| Some(quote).filter(|quote| *quote != gone))
    }

    fn map_part_quotes(
        &self,
        turn: impl Fn(QuoteAt) -> Option<QuoteAt>,
    ) -> impl Iterator<Item = Event> {
        self.configurations.iter().filter_map(move |configuration| {
            let mut now = configuration.body.clone();
            for part in ConfigurationPart::ALL {
                let quotes = &mut now.part_mut(part).quotes;
                let mut seen = HashSet::new();
                let moved = quotes.iter().filter_map(|quote| turn(*quote));
                *quotes = moved.filter(|quote| seen.insert(*quote)).collect();
            }
            let was = Box::new(configuration.body.clone());
            (now != *was).then(|| {
                Event::Changed(Amendment::Configuration {
                    id: configuration.id,
                    was,
                    now: Box::new(now),
                })
            })
        })
    }

    pub(super) fn require_coding(&self, id: Id<Coding>) -> Result<&Coding, Refusal> {
        self.coding(id).ok_or_else(|| {
            Refusal::new(
                "that coding has already been removed",
                "Nothing was changed",
            )
        })
    }
}

/// What is said of a quote on its way to other words.
struct AnnotationMove<'a> {
    from: QuoteAt,
    to: QuoteAt,
    /// Whether it stays at the words it comes from as well.
    stays: bool,
    events: &'a mut Vec<Event>,
    /// What cannot come along, as the other words have their own.
    left: Vec<&'static str>,
}

impl AnnotationMove<'_> {
    /// Takes along the one annotation that `said` finds at a quote.
    fn carry<T: Clone + PartialEq>(
        &mut self,
        what: &'static str,
        said: impl Fn(QuoteAt) -> Option<T>,
        assign: impl Fn(QuoteAt, Option<T>, Option<T>) -> Assignment,
    ) {
        let Some(mine) = said(self.from) else {
            return;
        };
        match said(self.to) {
            Some(other) if other != mine => {
                self.left.push(what);
                return;
            }
            Some(_) => {}
            None => {
                let written = assign(self.to, None, Some(mine.clone()));
                self.events.push(Event::Set(written));
            }
        }
        if !self.stays {
            let gone = assign(self.from, Some(mine), None);
            self.events.push(Event::Set(gone));
        }
    }
}
