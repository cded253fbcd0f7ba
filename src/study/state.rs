//! The study: everything that is known, ready to be asked.

use super::dataset::Indicator;
use super::event::MemoTarget;
use super::inference::AcceptedFinding;
use super::soft_delete_map::{IdMap, SoftDeleteMap};
use super::theory::QuoteAt;
use super::{
    AnalysisPlan, Change, Code, Coding, Column, Condensation, Configuration, Conflict, ContentId,
    Dataset, Document, GuideItem, History, Id, Inference, Informant, Link, Polarity, Reported,
    SavedSearch, Settlement, Theory, Verdict,
};
use crate::text::Span;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// Everything about one evaluation. It is read by everybody and changed by
/// [`Study::apply`] alone.
#[derive(Clone, Debug, Default)]
pub struct Study {
    /// What it is called.
    pub title: String,
    /// The code of its working language; names of codes are Danish in `"da"`, else English.
    pub language: String,
    /// The level of significance its tests are judged by, e.g. 0.05.
    pub alpha: f64,
    pub(super) documents: SoftDeleteMap<Document>,
    /// Documents whose place a corrected version took, each with that version.
    pub(super) replaced_by: BTreeMap<Id<Document>, Id<Document>>,
    /// Quotes that came along with other words than before, each with where it came from.
    pub(super) changed_quotes: BTreeMap<QuoteAt, QuoteAt>,
    pub(super) informants: SoftDeleteMap<Informant>,
    /// Names that informants had before they were renamed, in lower case, each with the last who
    /// had it.
    pub(super) former_informants: BTreeMap<String, Id<Informant>>,
    pub(super) codes: SoftDeleteMap<Code>,
    /// Codes that were merged, each with the code that speaks for it.
    pub(super) merged_into: IdMap<Id<Code>, Id<Code>>,
    /// Names and keys that codes had before they were changed, in lower case, each with the last
    /// code that had it.
    pub(super) former_names: BTreeMap<String, Id<Code>>,
    pub(super) codings: SoftDeleteMap<Coding>,
    /// Per document, the places of its codings on the shelf, sorted by span.
    pub(super) codings_by_document: IdMap<Id<Document>, Vec<u32>>,
    pub(super) condensations: BTreeMap<QuoteAt, Condensation>,
    pub(super) memos: BTreeMap<MemoTarget, ContentId>,
    pub(super) theories: SoftDeleteMap<Theory>,
    pub(super) links: SoftDeleteMap<Link>,
    pub(super) polarities: BTreeMap<(Id<Link>, QuoteAt), Polarity>,
    pub(super) verdicts: BTreeMap<Id<Link>, Verdict>,
    pub(super) changes: SoftDeleteMap<Change>,
    pub(super) configurations: SoftDeleteMap<Configuration>,
    /// What quotes do to configurations.
    pub(super) configuration_polarities: BTreeMap<(Id<Configuration>, QuoteAt), Polarity>,
    pub(super) inferences: BTreeMap<Id<Link>, Inference>,
    pub(super) plan: Option<AnalysisPlan>,
    pub(super) released: BTreeSet<QuoteAt>,
    pub(super) datasets: SoftDeleteMap<Dataset>,
    pub(super) indicators: BTreeSet<Indicator>,
    pub(super) searches: BTreeMap<String, SavedSearch>,
    /// Every query that was ever saved, with the name it had then.
    pub(super) past_queries: Vec<(String, ContentId)>,
    pub(super) reported: SoftDeleteMap<Reported>,
    pub(super) guide_items: SoftDeleteMap<GuideItem>,
    pub(super) acceptances: BTreeMap<AcceptedFinding, ContentId>,
    pub(super) contents: IdMap<ContentId, Arc<str>>,
    /// The rows of datasets that are not held as words.
    pub(super) rows: IdMap<ContentId, Arc<[Column]>>,
    /// Per document, the texts of its condensations and memos, in all their versions.
    pub(super) notes_on: IdMap<Id<Document>, Vec<ContentId>>,
    /// Per informant, the texts that describe them, in all their versions.
    pub(super) details_of: IdMap<Id<Informant>, Vec<ContentId>>,
    /// Per document, whom its labels stood for before they stood for somebody else.
    pub(super) once_spoke: IdMap<Id<Document>, BTreeSet<Id<Informant>>>,
    /// The texts that are no notes: themes, and descriptions of informants.
    pub(super) descriptions: BTreeSet<ContentId>,
    /// Where documents' texts differ from their files.
    pub(super) origins: BTreeMap<Id<Document>, ContentId>,
    /// The texts that were erased.
    pub(super) erased: BTreeSet<ContentId>,
    /// What copies that were merged in said otherwise, and how it was settled.
    pub(super) conflicts: Vec<(Conflict, Option<Settlement>)>,
    pub(super) history: History,
    /// Whether a fold is under way, which sorts once at its end.
    pub(super) folding: bool,
}

impl Study {
    /// Who it is, wherever it lies: the record that started it names it. No other study has that
    /// record, every copy has it, whatever is merged into one comes after it, and it is never
    /// erased; so studies of earlier virks have an identity too, and nothing is written for it.
    /// `None` before the first record.
    pub fn id(&self) -> Option<Id<Study>> {
        self.history.first.map(Id::new)
    }

    /// A counter that changes whenever anything does: what a screen drawn at
    /// one revision shows is true until the next.
    pub fn revision(&self) -> u64 {
        self.history.records
    }

    /// What undo and redo would take.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The documents, in the order they came.
    pub fn documents(&self) -> impl DoubleEndedIterator<Item = &Document> + Clone {
        self.documents.iter()
    }

    /// A live document.
    pub fn document(&self, id: Id<Document>) -> Option<&Document> {
        self.documents.get(id)
    }

    /// The informants, in the order they came.
    pub fn informants(&self) -> impl DoubleEndedIterator<Item = &Informant> + Clone {
        self.informants.iter()
    }

    /// A live informant.
    pub fn informant(&self, id: Id<Informant>) -> Option<&Informant> {
        self.informants.get(id)
    }

    /// The codes in the order they came; see [`Study::code_tree`] for the tree.
    pub fn codes(&self) -> impl DoubleEndedIterator<Item = &Code> + Clone {
        self.codes.iter()
    }

    /// A live code.
    pub fn code(&self, id: Id<Code>) -> Option<&Code> {
        self.codes.get(id)
    }

    /// A code's name in the study's language, also when it has been retired.
    pub fn code_name(&self, id: Id<Code>) -> &str {
        self.codes
            .get_any(id)
            .map_or("?", |code| code.name(&self.language))
    }

    /// The codes as a tree walked from the top: each with its depth, parents
    /// before children. A code whose parent is gone stands at the top.
    pub fn code_tree(&self) -> Vec<(usize, &Code)> {
        let mut children: HashMap<Option<Id<Code>>, Vec<&Code>> = HashMap::new();
        for code in self.codes() {
            let parent = code
                .body
                .parent
                .filter(|parent| self.code(*parent).is_some());
            children.entry(parent).or_default().push(code);
        }
        let mut tree = Vec::with_capacity(self.codes.len());
        let mut stack: Vec<(usize, &Code)> = children
            .get(&None)
            .into_iter()
            .flatten()
            .rev()
            .map(|code| (0, *code))
            .collect();
        while let Some((depth, code)) = stack.pop() {
            tree.push((depth, code));
            stack.extend(
                children
                    .get(&Some(code.id))
                    .into_iter()
                    .flatten()
                    .rev()
                    .map(|child| (depth + 1, *child)),
            );
        }
        tree
    }

    /// The code that speaks for this one today: the one it was merged into,
    /// else itself. A frozen theory keeps naming codes as they were.
    pub fn current_code(&self, code: Id<Code>) -> Id<Code> {
        let mut heir = code;
        // Merging is refused for what has been merged, so this ends; undo on two machines might
        // not.
        for _ in 0..=self.merged_into.len() {
            match self.merged_into.get(&heir) {
                Some(next) => heir = *next,
                None => break,
            }
        }
        heir
    }

    /// A code, or the one it was merged into, and everything under it.
    pub fn subtree(&self, top: Id<Code>) -> HashSet<Id<Code>> {
        let mut found = HashSet::from([self.current_code(top)]);
        let mut grew = true;
        while grew {
            let before = found.len();
            found.extend(
                self.codes()
                    .filter(|code| {
                        code.body
                            .parent
                            .is_some_and(|parent| found.contains(&parent))
                    })
                    .map(|code| code.id)
                    .collect::<Vec<_>>(),
            );
            grew = found.len() > before;
        }
        found
    }

    /// A live coding whose document and code are live too.
    pub fn coding(&self, id: Id<Coding>) -> Option<&Coding> {
        self.codings
            .get(id)
            .filter(|coding| self.is_visible(coding))
    }

    /// All codings in sight, in the order they were made.
    pub fn codings(&self) -> impl Iterator<Item = &Coding> {
        self.codings.iter().filter(|coding| self.is_visible(coding))
    }

    /// A document's codings in sight, by start and then longest first.
    pub fn codings_in(&self, document: Id<Document>) -> impl Iterator<Item = &Coding> {
        let places = if self.document(document).is_some() {
            self.codings_by_document.get(&document)
        } else {
            None
        };
        places
            .into_iter()
            .flatten()
            .filter_map(|place| self.codings.get_at(*place as usize))
            .filter(|coding| self.codes.get(coding.code).is_some())
    }

    /// A document's codings in sight with exactly this span, found without
    /// walking the others.
    pub fn codings_at(&self, document: Id<Document>, span: Span) -> impl Iterator<Item = &Coding> {
        let there = self.document(document).is_some();
        let codings = self
            .all_codings_at(QuoteAt { document, span })
            .filter(move |_| there);
        codings.filter(|coding| self.codes.get(coding.code).is_some())
    }

    /// The same, whether or not the document is in sight; also of retired codes, which may come
    /// back.
    pub(super) fn all_codings_at(
        &self,
        QuoteAt { document, span }: QuoteAt,
    ) -> impl Iterator<Item = &Coding> {
        let places = self
            .codings_by_document
            .get(&document)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let from = places.partition_point(|place| {
            self.codings
                .get_any_at(*place as usize)
                .is_some_and(|coding| {
                    (coding.span.start, Reverse(coding.span.end)) < (span.start, Reverse(span.end))
                })
        });
        places[from..]
            .iter()
            .take_while(move |place| {
                self.codings
                    .get_any_at(**place as usize)
                    .is_some_and(|coding| coding.span == span)
            })
            .filter_map(|place| self.codings.get_at(*place as usize))
    }

    fn is_visible(&self, coding: &Coding) -> bool {
        self.documents.get(coding.document).is_some() && self.codes.get(coding.code).is_some()
    }

    /// How many codings each code has, itself and everything under it apart.
    pub fn coding_counts(&self) -> HashMap<Id<Code>, usize> {
        let mut counts = HashMap::new();
        for coding in self.codings() {
            *counts.entry(coding.code).or_insert(0) += 1;
        }
        counts
    }

    /// A quote's condensation.
    pub fn condensation(&self, quote: QuoteAt) -> Option<&Condensation> {
        self.condensations.get(&quote)
    }

    /// All condensations of live documents, by document and place.
    pub fn condensations(&self) -> impl Iterator<Item = (QuoteAt, &Condensation)> {
        self.condensations
            .iter()
            .filter(|(quote, _)| self.document(quote.document).is_some())
            .map(|(quote, condensation)| (*quote, condensation))
    }

    /// A memo.
    pub fn memo(&self, on: MemoTarget) -> Option<&str> {
        self.words(*self.memos.get(&on)?)
    }

    /// All memos that have words, on what is in sight, by what they are on.
    pub fn memos(&self) -> impl Iterator<Item = (MemoTarget, &str)> {
        let in_sight = |on: MemoTarget| match on {
            MemoTarget::Study => true,
            MemoTarget::Document(id) => self.document(id).is_some(),
            MemoTarget::Quote(quote) => self.document(quote.document).is_some(),
            MemoTarget::Code(id) => self.code(id).is_some(),
            MemoTarget::Link(id) => self
                .link(id)
                .is_some_and(|link| self.theories.get(link.theory).is_some()),
        };
        let memos = self.memos.iter().filter(move |(on, _)| in_sight(**on));
        memos
            .filter_map(|(on, memo)| Some((*on, self.words(*memo)?)))
            .filter(|(_, memo)| !memo.is_empty())
    }

    /// The words of a content; `None` once erased.
    pub fn words(&self, content: ContentId) -> Option<&str> {
        self.contents.get(&content).map(|words| &**words)
    }

    /// The rows of surveys, also of those that were removed or have lost rows since, until they are
    /// erased.
    pub fn rows(&self) -> impl Iterator<Item = (ContentId, &[Column])> {
        self.rows.iter().map(|(id, columns)| (*id, &**columns))
    }

    /// All words there are, also of what is out of sight: what was removed, replaced or written
    /// anew, until it is erased.
    pub fn contents(&self) -> impl Iterator<Item = (ContentId, &str)> {
        self.contents.iter().map(|(id, words)| (*id, &**words))
    }

    /// The theories, in the order they were begun.
    pub fn theories(&self) -> impl DoubleEndedIterator<Item = &Theory> + Clone {
        self.theories.iter()
    }

    /// The theory one works on: the latest.
    pub fn theory(&self) -> Option<&Theory> {
        self.theories.iter().next_back()
    }

    /// A live link.
    pub fn link(&self, id: Id<Link>) -> Option<&Link> {
        self.links.get(id)
    }

    /// The live links of a theory, in order.
    pub fn links_of<'a>(&'a self, theory: &'a Theory) -> impl Iterator<Item = &'a Link> + 'a {
        theory.links.iter().filter_map(|id| self.links.get(*id))
    }

    /// "from → to" in the study's language.
    pub fn link_name(&self, link: &Link) -> String {
        format!(
            "{} → {}",
            self.code_name(link.from),
            self.code_name(link.to)
        )
    }

    /// What a quote does to a link, as far as judged.
    pub fn polarity(&self, link: Id<Link>, quote: QuoteAt) -> Option<Polarity> {
        self.polarities.get(&(link, quote)).copied()
    }

    /// All judged quotes of a link in live documents.
    pub fn polarities(&self, link: Id<Link>) -> impl Iterator<Item = (QuoteAt, Polarity)> + '_ {
        self.polarities
            .range((link, QuoteAt::least())..)
            .take_while(move |((at, _), _)| *at == link)
            .filter(|((_, quote), _)| self.document(quote.document).is_some())
            .map(|((_, quote), polarity)| (*quote, *polarity))
    }

    /// What the evaluator concluded of a link.
    pub fn verdict(&self, link: Id<Link>) -> Option<&Verdict> {
        self.verdicts.get(&link)
    }

    /// The datasets, in the order they came.
    pub fn datasets(&self) -> impl DoubleEndedIterator<Item = &Dataset> + Clone {
        self.datasets.iter()
    }

    /// A dataset, also one that has left the study.
    pub fn any_dataset(&self, id: Id<Dataset>) -> Option<&Dataset> {
        self.datasets.get_any(id)
    }

    /// A live dataset.
    pub fn dataset(&self, id: Id<Dataset>) -> Option<&Dataset> {
        self.datasets.get(id)
    }

    /// The indicators of a code whose dataset is live, in the order of the
    /// dataset's variables.
    pub fn indicators(&self, code: Id<Code>) -> Vec<&Indicator> {
        let code = self.current_code(code);
        let mut found: Vec<(usize, &Indicator)> = self
            .indicators
            .iter()
            .filter(|indicator| indicator.code == code)
            .filter_map(|indicator| {
                Some((
                    self.dataset(indicator.dataset)?
                        .variable_index(&indicator.variable)?,
                    indicator,
                ))
            })
            .collect();
        found.sort_by_key(|(place, indicator)| (indicator.dataset, *place));
        found.into_iter().map(|(_, indicator)| indicator).collect()
    }

    /// All indicators.
    pub fn all_indicators(&self) -> impl Iterator<Item = &Indicator> {
        self.indicators.iter()
    }

    /// The reported results, in the order they came.
    pub fn reported(&self) -> impl DoubleEndedIterator<Item = &Reported> + Clone {
        self.reported.iter()
    }

    /// Live reported results.
    pub fn reported_results(&self, id: Id<Reported>) -> Option<&Reported> {
        self.reported.get(id)
    }

    /// The questions of all interview guides, in the order they came.
    pub fn guide_items(&self) -> impl DoubleEndedIterator<Item = &GuideItem> + Clone {
        self.guide_items.iter()
    }

    /// The codes a question of an interview guide asks about; for one that was merged, the one that
    /// speaks for it.
    pub fn codes_asked_about<'a>(&'a self, item: &'a GuideItem) -> impl Iterator<Item = &'a Code> {
        let mut seen = HashSet::new();
        let codes = item
            .body
            .about
            .iter()
            .filter_map(|id| self.code(self.current_code(*id)));
        codes.filter(move |code| seen.insert(code.id))
    }

    /// All accepted findings, each with the reason; also of findings that are no longer found.
    pub fn acceptances(&self) -> impl Iterator<Item = (&AcceptedFinding, &str)> {
        self.acceptances
            .iter()
            .map(|(finding, reason)| (finding, self.words(*reason).unwrap_or_default()))
    }

    /// Why a finding was accepted; `None` when it is not.
    pub fn acceptance(&self, finding: &AcceptedFinding) -> Option<&str> {
        self.acceptances
            .get(finding)
            .map(|reason| self.words(*reason).unwrap_or_default())
    }
}
