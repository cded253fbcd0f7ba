//! What of a study tells who somebody is, and where it stands.
//!
//! Transcripts and surveys are looked through before they come in. What a researcher types is never
//! refused: it is told, once it is written ([`written`]). And the whole study is looked through
//! when somebody asks ([`in_study`]), texts that are out of sight included, since they lie in the
//! file until they are erased.

use super::privacy::{self, Kind};
use super::survey::personal as columns;
use crate::study::event::Target;
use crate::study::theory::QuoteAt;
use crate::study::{
    Code, ContentId, Dataset, Document, Event, Id, Informant, Link, Record, Stopped, Study, Watch,
    sentence,
};
use crate::text::{Points, harmless};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// What one goes to, to do something about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    /// Words of a document.
    Quote(QuoteAt),
    /// A document.
    Document(Id<Document>),
    /// A variable.
    Variable(Id<Dataset>, String),
    /// An informant.
    Informant(Id<Informant>),
    /// A code.
    Code(Id<Code>),
    /// A link.
    Link(Id<Link>),
    /// Nothing that can be gone to.
    Nowhere,
}

/// A place that may tell who somebody is.
#[derive(Clone, Debug, Serialize)]
pub struct Told {
    /// What was found.
    pub kind: Kind,
    /// What it stands in: `document`, `memo`, `column` …
    pub what: &'static str,
    /// Which one.
    pub of: String,
    /// The line of its text, from 1; of a column, nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Where it begins, in code points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    /// Where it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<usize>,
    /// In how many answers of a column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answers: Option<usize>,
    /// The command that shows it.
    pub show: String,
    /// What one goes to in the terminal.
    #[serde(skip)]
    pub spot: Spot,
}

/// Everything in a study that may tell who somebody is, `names` included: what is in sight, place
/// by place, and then texts that are not.
///
/// # Errors
/// When it is stopped.
pub fn in_study(study: &Study, names: &[String], watch: Watch<'_>) -> Result<Vec<Told>, Stopped> {
    let mut look = Look {
        study,
        names,
        found: Vec::new(),
        seen: HashSet::new(),
        words: HashSet::new(),
    };
    look.text(
        "title",
        "the study",
        "virk check",
        Spot::Nowhere,
        &study.title,
    );
    let documents = study.documents().count();
    for (done, document) in study.documents().enumerate() {
        watch.step(done, documents, "document")?;
        look.document(document);
    }
    for (done, dataset) in study.datasets().enumerate() {
        watch.step(done, study.datasets().count(), "dataset")?;
        look.dataset(dataset);
    }
    look.people_and_codes();
    look.notes();
    look.theories();
    look.others();
    look.out_of_sight();
    Ok(look.found)
}

struct Look<'a> {
    study: &'a Study,
    names: &'a [String],
    found: Vec<Told>,
    /// The texts that have been looked at where they are in sight.
    seen: HashSet<ContentId>,
    words: HashSet<u64>,
}

impl Look<'_> {
    /// Looks at a text that stands in something.
    fn text(&mut self, what: &'static str, of: &str, show: &str, spot: Spot, text: &str) {
        self.words.insert(hash(text));
        let found = privacy::scan(text, self.names);
        if found.is_empty() {
            return;
        }
        let points = Points::new(text);
        let mut last = (0, 1);
        for finding in found {
            let (start, end) = (finding.span.start as usize, finding.span.end as usize);
            last = (start, last.1 + text[last.0..start].matches('\n').count());
            let spot = match &spot {
                Spot::Document(document) if what == "document" => Spot::Quote(QuoteAt {
                    document: *document,
                    span: finding.span,
                }),
                spot => spot.clone(),
            };
            self.found.push(Told {
                kind: finding.kind,
                what,
                of: of.to_owned(),
                line: Some(last.1),
                start: Some(points.of_byte(text, start)),
                end: Some(points.of_byte(text, end)),
                answers: None,
                show: show.to_owned(),
                spot,
            });
        }
    }

    fn content(
        &mut self,
        what: &'static str,
        of: &str,
        show: &str,
        spot: Spot,
        content: ContentId,
    ) {
        self.seen.insert(content);
        if let Some(words) = self.study.words(content) {
            self.text(what, of, show, spot, words);
        }
    }

    /// Every text in a body, whatever its fields are called.
    fn body(
        &mut self,
        what: &'static str,
        of: &str,
        show: &str,
        spot: &Spot,
        body: &impl Serialize,
    ) {
        strings(
            &serde_json::to_value(body).unwrap_or_default(),
            &mut |text| self.text(what, of, show, spot.clone(), text),
        );
    }

    fn document(&mut self, document: &Document) {
        let (title, at) = (&document.body.title, Spot::Document(document.id));
        self.seen.insert(document.body.content);
        self.seen.extend(self.study.origin_content(document.id));
        self.text("title", title, "virk document list", at.clone(), title);
        self.text(
            "file name",
            title,
            "virk document list",
            at.clone(),
            &document.body.source.file,
        );
        self.text(
            "document",
            title,
            &format!("virk document show {}", quoted(title)),
            at.clone(),
            &document.text,
        );
        let show = format!("virk document show {}", quoted(title));
        for edit in self.study.origin(document.id) {
            self.text("words of the file", title, &show, at.clone(), &edit.was);
        }
    }

    fn dataset(&mut self, dataset: &Dataset) {
        let name = &dataset.body.name;
        self.seen.insert(dataset.body.content);
        self.text("name", name, "virk data variables", Spot::Nowhere, name);
        self.text(
            "file name",
            name,
            "virk data variables",
            Spot::Nowhere,
            &dataset.body.source.file,
        );
        for rule in &dataset.body.exclusions {
            self.body("filter", name, "virk data filter", &Spot::Nowhere, rule);
        }
        for (variable, column) in dataset.body.variables.iter().zip(&*dataset.columns) {
            let at = Spot::Variable(dataset.id, variable.name.clone());
            let of = format!("{} of {name}", variable.name);
            let show = format!(
                "virk data frequencies {} --dataset {}",
                quoted(&variable.name),
                quoted(name)
            );
            self.body("variable", &of, &show, &at, variable);
            if variable.made.is_some() {
                continue;
            }
            let heading = variable.label.say(&self.study.language);
            for columns::Personal { kind, answers, .. } in
                columns::found(&variable.name, &variable.name, heading, column)
            {
                let (of, show) = (of.clone(), show.clone());
                let told = Told {
                    kind,
                    what: "column",
                    of,
                    line: None,
                    start: None,
                    end: None,
                    answers: Some(answers),
                    show,
                    spot: at.clone(),
                };
                self.found.push(told);
            }
        }
    }

    fn people_and_codes(&mut self) {
        for informant in self.study.informants() {
            self.body(
                "informant",
                &informant.body.name,
                "virk informant list",
                &Spot::Informant(informant.id),
                &informant.body,
            );
        }
        for code in self.study.codes() {
            let name = code.name(&self.study.language);
            self.body(
                "code",
                name,
                &format!("virk codebook show {}", quoted(name)),
                &Spot::Code(code.id),
                &code.body,
            );
        }
    }

    fn notes(&mut self) {
        for (on, memo) in self.study.memos() {
            let of = self.study.target_in_words(on);
            let (show, spot) = self.memo_on(on);
            self.text("memo", &of, &show, spot, memo);
        }
        for (quote, condensation) in self.study.condensations() {
            let of = sentence::glimpse(self.study, quote);
            let title = self
                .study
                .document(quote.document)
                .map_or("", |document| &document.body.title);
            let show = format!("virk condense list {}", quoted(title));
            self.content(
                "condensation",
                &of,
                &show,
                Spot::Quote(quote),
                condensation.content,
            );
            self.text("theme", &of, &show, Spot::Quote(quote), &condensation.theme);
        }
    }

    /// What shows a memo, and where one goes for it.
    fn memo_on(&self, on: Target) -> (String, Spot) {
        let title = |id| {
            self.study
                .document(id)
                .map_or_else(String::new, |document| quoted(&document.body.title))
        };
        match on {
            Target::Study => ("virk memo study".into(), Spot::Nowhere),
            Target::Document(id) => (
                format!("virk memo document {}", title(id)),
                Spot::Document(id),
            ),
            Target::Code(id) => (
                format!("virk memo code {}", quoted(self.study.code_name(id))),
                Spot::Code(id),
            ),
            Target::Link(id) => {
                let ends = self
                    .study
                    .link(id)
                    .map_or_else(String::new, |link| self.ends(link));
                (format!("virk memo link {ends}"), Spot::Link(id))
            }
            Target::Quote(quote) => {
                let place =
                    self.study
                        .document(quote.document)
                        .map_or_else(String::new, |document| {
                            let point = |byte: u32| {
                                document.points().of_byte(&document.text, byte as usize)
                            };
                            format!("{}..{}", point(quote.span.start), point(quote.span.end))
                        });
                (
                    format!("virk memo quote {} {place}", title(quote.document)),
                    Spot::Quote(quote),
                )
            }
        }
    }

    /// A link as the command line takes it.
    fn ends(&self, link: &Link) -> String {
        quoted(&format!(
            "{} -> {}",
            self.study.code_name(link.from),
            self.study.code_name(link.to)
        ))
    }

    fn theories(&mut self) {
        let study = self.study;
        for theory in study.theories() {
            let version = &theory.version;
            let show = format!("virk theory show {}", quoted(version));
            self.text("version", version, &show, Spot::Nowhere, version);
            for (code, node) in &theory.described {
                for content in node.resource.into_iter().chain(node.reasoning) {
                    self.content(
                        "node",
                        study.code_name(*code),
                        &show,
                        Spot::Code(*code),
                        content,
                    );
                }
            }
            for link in study.links_of(theory) {
                let (name, at) = (study.link_name(link), Spot::Link(link.id));
                self.text("link", &name, &show, at.clone(), &link.statement);
                self.text("link", &name, &show, at.clone(), &link.basis);
                let evidence = format!(
                    "virk evidence {} --theory {}",
                    self.ends(link),
                    quoted(version)
                );
                if let Some(verdict) = study.verdict(link.id) {
                    self.content(
                        "reason of a verdict",
                        &name,
                        &evidence,
                        at.clone(),
                        verdict.reason,
                    );
                    self.text(
                        "reason of a verdict",
                        &name,
                        &evidence,
                        at.clone(),
                        &verdict.rests_on,
                    );
                }
                for content in study
                    .inference(link.id)
                    .map(|inference| inference.contents())
                    .unwrap_or_default()
                {
                    self.content("inference", &name, &evidence, at.clone(), content);
                }
            }
            for change in study.changes(theory.id) {
                let show = format!("virk theory log {}", quoted(version));
                self.content(
                    "reason of a change",
                    version,
                    &show,
                    Spot::Nowhere,
                    change.body.reason,
                );
                self.body(
                    "ground of a change",
                    version,
                    &show,
                    &Spot::Nowhere,
                    &change.body.grounds,
                );
            }
        }
        for configuration in study.configurations() {
            let number = study.configuration_number(configuration.id);
            if let Some(statement) = configuration.body.statement {
                let show = format!("virk configuration show {number}");
                self.content(
                    "configuration",
                    &number.to_string(),
                    &show,
                    Spot::Nowhere,
                    statement,
                );
            }
        }
    }

    fn others(&mut self) {
        let study = self.study;
        for (name, saved) in study.searches() {
            self.text(
                "name of a search",
                name,
                "virk searches",
                Spot::Nowhere,
                name,
            );
            self.content(
                "saved search",
                name,
                "virk searches",
                Spot::Nowhere,
                saved.query,
            );
        }
        for item in study.guide_items() {
            let (guide, show) = (
                &item.body.guide,
                format!("virk guide list {}", quoted(&item.body.guide)),
            );
            self.text("interview guide", guide, &show, Spot::Nowhere, guide);
            self.content(
                "interview guide",
                guide,
                &show,
                Spot::Nowhere,
                item.body.content,
            );
        }
        for reported in study.reported() {
            let (name, show) = (
                &reported.body.name,
                format!("virk reported list {}", quoted(&reported.body.name)),
            );
            self.text("name of a report", name, &show, Spot::Nowhere, name);
            self.content(
                "reported results",
                name,
                &show,
                Spot::Nowhere,
                reported.body.content,
            );
        }
        for (finding, reason) in study.acceptances() {
            self.text(
                "reason of an acceptance",
                &finding.rule,
                "virk lint --all",
                Spot::Nowhere,
                reason,
            );
        }
    }

    /// What was removed, replaced or written anew lies in the file until it is erased.
    fn out_of_sight(&mut self) {
        let study = self.study;
        let words = study
            .contents()
            .filter(|(id, text)| !self.seen.contains(id) && !self.words.contains(&hash(text)));
        let words = words.map(|(_, text)| {
            privacy::scan(text, self.names)
                .into_iter()
                .map(|finding| finding.kind)
                .collect()
        });
        let rows = study.rows().filter(|(id, _)| !self.seen.contains(id));
        let rows = rows.map(|(_, columns)| {
            columns
                .iter()
                .flat_map(|column| columns::found("", "", "", column))
                .map(|found| found.kind)
                .collect()
        });
        let kinds: Vec<BTreeSet<Kind>> = words.chain(rows).collect();
        for kinds in kinds {
            for kind in kinds {
                self.found.push(Told {
                    kind,
                    what: "text out of sight",
                    of: "what was removed, replaced or written anew".into(),
                    line: None,
                    start: None,
                    end: None,
                    answers: None,
                    show: "virk log".into(),
                    spot: Spot::Nowhere,
                });
            }
        }
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let word = harmless::one_line(word);
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !word.is_empty() && !word.starts_with('-') && word.chars().all(plain) {
        return word;
    }
    if word.contains('\'') {
        format!("\"{}\"", word.replace('"', "\\\""))
    } else {
        format!("'{word}'")
    }
}

/// Every text in a value, but identities and hashes.
fn strings(value: &Value, take: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => {
            let hash = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
            if text.len() > 4 && !hash && uuid::Uuid::try_parse(text).is_err() {
                take(text);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| strings(value, take)),
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| *name != "was")
            .for_each(|(_, value)| strings(value, take)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// What of something just written may tell who somebody is, in a sentence. What comes from a
/// transcript or a survey has been looked through before.
#[must_use]
pub fn written(study: &Study, records: &[Record]) -> Option<String> {
    let mut kinds: BTreeSet<Kind> = BTreeSet::new();
    let mut places: Vec<String> = Vec::new();
    for Record { event, .. } in records {
        use Event as E;
        // Facts without a word of their own, of which there are many.
        if matches!(
            event,
            E::Coded { .. }
                | E::CodingAdopted { .. }
                | E::CodingRecoded { .. }
                | E::CodingCarried { .. }
                | E::BoundaryMoved { .. }
        ) {
            continue;
        }
        let mut found = false;
        let mut look = |text: &str| {
            let here = privacy::scan(text, &[]);
            found |= !here.is_empty();
            kinds.extend(here.into_iter().map(|finding| finding.kind));
        };
        strings(&serde_json::to_value(event).unwrap_or_default(), &mut look);
        if !matches!(
            event,
            E::DocumentAdded { .. } | E::DatasetAdded { .. } | E::OriginSet { .. }
        ) {
            event
                .contents()
                .into_iter()
                .filter_map(|id| study.words(id))
                .for_each(&mut look);
        }
        if found {
            places.push(sentence::describe(event, study));
        }
    }
    let listed: Vec<String> = kinds.iter().map(|kind| with_article(kind.word())).collect();
    let listed = match listed.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => listed.concat(),
    };
    match (places.as_slice(), records.len()) {
        ([], _) => None,
        (_, 1) => Some(format!(
            "It holds {listed}: look whether that tells who somebody is"
        )),
        ([first, others @ ..], _) => {
            let more = if others.is_empty() {
                String::new()
            } else {
                format!(" and {} more", others.len())
            };
            Some(format!(
                "What was written holds {listed}: look whether that tells who somebody is ({first}{more})"
            ))
        }
    }
}

fn with_article(word: &str) -> String {
    let vowel = word.starts_with(['e', 'I', 'i']);
    format!("{} {word}", if vowel { "an" } else { "a" })
}
