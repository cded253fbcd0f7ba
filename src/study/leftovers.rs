//! What an erasure cannot take: words that stand in facts, each with what changes it.
//!
//! Facts only ever grow, so what they say stays readable in the log for ever. It can be changed
//! for today, and whoever erases has a right to know where it stands.

use super::{
    Study, erasure::Erasure, erasure_matcher::ErasureMatcher, event::MemoTarget, theory::QuoteAt,
};

/// Where words still stand that were said by somebody whose words are erased.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ErasureLeftover {
    /// E.g. "the theme of a condensation in 02-mentor-2".
    pub place: String,
    /// The words, as far as they repeat something; else all that stands there.
    pub words: String,
    /// The command that changes it; nothing does where there is none.
    pub change: Option<String>,
}

/// What is told, on its way.
pub(super) struct LeftoverCollector<'a> {
    matcher: &'a ErasureMatcher,
    leftovers: Vec<ErasureLeftover>,
}

impl LeftoverCollector<'_> {
    /// Tells what stands at a place when it repeats something.
    pub(super) fn add_matching(
        &mut self,
        place: impl Into<String>,
        text: &str,
        change: Option<String>,
    ) {
        if let Some(words) = self.matcher.find_in(text) {
            self.leftovers.push(ErasureLeftover {
                place: place.into(),
                words,
                change,
            });
        }
    }

    /// Tells what stands at a place, whatever it is.
    pub(super) fn add(&mut self, place: impl Into<String>, text: &str, change: Option<String>) {
        if !text.trim().is_empty() {
            self.leftovers.push(ErasureLeftover {
                place: place.into(),
                words: text.to_owned(),
                change,
            });
        }
    }
}

impl Study {
    /// Where words that an erasure takes still stand after it, or who said them: in facts, which it
    /// cannot take, and in texts that repeat fewer words than are erased. Must be asked before, as
    /// nobody could tell afterwards.
    pub fn erasure_leftovers(&self, erasure: &Erasure) -> Vec<ErasureLeftover> {
        self.leftovers_matching(erasure, &self.erasure_matcher(erasure))
    }

    /// The same with a matcher that is at hand.
    pub fn leftovers_matching(
        &self,
        erasure: &Erasure,
        matcher: &ErasureMatcher,
    ) -> Vec<ErasureLeftover> {
        let mut telling = LeftoverCollector {
            matcher,
            leftovers: Vec::new(),
        };
        self.collect_erased_items(erasure, &mut telling);
        telling.add_matching("the title of the study", &self.title, None);
        self.informants()
            .for_each(|informant| self.collect_from_informant(informant, erasure, &mut telling));
        self.documents()
            .for_each(|document| self.collect_from_document(document, erasure, &mut telling));
        self.codes()
            .for_each(|code| self.collect_from_code(code, &mut telling));
        for theory in self.theories() {
            telling.add_matching("the name of a version of the theory", &theory.version, None);
            for link in self.links_of(theory) {
                self.collect_from_link(link, theory.frozen, &mut telling);
            }
        }
        self.datasets()
            .for_each(|dataset| self.collect_from_dataset(dataset, erasure, &mut telling));
        self.collect_from_texts(erasure, &mut telling);
        telling.leftovers
    }

    /// What tells of the documents, datasets and searches that were erased.
    fn collect_erased_items(&self, erasure: &Erasure, telling: &mut LeftoverCollector<'_>) {
        for document in erasure
            .documents
            .iter()
            .filter_map(|id| self.documents.get_any(*id))
        {
            let title = &document.body.title;
            telling.add("the title of a document", title, None);
            telling.add(
                format!("the name of the file of {title}"),
                &document.body.source.file,
                None,
            );
            for speaker in document
                .body
                .speakers
                .iter()
                .filter(|speaker| speaker.informant.is_some())
            {
                telling.add(
                    format!("the label of a speaker in {title}"),
                    &speaker.label,
                    None,
                );
            }
            let of = |quote: &QuoteAt| quote.document == document.id;
            let inline = self
                .condensations
                .iter()
                .filter(|(quote, known)| of(quote) && known.theme_content.is_none());
            for (_, condensation) in inline {
                telling.add(
                    format!("the theme of a condensation in {title}"),
                    &condensation.theme,
                    None,
                );
            }
        }
        for lost in erasure.datasets.iter().filter(|lost| lost.rows.is_empty()) {
            let Some(dataset) = self.datasets.get_any(lost.dataset) else {
                continue;
            };
            telling.add("the name of a dataset", &dataset.body.name, None);
            telling.add(
                format!("the name of the file of {}", dataset.body.name),
                &dataset.body.source.file,
                None,
            );
        }
        if let Some((name, _)) = &erasure.search {
            telling.add("the name of a saved search", name, None);
        }
    }

    /// Texts that stay, as they repeat fewer words than are erased with what they repeat.
    fn collect_from_texts(&self, erasure: &Erasure, telling: &mut LeftoverCollector<'_>) {
        let erased: Vec<_> = erasure
            .contents
            .iter()
            .chain(erasure.datasets.iter().map(|lost| &lost.contents))
            .flatten()
            .collect();
        let words = |content| {
            if erased.contains(&&content) {
                ""
            } else {
                self.words(content).unwrap_or_default()
            }
        };
        for (quote, condensation) in self
            .condensations()
            .filter(|(quote, _)| !erasure.documents.contains(&quote.document))
        {
            let (title, at) = self.place_in_words(quote);
            let change = |part: &str| Some(format!("virk condense set {title:?} {at} {part}"));
            telling.add_matching(
                format!("a condensation in {title}"),
                words(condensation.content),
                change("TEXT"),
            );
            if condensation
                .theme_content
                .is_none_or(|theme| !erasure.takes(theme))
            {
                telling.add_matching(
                    format!("the theme of a condensation in {title}"),
                    &condensation.theme,
                    change("TEXT --theme THEME"),
                );
            }
        }
        for (on, content) in &self.memos {
            let (place, change) = match on {
                MemoTarget::Study => ("the study".to_owned(), "virk memo study TEXT".to_owned()),
                MemoTarget::Document(id) => {
                    let title = self
                        .documents
                        .get_any(*id)
                        .map_or("?", |document| document.body.title.as_str());
                    (
                        title.to_owned(),
                        format!("virk memo document {title:?} TEXT"),
                    )
                }
                MemoTarget::Quote(quote) => {
                    let (title, at) = self.place_in_words(*quote);
                    (
                        format!("words of {title}"),
                        format!("virk memo quote {title:?} {at} TEXT"),
                    )
                }
                MemoTarget::Code(id) => {
                    let name = self.code_name(*id);
                    (
                        format!("the code {name}"),
                        format!("virk memo code {name:?} TEXT"),
                    )
                }
                MemoTarget::Link(id) => {
                    let name = self
                        .links
                        .get_any(*id)
                        .map_or_else(|| "?".to_owned(), |link| self.link_name(link));
                    (
                        format!("the link {name}"),
                        format!("virk memo link \"{}\" TEXT", arrow(&name)),
                    )
                }
            };
            telling.add_matching(
                format!("the memo on {place}"),
                words(*content),
                Some(change),
            );
        }
        for (link, verdict) in &self.verdicts {
            let Some(name) = self.link(*link).map(|link| self.link_name(link)) else {
                continue;
            };
            let change = format!(
                "virk verdict \"{}\" {} REASON",
                arrow(&name),
                verdict.conclusion
            );
            telling.add_matching(
                format!("the reason of the verdict on {name}"),
                words(verdict.reason),
                Some(change),
            );
        }
        for (link, inference) in &self.inferences {
            let Some(name) = self.link(*link).map(|link| self.link_name(link)) else {
                continue;
            };
            let parts = [
                ("quantitative", inference.quantitative),
                ("qualitative", inference.qualitative),
                ("explanation", inference.explanation),
                ("caveats", inference.caveats),
            ];
            for (part, content) in parts
                .into_iter()
                .filter_map(|(part, content)| Some((part, content?)))
            {
                let change = format!("virk infer \"{}\" --{part} TEXT", arrow(&name));
                telling.add_matching(
                    format!("the inference on {name}"),
                    words(content),
                    Some(change),
                );
            }
        }
        for configuration in self.configurations.iter() {
            let number = self.configuration_number(configuration.id);
            let change = format!("virk configuration change {number} --statement TEXT");
            let statement = configuration.body.statement.map(words).unwrap_or_default();
            telling.add_matching(
                format!("the statement of configuration {number}"),
                statement,
                Some(change),
            );
        }
        for change in self.changes.iter() {
            telling.add_matching(
                "a reason in the change log of the theory",
                words(change.body.reason),
                None,
            );
        }
        for (name, saved) in self
            .searches()
            .filter(|(name, _)| erasure.search.as_ref().is_none_or(|(gone, _)| gone != name))
        {
            let rename = format!("virk searches rename {name:?} NAME");
            telling.add_matching("the name of a saved search", name, Some(rename));
            telling.add_matching(
                format!("the saved search {name}"),
                words(saved.query),
                Some(format!("virk erase --search {name:?}")),
            );
        }
        for item in self.guide_items() {
            let change = format!("virk guide remove {:?}", item.body.guide);
            telling.add_matching(
                format!("a question of the guide {}", item.body.guide),
                words(item.body.content),
                Some(change),
            );
        }
        for reported in self.reported() {
            let (name, change) = (
                &reported.body.name,
                format!("virk reported remove {:?}", reported.body.name),
            );
            telling.add_matching(
                format!("the reported results {name}"),
                words(reported.body.content),
                Some(change.clone()),
            );
            telling.add_matching(
                format!("the name of the file of {name}"),
                &reported.body.source.file,
                None,
            );
        }
        for (finding, reason) in &self.acceptances {
            let object = self.object_in_words(&finding.object);
            let change = format!("virk lint accept {} {object:?} REASON", finding.rule);
            telling.add_matching(
                format!("the reason why {} of {object} is accepted", finding.rule),
                words(*reason),
                Some(change),
            );
        }
    }

    /// The document and the place of a quote as the command line takes them.
    pub(super) fn place_in_words(&self, quote: QuoteAt) -> (String, String) {
        let Some(document) = self.documents.get_any(quote.document) else {
            return ("?".into(), "START..END".into());
        };
        let at = |byte: u32| document.points().of_byte(&document.text, byte as usize);
        (
            document.body.title.clone(),
            format!("{}..{}", at(quote.span.start), at(quote.span.end)),
        )
    }
}

/// A link as the command line takes it.
pub(super) fn arrow(name: &str) -> String {
    name.replace('→', "->")
}
