//! Finding things by what people type: a unique beginning is enough everywhere,
//! and a miss proposes the nearest.

pub use super::name_lookup::nearest_name;
use super::name_lookup::{LookupCandidate, find_by_name, find_only};
use super::{Code, Dataset, Document, Id, Informant, Link, Refusal, Reported, Study, Theory};
use crate::text::{FoldMode, folding::fold};
use std::collections::BTreeSet;

impl Study {
    /// The code with this key or name, else the one that was called so before
    /// it was renamed or merged, else the only one that begins so.
    /// Refused when no code or several begin so; the refusal names the nearest.
    pub fn find_code(&self, typed: &str) -> Result<&Code, Refusal> {
        if let Some(code) = self.code_by_former_name(typed) {
            return Ok(code);
        }
        find_by_name(
            "code",
            typed,
            self.codes().map(LookupCandidate::code),
            "See `virk codebook show`",
        )
    }

    /// The code that speaks today for what was called exactly so before it was
    /// renamed or merged, so that saved searches and scripts go on finding it.
    /// `None` when a code is called so now.
    pub fn code_by_former_name(&self, name: &str) -> Option<&Code> {
        let wanted = fold(name.trim(), FoldMode::IgnoreCase);
        let is_called = |code: &Code| {
            code.body
                .names()
                .any(|name| fold(name, FoldMode::IgnoreCase) == wanted)
        };
        if wanted.is_empty() || self.codes().any(is_called) {
            return None;
        }
        let merged = || {
            self.codes
                .all()
                .find(|code| self.merged_into.contains_key(&code.id) && is_called(code))
                .map(|code| code.id)
        };
        let code = merged().or_else(|| self.former_names.get(&*wanted).copied())?;
        self.code(self.current_code(code))
    }

    /// The document with this title, or the only one that begins so.
    /// Refused when no document or several begin so.
    pub fn find_document(&self, typed: &str) -> Result<&Document, Refusal> {
        let named = self.documents().map(LookupCandidate::document);
        find_by_name("document", typed, named, "See `virk document list`")
    }

    /// The same, also of documents that were taken out of the study: their words
    /// are still in the file.
    /// Refused when no document or several begin so.
    pub fn find_any_document(&self, typed: &str) -> Result<&Document, Refusal> {
        if let Ok(live) = self.find_document(typed) {
            return Ok(live);
        }
        let named = self.documents.all().map(LookupCandidate::document);
        find_by_name("document", typed, named, "See `virk document list`")
    }

    /// The informant with this pseudonym, or the only one that begins so, else the one who was
    /// called so before being renamed: saved searches and scripts go on finding them.
    /// Refused when no informant or several begin so.
    pub fn find_informant(&self, typed: &str) -> Result<&Informant, Refusal> {
        let named = self
            .informants()
            .map(|known| LookupCandidate::new(known, &known.body.name));
        let found = find_by_name(
            "informant",
            typed,
            named,
            "Informants are the names before the turns of the transcripts",
        );
        let wanted = typed.trim().to_lowercase();
        let begins = |known: &Informant| known.body.name.to_lowercase().starts_with(&wanted);
        found.or_else(|refusal| {
            match self
                .former_informants
                .get(&wanted)
                .and_then(|id| self.informant(*id))
            {
                // Where several begin so, nobody knows who is meant.
                Some(renamed) if !self.informants().any(begins) => Ok(renamed),
                _ => Err(refusal),
            }
        })
    }

    /// The theory version called so; the latest when nothing is typed.
    /// Refused when there is none, or none called so.
    pub fn find_theory(&self, typed: Option<&str>) -> Result<&Theory, Refusal> {
        match typed {
            None => self.theory().ok_or_else(|| {
                Refusal::new(
                    "the study has no programme theory yet",
                    "Import one with `virk theory import FILE`",
                )
            }),
            Some(typed) => {
                let named = self
                    .theories()
                    .map(|theory| LookupCandidate::new(theory, &theory.version));
                find_by_name("theory version", typed, named, "See `virk theory show`")
            }
        }
    }

    /// The dataset called so; the only one when nothing is typed.
    /// Refused when there is none, none called so, or several to choose from.
    pub fn find_dataset(&self, typed: Option<&str>) -> Result<&Dataset, Refusal> {
        let named: Vec<LookupCandidate<&Dataset>> = self
            .datasets()
            .map(|dataset| LookupCandidate::new(dataset, &dataset.body.name))
            .collect();
        match typed {
            None => find_only(
                &named,
                (
                    "the study has no dataset yet",
                    "Import one with `virk data import FILE`",
                ),
                (
                    "the study has several datasets",
                    "Choose one with --dataset:",
                ),
            ),
            Some(typed) => find_by_name("dataset", typed, named, "See `virk data describe`"),
        }
    }

    /// The same, also of datasets that were taken out of the study: their rows are still in the
    /// file.
    /// Refused when no dataset or several are called so.
    pub fn find_any_dataset(&self, typed: &str) -> Result<&Dataset, Refusal> {
        if let Ok(live) = self.find_dataset(Some(typed)) {
            return Ok(live);
        }
        let named = self
            .datasets
            .all()
            .map(|dataset| LookupCandidate::new(dataset, &dataset.body.name));
        find_by_name("dataset", typed, named, "See `virk data describe`")
    }

    /// The dataset that has this variable, and the variable's place in it.
    /// Refused when no dataset has it; the refusal names the nearest variable.
    pub fn find_variable(&self, typed: &str) -> Result<(&Dataset, usize), Refusal> {
        let named: Vec<_> = self
            .datasets()
            .flat_map(|dataset| {
                dataset
                    .body
                    .variables
                    .iter()
                    .enumerate()
                    .map(move |(place, variable)| {
                        LookupCandidate::new((dataset, place), &variable.name)
                    })
            })
            .collect();
        // The same name in two datasets is not ambiguous by beginning: the first dataset wins.
        let exact = named.iter().find(|named| named.names[0] == typed);
        if let Some(exact) = exact.or_else(|| {
            named
                .iter()
                .find(|named| named.names[0].eq_ignore_ascii_case(typed))
        }) {
            return Ok(exact.item);
        }
        find_by_name("variable", typed, named, "See `virk data variables`")
    }

    /// The name of the saved search called so, or of the only one that begins so.
    /// Refused when none or several are called so.
    pub fn find_search(&self, typed: &str) -> Result<&str, Refusal> {
        let named = self
            .searches()
            .map(|(name, _)| LookupCandidate::new(name, name));
        find_by_name("saved search", typed, named, "See `virk searches`")
    }

    /// The same, also of searches that were taken away: their words are still in the file.
    /// Refused when none or several are called so.
    pub fn find_any_search(&self, typed: &str) -> Result<&str, Refusal> {
        if let Ok(live) = self.find_search(typed) {
            return Ok(live);
        }
        let there = self
            .past_queries
            .iter()
            .filter(|(_, query)| !self.was_erased(*query))
            .map(|(name, _)| name.as_str());
        let names: BTreeSet<&str> = there.collect();
        let named = names
            .into_iter()
            .map(|name| LookupCandidate::new(name, name));
        find_by_name("saved search", typed, named, "See `virk searches`")
    }

    /// The reported results called so; the only ones when nothing is typed.
    /// Refused when there are none, none called so, or several to choose from.
    pub fn find_reported(&self, typed: Option<&str>) -> Result<&Reported, Refusal> {
        let named: Vec<LookupCandidate<&Reported>> = self
            .reported()
            .map(|reported| LookupCandidate::new(reported, &reported.body.name))
            .collect();
        match typed {
            None => find_only(
                &named,
                (
                    "the study has no reported results",
                    "Write down what a report prints with `virk reported import FILE`",
                ),
                ("the study has several reports", "Choose one of"),
            ),
            Some(typed) => find_by_name("report", typed, named, "See `virk reported list`"),
        }
    }

    /// The link written `FROM -> TO` (or `FROM → TO`) in a theory.
    /// Refused when it is not written so, an end is unknown, or the theory has no such link.
    pub fn find_link<'a>(&'a self, theory: &'a Theory, typed: &str) -> Result<&'a Link, Refusal> {
        let (from, to) = self.parse_link_ends(typed)?;
        let (from, to) = (
            self.find_node(theory, from)?.id,
            self.find_node(theory, to)?.id,
        );
        // A frozen theory names a merged code as it was; the one it was merged into will do as
        // well.
        let is_heir = |code, typed| self.current_code(code) == self.current_code(typed);
        let exact = self
            .links_of(theory)
            .find(|link| link.from == from && link.to == to);
        exact
            .or_else(|| {
                self.links_of(theory)
                    .find(|link| is_heir(link.from, from) && is_heir(link.to, to))
            })
            .ok_or_else(|| {
                Refusal::new(
                    format!(
                        "theory {} has no link {} → {}",
                        theory.version,
                        self.code_name(from),
                        self.code_name(to)
                    ),
                    format!(
                        "Its links are listed by `virk theory show {}`",
                        theory.version
                    ),
                )
            })
    }

    /// The two ends of what is written `FROM -> TO` (or `FROM → TO`).
    /// Refused when it is not written so.
    pub fn parse_link_ends<'t>(&self, typed: &'t str) -> Result<(&'t str, &'t str), Refusal> {
        typed
            .split_once("->")
            .or_else(|| typed.split_once('→'))
            .ok_or_else(|| {
                Refusal::new(
                    format!("`{typed}` is not a link"),
                    "Write it as \"FROM -> TO\"; the beginning of a code's name is enough",
                )
            })
    }

    /// The node of a theory with this key or name, or the only one that begins
    /// so; then any code, for a refusal that says which.
    /// Refused when no code or several begin so.
    pub fn find_node(&self, theory: &Theory, typed: &str) -> Result<&Code, Refusal> {
        // Among the theory's own nodes first, so that "Motivation" need not be told from its
        // children.
        let nodes = theory
            .nodes
            .iter()
            .filter_map(|node| self.codes.get_any(*node))
            .map(LookupCandidate::code);
        find_by_name("code", typed.trim(), nodes, "").or_else(|_| self.find_code(typed.trim()))
    }

    /// The live code with exactly this key.
    pub fn code_by_key(&self, key: &str) -> Option<Id<Code>> {
        self.codes()
            .find(|code| code.body.key == key)
            .map(|code| code.id)
    }
}

impl Dataset {
    /// The place of the variable with this name, or of the only one that begins so.
    /// Refused when no variable or several begin so; the refusal names the nearest.
    pub fn find_variable(&self, typed: &str) -> Result<usize, Refusal> {
        let variables = self.body.variables.iter().enumerate();
        let named = variables.map(|(place, variable)| LookupCandidate::new(place, &variable.name));
        find_by_name(
            "variable",
            typed,
            named,
            &format!("`{}` does not have it", self.body.name),
        )
    }
}
