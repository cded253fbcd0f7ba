//! A study in memory for the tests of search: what is done is decided and
//! applied as a session would, without a file.

use std::sync::Arc;
use uuid::Uuid;
use virk::search::{Query, SearchResults, Searcher};
use virk::study::{
    Act, BilingualText, Code, CodeBody, CodeKind, Command, Document, Id, InformantBody, Record,
    Study, Time,
    command::{NewCode, NewSpeaker},
    document::Provenance,
    theory::QuoteAt,
};
use virk::text::{Span, TurnFormat, turn};

/// A study at work.
pub struct Desk {
    pub study: Study,
    minted: u128,
}

impl Default for Desk {
    fn default() -> Desk {
        Desk::in_language("en")
    }
}

impl Desk {
    /// A study whose working language is given.
    pub fn in_language(language: &str) -> Desk {
        Desk::numbered(0, language)
    }

    /// The same with identities that no other has: they begin after a number.
    pub fn numbered(minted: u128, language: &str) -> Desk {
        let mut desk = Desk {
            study: Study::default(),
            minted,
        };
        desk.perform(
            "ab",
            Command::StartStudy {
                title: "Synthetic".into(),
                language: language.into(),
                alpha: 0.05,
            },
        );
        desk
    }

    /// Does what is intended; a refusal changes nothing and is answered with `false`.
    pub fn perform(&mut self, coder: &str, command: Command) -> bool {
        let mut minted = self.minted;
        let mut mint = || {
            minted += 1;
            Uuid::from_u128(minted)
        };
        let decision = self.study.decide(command, coder, &mut mint);
        let batch = mint();
        self.minted = minted;
        let Ok(decision) = decision else { return false };
        for content in decision.contents {
            self.study.add_content(content.id, content.text);
        }
        for event in decision.events {
            self.minted += 1;
            let n = u64::try_from(self.minted).unwrap();
            let id = Uuid::from_u128(self.minted);
            let record = Record {
                id,
                writer: Uuid::nil(),
                n,
                time: Time(0),
                coder: Arc::from(coder),
                batch,
                act: Act::Do,
                event,
            };
            self.study.apply(&record);
        }
        true
    }

    /// Adds a transcript; every label but `I` is an informant of that name.
    pub fn document(&mut self, title: &str, language: &str, text: &str) -> Id<Document> {
        let format = TurnFormat::detect(text);
        let speakers = turn::speakers(text, &format).into_iter().map(|(label, _)| {
            let informant = (label != "I").then(|| InformantBody {
                name: label.clone(),
                ..InformantBody::default()
            });
            NewSpeaker {
                label,
                informant,
                by_name: false,
            }
        });
        let speakers = speakers.collect();
        let (title, language, text) = (title.to_owned(), language.to_owned(), Arc::from(text));
        let command = Command::AddDocument {
            title,
            language,
            format,
            text,
            speakers,
            source: Provenance::default(),
        };
        assert!(self.perform("ab", command));
        self.study.documents().next_back().unwrap().id
    }

    /// Describes an informant.
    pub fn informant(
        &mut self,
        name: &str,
        role: &str,
        department: &str,
        attributes: &[(&str, &str)],
    ) {
        let attributes = attributes
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let body = InformantBody {
            name: name.into(),
            role: role.into(),
            department: department.into(),
            attributes,
        };
        assert!(self.perform("ab", Command::DescribeInformant { body }));
    }

    /// Adds a code under `parent`.
    pub fn code(
        &mut self,
        key: &str,
        name: &str,
        kind: CodeKind,
        parent: Option<&str>,
    ) -> Id<Code> {
        let body = CodeBody {
            key: key.into(),
            kind,
            name: BilingualText::new(name),
            ..CodeBody::default()
        };
        assert!(self.perform(
            "ab",
            Command::AddCodes {
                codes: vec![NewCode {
                    body,
                    parent: parent.map(str::to_owned)
                }]
            }
        ));
        self.study.code_by_key(key).unwrap()
    }

    /// Where words stand in a document.
    pub fn place(&self, document: Id<Document>, words: &str) -> QuoteAt {
        let start = self
            .study
            .document(document)
            .unwrap()
            .text
            .find(words)
            .unwrap();
        QuoteAt {
            document,
            span: Span::of(start, start + words.len()),
        }
    }

    /// Codes the first place where words stand.
    pub fn apply(&mut self, coder: &str, document: Id<Document>, words: &str, codes: &[Id<Code>]) {
        let QuoteAt { document, span } = self.place(document, words);
        assert!(self.perform(
            coder,
            Command::Apply {
                document,
                span,
                codes: codes.to_vec()
            }
        ));
    }

    /// Everything a query finds.
    pub fn answer(&self, query: &str) -> SearchResults {
        self.ask(&mut Searcher::open(None), query)
    }

    /// Everything a query finds, by a given searcher.
    pub fn ask(&self, searcher: &mut Searcher, query: &str) -> SearchResults {
        searcher
            .search(&self.study, &self.query(query), usize::MAX)
            .unwrap()
    }

    /// A query that can be read.
    pub fn query(&self, query: &str) -> Query {
        Query::parse(query, &self.study).unwrap_or_else(|error| panic!("{query}: {error}"))
    }

    /// The words of every passage found, what is highlighted in ⟦brackets⟧.
    pub fn find(&self, query: &str) -> Vec<String> {
        self.show(&self.answer(query))
    }

    /// The words of passages, what is highlighted in ⟦brackets⟧.
    pub fn show(&self, answer: &SearchResults) -> Vec<String> {
        assert_eq!(answer.passages.len(), answer.total);
        let shown = answer.passages.iter().map(|passage| {
            let text = &self.study.document(passage.document).unwrap().text;
            let (mut out, mut at) = (String::new(), passage.span.start as usize);
            for found in &passage.matches {
                out += &format!("{}⟦{}⟧", &text[at..found.start as usize], found.text(text));
                at = found.end as usize;
            }
            out + &text[at..passage.span.end as usize]
        });
        shown.collect()
    }
}
