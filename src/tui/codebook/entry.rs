//! What is told of a code in the tree, gathered once for a revision of the study.

use crate::study::{Code, Document, Id, Informant, Study};
use crate::text::{Span, sanitize};
use std::collections::{HashMap, HashSet};

/// A code in the tree.
pub struct CodeTreeEntry {
    /// The code.
    pub id: Id<Code>,
    /// How deep it stands.
    pub depth: usize,
    /// The sign of its kind.
    pub glyph: char,
    /// Its two letters.
    pub tag: String,
    /// `#RRGGBB`.
    pub colour: String,
    /// What it is called.
    pub name: String,
    /// What it means, in one line.
    pub definition: String,
    /// What it carries itself.
    pub own: CodeCounts,
    /// The same with everything under it.
    pub with_descendants: CodeCounts,
}

/// What codes carry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CodeCounts {
    /// Codings.
    pub codings: usize,
    /// Different words that are coded.
    pub quotes: usize,
    /// People who said them.
    pub informants: usize,
}

/// What codings add up to.
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

/// The codebook in the order of its tree.
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
    // From the last to the first, each adds itself to the nearest one before it that is less deep.
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
