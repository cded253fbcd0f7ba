//! Where an element of the theory stands: what the proposals of its links come to
//! together. Of a mechanism those count that say what it produces.

use super::Numbers;
use super::part::Part;
use super::proposal::Proposal;
use super::tally::Tally;
use crate::study::{Code, Id, Kind, Link, Study, Theory};
use crate::text::number;
use std::fmt;

/// The word for an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// All links that were tested are shown.
    Supported,
    /// Some are.
    Partly,
    /// None is; that is no evidence of absence.
    NotShown,
    /// Those that are shown go the other way.
    Contrary,
    /// No link was tested.
    Untested,
}

impl Word {
    /// The word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Word::Supported => "supported",
            Word::Partly => "partly supported",
            Word::NotShown => "not shown",
            Word::Contrary => "contrary",
            Word::Untested => "untested",
        }
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Where an element stands.
#[derive(Clone, Debug)]
pub struct Standing<'a> {
    /// The element.
    pub code: Id<Code>,
    /// The word, by the plan.
    pub word: Word,
    /// Whether no link of it holds whatever single answers, readings and adjustments do.
    pub fragile: bool,
    /// Its tests together.
    pub tally: Tally,
    /// Codes under it that live on where it does not.
    pub except: Vec<Part>,
    /// The proposals of its links.
    pub links: Vec<Proposal<'a>>,
    /// Why, in sentences.
    pub because: Vec<String>,
}

/// The links that say where an element stands: for a mechanism what it produces, for an outcome
/// what leads to it, for anything else what it leads to.
#[must_use]
pub fn links_of<'a>(study: &'a Study, theory: &'a Theory, code: Id<Code>) -> Vec<&'a Link> {
    let produced =
        |link: &&Link| matches!(study.kind_in(theory, link.to), Kind::Output | Kind::Outcome);
    let out: Vec<&Link> = study
        .links_of(theory)
        .filter(|link| link.from == code && link.on.is_none())
        .collect();
    match study.kind_in(theory, code) {
        Kind::Mechanism if out.iter().any(produced) => out.into_iter().filter(produced).collect(),
        Kind::Outcome => study
            .links_of(theory)
            .filter(|link| link.to == code)
            .collect(),
        _ => out,
    }
}

/// Where an element stands, by the proposals of its links ([`links_of`]), which may stand among
/// others.
#[must_use]
pub fn standing<'a>(
    study: &'a Study,
    theory: &'a Theory,
    code: Id<Code>,
    proposals: &[Proposal<'a>],
) -> Standing<'a> {
    let links = links_of(study, theory, code);
    let of = |link: &&Link| {
        proposals
            .iter()
            .find(|proposal| proposal.evidence.link.id == link.id)
            .cloned()
    };
    Standing::new(study, code, links.iter().filter_map(of).collect())
}

/// The same of what a theory wants to reach: by the proposals of the links that lead there.
#[must_use]
pub fn reached<'a>(study: &'a Study, code: Id<Code>, proposals: &[Proposal<'a>]) -> Standing<'a> {
    Standing::new(
        study,
        code,
        proposals
            .iter()
            .filter(|proposal| proposal.evidence.link.to == code)
            .cloned()
            .collect(),
    )
}

impl<'a> Standing<'a> {
    fn new(study: &Study, code: Id<Code>, links: Vec<Proposal<'a>>) -> Standing<'a> {
        let tested: Vec<&Proposal<'_>> = links
            .iter()
            .filter(|proposal| {
                !matches!(proposal.numbers, Numbers::Untested | Numbers::NotTestable)
            })
            .collect();
        let having = |wanted: &[Numbers]| {
            tested
                .iter()
                .filter(|proposal| wanted.contains(&proposal.numbers))
                .count()
        };
        let shown = having(&[Numbers::Supported, Numbers::Fragile]);
        let contrary = having(&[Numbers::Contrary]);
        let word = match tested.len() {
            0 => Word::Untested,
            all if shown == all => Word::Supported,
            _ if shown > 0 => Word::Partly,
            _ if contrary > 0 => Word::Contrary,
            _ => Word::NotShown,
        };
        let tally = links
            .iter()
            .map(|proposal| proposal.tally)
            .fold(Tally::default(), Tally::with);
        let mut except: Vec<Part> = Vec::new();
        for part in links.iter().flat_map(|proposal| &proposal.except) {
            match except.iter_mut().find(|known| known.code == part.code) {
                Some(known) => {
                    known.tally = known.tally.with(part.tally);
                    known.others = known.others.with(part.others);
                }
                None => except.push(part.clone()),
            }
        }
        let fragile = shown > 0 && having(&[Numbers::Supported]) == 0;
        let mut standing = Standing {
            code,
            word,
            fragile,
            tally,
            except,
            because: Vec::new(),
            links,
        };
        standing.because = standing.say(study);
        standing
    }

    /// "not shown except Praise and recognition, post hoc".
    #[must_use]
    pub fn in_words(&self, study: &Study) -> String {
        let mut words = self.word.to_string();
        let fragile = self
            .links
            .iter()
            .filter(|proposal| proposal.numbers == Numbers::Fragile)
            .count();
        let untested = self
            .links
            .iter()
            .filter(|proposal| proposal.tally.run == 0)
            .count();
        if self.word == Word::Supported {
            let mut but = Vec::new();
            but.extend((fragile > 0).then(|| format!("{fragile} fragile")));
            but.extend((untested > 0).then(|| format!("{untested} untested")));
            if !but.is_empty() {
                words += &format!(
                    " ({} of {})",
                    but.join(", "),
                    number::some(self.links.len(), "link")
                );
            }
        }
        for part in &self.except {
            words += &format!(
                " except {}{}",
                study.code_name(part.code),
                if part.post_hoc { ", post hoc" } else { "" }
            );
        }
        words
    }

    fn say(&self, study: &Study) -> Vec<String> {
        let Tally {
            run,
            shown,
            fitting,
            adjusted,
            robust,
            ..
        } = self.tally;
        let mut said = Vec::new();
        for proposal in &self.links {
            let link = proposal.evidence.link;
            let tests = if proposal.tally.run == 0 {
                String::new()
            } else {
                format!(
                    " ({} of {})",
                    proposal.tally.shown,
                    number::some(proposal.tally.run, "test")
                )
            };
            said.push(format!(
                "{}: {}{tests}.",
                study.link_name(link),
                proposal.numbers_in_words(study)
            ));
        }
        for part in &self.except {
            said.push(format!(
                "{}: {} of {}, everything else {} of {}.{}",
                study.code_name(part.code),
                part.tally.shown,
                number::some(part.tally.run, "test"),
                part.others.shown,
                part.others.run,
                if part.post_hoc {
                    " Post hoc: found in these answers, which cannot confirm it."
                } else {
                    ""
                }
            ));
        }
        if run > 0 {
            let tests = number::some(run, "test");
            said.push(format!("Of {tests} {shown} are shown by the plan; the test that fits shows {fitting}, {adjusted} after Benjamini–Hochberg, and {robust} that no single answer or reading undoes."));
        }
        if self.fragile {
            said.push("Fragile: by the stricter readings little of it is left.".into());
        }
        said
    }
}
