//! Codes as the tree lists them, gathered once per revision of the study.

use crate::study::{Code, Document, Id, Informant, Study};
use crate::text::{Span, sanitize};
use std::collections::{HashMap, HashSet};

pub struct CodeTreeEntry {
    pub id: Id<Code>,
    pub depth: usize,
    /// The sign of its kind.
    pub glyph: char,
    /// Two letters.
    pub tag: String,
    /// `#RRGGBB`.
    pub colour: String,
    pub name: String,
    /// On one line.
    pub definition: String,
    /// Counts of the code alone.
    pub own: CodeCounts,
    /// Counts including everything below it.
    pub with_descendants: CodeCounts,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CodeCounts {
    pub codings: usize,
    /// Distinct coded stretches.
    pub quotes: usize,
    /// Distinct people who said them.
    pub informants: usize,
}

/// Sets behind [`CodeCounts`], so that the totals of subtrees can be merged.
#[derive(Clone, Default)]
struct CodeTotals {
    codings: usize,
    quotes: HashSet<(Id<Document>, Span)>,
    informants: HashSet<Id<Informant>>,
}

impl CodeTotals {
    fn counts(&self) -> CodeCounts {
        CodeCounts {
            codings: self.codings,
            quotes: self.quotes.len(),
            informants: self.informants.len(),
        }
    }

    fn add(&mut self, other: &CodeTotals) {
        self.codings += other.codings;
        self.quotes.extend(&other.quotes);
        self.informants.extend(&other.informants);
    }
}

/// In the order of the tree.
pub fn entries(study: &Study) -> Vec<CodeTreeEntry> {
    let mut sums: HashMap<Id<Code>, CodeTotals> = HashMap::new();
    for document in study.documents() {
        for coding in study.codings_in(document.id) {
            let sum = sums.entry(coding.code).or_default();
            sum.codings += 1;
            sum.quotes.insert((document.id, coding.span));
            sum.informants.extend(document.informant_of(coding.span));
        }
    }
    let tree = study.code_tree();
    let mut whole: Vec<CodeTotals> = tree
        .iter()
        .map(|(_, code)| sums.get(&code.id).cloned().unwrap_or_default())
        .collect();
    // Back to front, each adds its totals to its parent: the nearest earlier entry that is less
    // deep.
    for place in (0..tree.len()).rev() {
        if let Some(parent) = (0..place)
            .rev()
            .find(|above| tree[*above].0 < tree[place].0)
            && tree[place].0 > 0
        {
            let sum = whole[place].clone();
            whole[parent].add(&sum);
        }
    }
    let entry = |((depth, code), whole): (&(usize, &Code), &CodeTotals)| CodeTreeEntry {
        id: code.id,
        depth: *depth,
        glyph: code.body.kind.glyph(),
        tag: sanitize::sanitize_line(&code.body.tag),
        colour: code.body.colour.clone(),
        name: sanitize::sanitize_line(code.name(&study.language)),
        definition: sanitize::sanitize_line(code.body.definition.in_language(&study.language)),
        own: sums
            .get(&code.id)
            .map(CodeTotals::counts)
            .unwrap_or_default(),
        with_descendants: whole.counts(),
    };
    tree.iter().zip(&whole).map(entry).collect()
}
