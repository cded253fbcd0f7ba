//! People who work on copies of one study, without files: their records are chained and hashed as
//! in a file.

use crate::support::{TALK, codes, new_link, start, transcript};
use std::collections::HashMap;
use std::sync::Arc;
use uuid::Uuid;
use virk::export::privacy::PrivacyFilter;
use virk::export::{codebook, codings, condensations, informants, json, quotes};
use virk::import::correction::align_words;
use virk::log::{StoredLog, StoredRecord};
use virk::study::command::NewCode;
use virk::study::document::Provenance;
use virk::study::event::MemoTarget;
use virk::study::theory::{Conclusion, QuoteAt};
use virk::study::{
    Act, BilingualText, CodeBody, CodeKind, Command, Content, ContentId, Event, Polarity, Record,
    Study, Time, content::salted_hash, upgrade,
};
use virk::team::union;
use virk::text::Span;

/// Numbers that are the same for the same seed.
#[derive(Clone)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end.max(1)
    }

    pub fn uuid(&mut self) -> Uuid {
        let mut half = || (self.below(usize::MAX) as u128) << 11 ^ self.below(usize::MAX) as u128;
        Uuid::from_u128(half() << 64 | half())
    }

    fn one_of<T: Clone>(&mut self, all: &[T]) -> Option<T> {
        let place = self.below(all.len());
        all.get(place).cloned()
    }
}

/// All words that anybody ever wrote.
#[derive(Default)]
pub struct Words(HashMap<ContentId, Content>);

/// Somebody and their copy.
#[derive(Clone)]
pub struct Person {
    pub log: StoredLog,
    pub study: Study,
    pub writer: Uuid,
    coder: Arc<str>,
    /// How far their clock is off.
    pub clock: i64,
}

impl Person {
    /// Somebody who begins a study.
    pub fn begins(dice: &mut Dice, words: &mut Words) -> Person {
        let mut person = Person {
            log: StoredLog::default(),
            study: Study::default(),
            writer: dice.uuid(),
            coder: "Anna".into(),
            clock: 0,
        };
        for command in [start(), codes(), transcript("talk", TALK)] {
            person.does(command, dice, words);
        }
        let code = |name: &str| person.study.find_code(name).unwrap().id;
        let links = vec![new_link(code("m_refl"), code("o_dev"), "it helps")];
        let theory = Command::AddTheory {
            version: "v1".into(),
            nodes: vec![code("m_refl"), code("o_dev")],
            links,
        };
        assert!(person.does(theory, dice, words));
        person
    }

    /// Somebody who gets a copy; without a writer of their own they go on as the other did.
    pub fn copies(&self, coder: &str, writer: Option<Uuid>) -> Person {
        Person {
            coder: coder.into(),
            writer: writer.unwrap_or(self.writer),
            ..self.clone()
        }
    }

    /// Merges another's copy into theirs.
    pub fn merges(&mut self, other: &Person, words: &Words) {
        self.log = union(&self.log, &other.log).unwrap();
        self.study = fold(&self.log, words);
    }

    /// Does it, unless the study refuses.
    pub fn does(&mut self, command: Command, dice: &mut Dice, words: &mut Words) -> bool {
        let decided = self.study.decide(command, &self.coder, &mut || dice.uuid());
        let Ok(decision) = decided else {
            return false;
        };
        self.writes(Act::Do, decision.events, decision.contents, dice, words);
        true
    }

    fn takes_back(&mut self, dice: &mut Dice, words: &mut Words) {
        let batch = self.study.history().last_undoable(self.writer, &self.coder);
        let Some(batch) = batch else {
            return;
        };
        let records = self.log.records.iter().filter(|record| {
            record.writer == batch.writer && (batch.first..=batch.last).contains(&record.n)
        });
        let events: Vec<Event> = records.filter_map(|record| record.event()).collect();
        if let Ok(inverse) = self.study.decide_undo(&events) {
            self.writes(Act::Undo(batch.id), inverse, Vec::new(), dice, words);
        }
    }

    fn writes(
        &mut self,
        act: Act,
        events: Vec<Event>,
        contents: Vec<Content>,
        dice: &mut Dice,
        words: &mut Words,
    ) {
        for content in contents {
            let hash = salted_hash("salt", &content.text.stored());
            self.log.texts.insert(content.id, hash.into());
            self.study.add_content(content.id, content.text.clone());
            words.0.insert(content.id, content);
        }
        let batch = dice.uuid();
        let latest = self.log.records.last().map_or(0, |record| record.time);
        let from = (latest + 1 + dice.below(3) as i64).max(self.clock);
        for (time, event) in (from..).zip(events) {
            let own = self.log.records.iter().rev();
            let last = own.clone().find(|record| record.writer == self.writer);
            let record = Record {
                id: dice.uuid(),
                writer: self.writer,
                n: last.map_or(1, |last| last.n + 1),
                time: Time(time),
                coder: self.coder.clone(),
                batch,
                act,
                event,
            };
            let named = record.event.every_content();
            let hashes = named.iter().filter_map(|id| {
                let hash = self.log.texts.get(id)?;
                Some((*id, hash.split_once(':')?.1.to_owned()))
            });
            let before = last.map_or_else(Default::default, |last| last.hash);
            let hashes = hashes.collect();
            let stored =
                StoredRecord::new(&record, hashes, upgrade::Heads::new(), &before).unwrap();
            self.log.records.push(Arc::new(stored));
            for gone in record.event.erased_contents() {
                self.log.texts.remove(&gone);
            }
            self.study.apply(&record);
        }
    }

    /// Does something, whatever comes.
    pub fn does_something(&mut self, dice: &mut Dice, words: &mut Words) {
        let what = dice.below(40);
        if what < 4 {
            return self.takes_back(dice, words);
        }
        if let Some(command) = self.something(what, dice) {
            self.does(command, dice, words);
        }
    }

    fn something(&self, what: usize, dice: &mut Dice) -> Option<Command> {
        let study = &self.study;
        let documents: Vec<_> = study.documents().filter(|text| !text.erased).collect();
        let codes: Vec<_> = study.codes().collect();
        let codings: Vec<_> = study.codings().collect();
        let quotes: Vec<QuoteAt> = codings
            .iter()
            .map(|coding| QuoteAt {
                document: coding.document,
                span: coding.span,
            })
            .collect();
        let name =
            |dice: &mut Dice| ["Trust", "Time", "Courage", "Doubt"][dice.below(4)].to_owned();
        Some(match what {
            4..=11 => {
                let document = dice.one_of(&documents)?;
                Command::Apply {
                    document: document.id,
                    span: some_span(&document.text, dice)?,
                    codes: vec![dice.one_of(&codes)?.id],
                }
            }
            12 | 13 => Command::AddCodes {
                codes: vec![NewCode {
                    body: CodeBody {
                        key: format!("k_{}", name(dice).to_lowercase()),
                        kind: CodeKind::Mechanism,
                        name: BilingualText::new(name(dice)),
                        ..CodeBody::default()
                    },
                    parent: None,
                }],
            },
            14..=16 => {
                let code = dice.one_of(&codes)?;
                let mut body = code.body.clone();
                match dice.below(3) {
                    0 => body.name = BilingualText::new(name(dice)),
                    1 => body.definition = BilingualText::new(name(dice)),
                    _ => body.colour = Default::default(),
                }
                Command::ChangeCode {
                    id: code.id,
                    body: Box::new(body),
                    reason: String::new(),
                }
            }
            17 => Command::RetireCodes {
                codes: vec![dice.one_of(&codes)?.id],
                reason: "unused".into(),
            },
            18 => Command::MergeCodes {
                from: vec![dice.one_of(&codes)?.id],
                into: dice.one_of(&codes)?.id,
                reason: "the same".into(),
            },
            19..=21 => Command::Recode {
                codings: vec![dice.one_of(&codings)?.id],
                code: dice.one_of(&codes)?.id,
            },
            22..=24 => {
                let coding = dice.one_of(&codings)?;
                let text = &study.document(coding.document)?.text;
                Command::MoveBoundary {
                    codings: vec![coding.id],
                    span: some_span(text, dice)?,
                }
            }
            25 | 26 => Command::Uncode {
                codings: vec![dice.one_of(&codings)?.id],
            },
            27..=29 => Command::Condense {
                quote: dice.one_of(&quotes)?,
                text: format!("It was {}", name(dice)),
                theme: name(dice),
            },
            30 | 31 => Command::SetMemo {
                on: match dice.below(4) {
                    0 => MemoTarget::Study,
                    1 => MemoTarget::Document(dice.one_of(&documents)?.id),
                    2 => MemoTarget::Code(dice.one_of(&codes)?.id),
                    _ => MemoTarget::Quote(dice.one_of(&quotes)?),
                },
                text: format!("Note {}", dice.below(100)),
            },
            32 | 33 => {
                let theory = study.theory()?;
                Command::Judge {
                    link: study.links_of(theory).next()?.id,
                    quote: dice.one_of(&quotes)?,
                    polarity: Some([Polarity::Supports, Polarity::Contradicts][dice.below(2)]),
                }
            }
            34 => Command::Conclude {
                link: study.links_of(study.theory()?).next()?.id,
                conclusion: [Conclusion::Keep, Conclusion::Revise][dice.below(2)],
                reason: name(dice),
                rests_on: String::new(),
                basis: Some(Box::default()),
            },
            35 => Command::FreezeTheory {
                id: study.theory()?.id,
            },
            36 => transcript(
                "second",
                "Interviewer: Hvad så?\n\nMentor 2: Det gik meget godt med det hele til sidst.",
            ),
            37 => {
                let old = dice.one_of(&documents)?;
                let text: Arc<str> = old.text.replace("godt", "rigtig godt").into();
                Command::ReplaceDocument {
                    id: old.id,
                    title: old.body.title.clone(),
                    language: old.body.language.clone(),
                    format: old.body.format.clone(),
                    speakers: Vec::new(),
                    source: Provenance::default(),
                    words: Box::new(align_words(&old.text, &text)),
                }
            }
            38 => Command::EraseDocument {
                id: dice.one_of(&documents)?.id,
            },
            _ => Command::EraseInformant {
                id: study.informants().next()?.id,
            },
        })
    }
}

/// Some words of a text.
fn some_span(text: &str, dice: &mut Dice) -> Option<Span> {
    let places: Vec<usize> = text.match_indices(' ').map(|(place, _)| place).collect();
    let first = dice.below(places.len().checked_sub(1)?);
    let last = (first + 1 + dice.below(5)).min(places.len() - 1);
    Span::snap(text, places[first] + 1..places[last]).ok()
}

/// The study that a log makes.
pub fn fold(log: &StoredLog, words: &Words) -> Study {
    let mut study = Study::default();
    for id in log.texts.keys() {
        study.add_content(*id, words.0[id].text.clone());
    }
    let mut records: Vec<Record> = log
        .records
        .iter()
        .map(|stored| Record {
            id: stored.id,
            writer: stored.writer,
            n: stored.n,
            time: Time(stored.time),
            coder: (*stored.coder).into(),
            batch: stored.batch,
            act: stored.act,
            event: stored.event().unwrap(),
        })
        .collect();
    records.sort_by_key(|record| (record.time, record.writer, record.n));
    study.fold(records);
    study
}

/// The texts of a log as they are stored.
pub fn stored_texts(log: &StoredLog, words: &Words) -> Vec<virk::log::StoredText> {
    log.texts
        .iter()
        .map(|(id, hash)| virk::log::StoredText {
            id: *id,
            hash: hash.clone(),
            text: words.0[id].text.stored().into(),
        })
        .collect()
}

/// What the tables of a study say, byte by byte.
pub fn exports(study: &Study) -> String {
    let filter = || PrivacyFilter::internal(study);
    let codes = study.codes().map(|code| code.id).collect();
    let tables = [
        codings::codings(filter()),
        quotes::quotes(filter(), &study.quotes_under(&codes)),
        condensations::table(filter(), &condensations::units(study, None, false)),
        codebook::table(filter()),
        informants::informants(filter()),
    ];
    let mut all: String = tables.iter().map(json::write).collect();
    all.push_str(&crate::support::visible(study));
    all
}
