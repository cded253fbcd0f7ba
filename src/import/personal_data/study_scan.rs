//! Visits every text of a study, with the command and the target that show it.

use super::{FindingTarget, PersonalDataFinding, PersonalDataKind, privacy, strings};
use crate::import::survey::personal_columns as columns;
use crate::study::event::MemoTarget;
use crate::study::theory::QuoteAt;
use crate::study::{ContentId, Dataset, Document, Link, Study, sentence};
use crate::text::{CodePointIndex, sanitize};
use serde::Serialize;
use std::collections::{BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

pub(super) struct StudyScan<'a> {
    pub study: &'a Study,
    pub names: &'a [String],
    pub findings: Vec<PersonalDataFinding>,
    /// Contents scanned in their visible place already.
    pub scanned: HashSet<ContentId>,
    /// Hashes of all texts scanned.
    pub words: HashSet<u64>,
}

impl StudyScan<'_> {
    pub fn text(
        &mut self,
        what: &'static str,
        of: &str,
        show: &str,
        spot: FindingTarget,
        text: &str,
    ) {
        self.words.insert(hash(text));
        let matches = privacy::scan(text, self.names);
        if matches.is_empty() {
            return;
        }
        let points = CodePointIndex::new(text);
        let mut last = (0, 1);
        for finding in matches {
            let (start, end) = (finding.span.start as usize, finding.span.end as usize);
            last = (start, last.1 + text[last.0..start].matches('\n').count());
            let spot = match &spot {
                FindingTarget::Document(document) if what == "document" => {
                    FindingTarget::Quote(QuoteAt {
                        document: *document,
                        span: finding.span,
                    })
                }
                spot => spot.clone(),
            };
            self.findings.push(PersonalDataFinding {
                kind: finding.kind,
                what,
                of: of.to_owned(),
                line: Some(last.1),
                start: Some(points.of_byte(text, start)),
                end: Some(points.of_byte(text, end)),
                answers: None,
                show: show.to_owned(),
                target: spot,
            });
        }
    }

    fn content(
        &mut self,
        what: &'static str,
        of: &str,
        show: &str,
        spot: FindingTarget,
        content: ContentId,
    ) {
        self.scanned.insert(content);
        if let Some(words) = self.study.words(content) {
            self.text(what, of, show, spot, words);
        }
    }

    /// Scans every string in a body, whatever its field.
    fn body(
        &mut self,
        what: &'static str,
        of: &str,
        show: &str,
        spot: &FindingTarget,
        body: &impl Serialize,
    ) {
        strings(
            &serde_json::to_value(body).unwrap_or_default(),
            &mut |text| self.text(what, of, show, spot.clone(), text),
        );
    }

    pub fn document(&mut self, document: &Document) {
        let (title, at) = (&document.body.title, FindingTarget::Document(document.id));
        self.scanned.insert(document.body.content);
        self.scanned.extend(self.study.origin_content(document.id));
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

    pub fn dataset(&mut self, dataset: &Dataset) {
        let name = &dataset.body.name;
        self.scanned.insert(dataset.body.content);
        self.text(
            "name",
            name,
            "virk data variables",
            FindingTarget::Nowhere,
            name,
        );
        self.text(
            "file name",
            name,
            "virk data variables",
            FindingTarget::Nowhere,
            &dataset.body.source.file,
        );
        for rule in &dataset.body.exclusions {
            self.body(
                "filter",
                name,
                "virk data filter",
                &FindingTarget::Nowhere,
                rule,
            );
        }
        for (variable, column) in dataset.body.variables.iter().zip(&*dataset.columns) {
            let at = FindingTarget::Variable(dataset.id, variable.name.clone());
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
            let heading = variable.label.in_language(&self.study.language);
            for columns::PersonalColumn { kind, answers, .. } in
                columns::find_personal_columns(&variable.name, &variable.name, heading, column)
            {
                let (of, show) = (of.clone(), show.clone());
                let finding = PersonalDataFinding {
                    kind,
                    what: "column",
                    of,
                    line: None,
                    start: None,
                    end: None,
                    answers: Some(answers),
                    show,
                    target: at.clone(),
                };
                self.findings.push(finding);
            }
        }
    }

    pub fn people_and_codes(&mut self) {
        for informant in self.study.informants() {
            self.scanned.extend(informant.details);
            self.body(
                "informant",
                &informant.body.name,
                "virk informant list",
                &FindingTarget::Informant(informant.id),
                &informant.body,
            );
        }
        for code in self.study.codes() {
            let name = code.name(&self.study.language);
            self.body(
                "code",
                name,
                &format!("virk codebook show {}", quoted(name)),
                &FindingTarget::Code(code.id),
                &code.body,
            );
        }
    }

    pub fn notes(&mut self) {
        for (on, memo) in self.study.memos() {
            let of = self.study.target_in_words(on);
            let (show, spot) = self.memo_on(on);
            self.text("memo", &of, &show, spot, memo);
        }
        for (quote, condensation) in self.study.condensations() {
            let of = sentence::excerpt(self.study, quote);
            let title = self
                .study
                .document(quote.document)
                .map_or("", |document| &document.body.title);
            let show = format!("virk condense list {}", quoted(title));
            self.content(
                "condensation",
                &of,
                &show,
                FindingTarget::Quote(quote),
                condensation.content,
            );
            self.scanned.extend(condensation.theme_content);
            self.text(
                "theme",
                &of,
                &show,
                FindingTarget::Quote(quote),
                &condensation.theme,
            );
        }
    }

    /// The command that shows a memo, and its target.
    fn memo_on(&self, on: MemoTarget) -> (String, FindingTarget) {
        let title = |id| {
            self.study
                .document(id)
                .map_or_else(String::new, |document| quoted(&document.body.title))
        };
        match on {
            MemoTarget::Study => ("virk memo study".into(), FindingTarget::Nowhere),
            MemoTarget::Document(id) => (
                format!("virk memo document {}", title(id)),
                FindingTarget::Document(id),
            ),
            MemoTarget::Code(id) => (
                format!("virk memo code {}", quoted(self.study.code_name(id))),
                FindingTarget::Code(id),
            ),
            MemoTarget::Link(id) => {
                let ends = self
                    .study
                    .link(id)
                    .map_or_else(String::new, |link| self.ends(link));
                (format!("virk memo link {ends}"), FindingTarget::Link(id))
            }
            MemoTarget::Quote(quote) => {
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
                    FindingTarget::Quote(quote),
                )
            }
        }
    }

    /// A link in the notation of the command line.
    fn ends(&self, link: &Link) -> String {
        quoted(&format!(
            "{} -> {}",
            self.study.code_name(link.from),
            self.study.code_name(link.to)
        ))
    }

    pub fn theories(&mut self) {
        let study = self.study;
        for theory in study.theories() {
            let version = &theory.version;
            let show = format!("virk theory show {}", quoted(version));
            self.text("version", version, &show, FindingTarget::Nowhere, version);
            for (code, node) in &theory.described {
                for content in node.resource.into_iter().chain(node.reasoning) {
                    self.content(
                        "node",
                        study.code_name(*code),
                        &show,
                        FindingTarget::Code(*code),
                        content,
                    );
                }
            }
            for link in study.links_of(theory) {
                let (name, at) = (study.link_name(link), FindingTarget::Link(link.id));
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
                    FindingTarget::Nowhere,
                    change.body.reason,
                );
                self.body(
                    "ground of a change",
                    version,
                    &show,
                    &FindingTarget::Nowhere,
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
                    FindingTarget::Nowhere,
                    statement,
                );
            }
        }
    }

    pub fn others(&mut self) {
        let study = self.study;
        for (name, saved) in study.searches() {
            self.text(
                "name of a search",
                name,
                "virk searches",
                FindingTarget::Nowhere,
                name,
            );
            self.content(
                "saved search",
                name,
                "virk searches",
                FindingTarget::Nowhere,
                saved.query,
            );
        }
        for item in study.guide_items() {
            let (guide, show) = (
                &item.body.guide,
                format!("virk guide list {}", quoted(&item.body.guide)),
            );
            self.text(
                "interview guide",
                guide,
                &show,
                FindingTarget::Nowhere,
                guide,
            );
            self.content(
                "interview guide",
                guide,
                &show,
                FindingTarget::Nowhere,
                item.body.content,
            );
        }
        for reported in study.reported() {
            let (name, show) = (
                &reported.body.name,
                format!("virk reported list {}", quoted(&reported.body.name)),
            );
            self.text(
                "name of a report",
                name,
                &show,
                FindingTarget::Nowhere,
                name,
            );
            self.content(
                "reported results",
                name,
                &show,
                FindingTarget::Nowhere,
                reported.body.content,
            );
        }
        for (finding, reason) in study.acceptances() {
            self.text(
                "reason of an acceptance",
                &finding.rule,
                "virk lint --all",
                FindingTarget::Nowhere,
                reason,
            );
        }
    }

    /// What was removed, replaced or rewritten stays in the file until it is erased.
    pub fn deleted_content(&mut self) {
        let study = self.study;
        let words = study
            .contents()
            .filter(|(id, text)| !self.scanned.contains(id) && !self.words.contains(&hash(text)));
        let words = words.map(|(_, text)| {
            privacy::scan(text, self.names)
                .into_iter()
                .map(|finding| finding.kind)
                .collect()
        });
        let rows = study.rows().filter(|(id, _)| !self.scanned.contains(id));
        let rows = rows.map(|(_, columns)| {
            columns
                .iter()
                .flat_map(|column| columns::find_personal_columns("", "", "", column))
                .map(|found| found.kind)
                .collect()
        });
        let kinds: Vec<BTreeSet<PersonalDataKind>> = words.chain(rows).collect();
        for kinds in kinds {
            for kind in kinds {
                self.findings.push(PersonalDataFinding {
                    kind,
                    what: "text out of sight",
                    of: "what was removed, replaced or rewritten".into(),
                    line: None,
                    start: None,
                    end: None,
                    answers: None,
                    show: "virk log".into(),
                    target: FindingTarget::Nowhere,
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

fn quoted(word: &str) -> String {
    let word = sanitize::sanitize_line(word);
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
