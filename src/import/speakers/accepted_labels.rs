//! Decides which labels of one layout stand for speakers.

use super::evidence::SpeakerReason;
use super::interviewer::{is_note, paragraphs};
use super::label::LabelClass;
use super::line::TurnCandidate;
use super::{TurnLayout, label};
use crate::text::Span;
use std::collections::{HashMap, HashSet};

/// A label's class and counts in one layout.
#[derive(Clone, Debug)]
pub(super) struct LabelStatistics {
    pub class: LabelClass,
    pub count: usize,
    /// Occurrences that do not continue a sentence from the line above.
    apart: usize,
}

/// The share of paragraphs that begin with a label.
struct LabelCoverage {
    /// Paragraphs from the first label on.
    paragraphs: usize,
    labelled: usize,
}

impl LabelCoverage {
    fn percent(&self) -> usize {
        self.labelled * 100 / self.paragraphs.max(1)
    }
}

pub(super) fn groups(
    text: &str,
    candidates: &[TurnCandidate],
    layout: TurnLayout,
) -> HashMap<String, LabelStatistics> {
    let mut groups: HashMap<String, LabelStatistics> = HashMap::new();
    for one in candidates.iter().filter(|one| one.layout == layout) {
        let Some(name) = one.label.map(|name| name.text(text)) else {
            continue;
        };
        let class = match label::class(name) {
            // A time beside it makes a single word a name.
            LabelClass::Words
                if layout == TurnLayout::TimeLine && !name.contains(char::is_whitespace) =>
            {
                LabelClass::Name
            }
            class => class,
        };
        let group = groups
            .entry(label::key(name))
            .or_insert_with(|| LabelStatistics {
                class,
                count: 0,
                apart: 0,
            });
        group.count += 1;
        group.apart += usize::from(is_apart(text, one.start));
    }
    groups
}

/// True if a place begins a paragraph or follows the end of a sentence. A wrapped line may begin
/// with a name and a colon by chance.
fn is_apart(text: &str, at: u32) -> bool {
    let before = text[..at as usize].trim_end_matches([' ', '\t']);
    let above = before
        .strip_suffix('\n')
        .unwrap_or(before)
        .trim_end_matches([' ', '\t', '\r']);
    above.is_empty()
        || above.ends_with('\n')
        || !above.ends_with(|c: char| c.is_alphanumeric() || c == ',')
}

/// The labels of one layout that are accepted as speakers.
pub(super) fn accepted(
    text: &str,
    candidates: &[TurnCandidate],
    layout: TurnLayout,
    groups: &HashMap<String, LabelStatistics>,
) -> HashMap<String, SpeakerReason> {
    let cover = |keys: &HashMap<String, SpeakerReason>| cover(text, candidates, layout, keys);
    let all: usize = groups.values().map(|group| group.count).sum();
    let mut speakers: HashMap<String, SpeakerReason> = HashMap::new();
    for (key, group) in groups {
        let timed = layout == TurnLayout::TimeLine;
        let recurs = match group.class {
            LabelClass::Nobody => false,
            // With a time beside it, anything that recurs is a name.
            LabelClass::Words if timed => group.count > 1,
            LabelClass::Words => {
                group.count > 2
                    && group.count * 10 >= all
                    && matches!(layout, TurnLayout::Colon | TurnLayout::Tab)
            }
            _ => group.count > 1,
        };
        if recurs {
            speakers.insert(key.clone(), SpeakerReason::Recurs);
        }
    }
    let (front, silent) = (
        front_matter(text, candidates, layout, groups),
        silent(text, candidates, layout, groups),
    );
    let named = groups
        .iter()
        .filter(|(key, group)| group.class > LabelClass::Words && !speakers.contains_key(*key));
    let once: Vec<(&String, &LabelStatistics)> = named
        .filter(|(key, _)| !front.contains(*key) && !silent.contains(*key))
        .collect();
    if speakers.is_empty() {
        // No label recurs: a short conversation, or none at all.
        let few: HashMap<String, SpeakerReason> = once
            .iter()
            .map(|(key, _)| ((*key).clone(), SpeakerReason::LikeOthers))
            .collect();
        let roles = once
            .iter()
            .all(|(_, group)| group.class >= LabelClass::Initials);
        let sure = match layout {
            TurnLayout::TimeLine | TurnLayout::Colon | TurnLayout::Tab | TurnLayout::Bracket => {
                true
            }
            // Bold words that occur once are section headings.
            TurnLayout::Strong => roles,
            _ => false,
        };
        let others = groups
            .values()
            .filter(|group| group.class <= LabelClass::Words)
            .count();
        // Many names that occur once each are section headings.
        if sure
            && (roles || few.len() <= 4)
            && few.len() > others.max(1)
            && cover(&few).percent() >= 60
        {
            speakers = few;
        }
    } else {
        let classes: Vec<LabelClass> = speakers
            .keys()
            .filter_map(|key| groups.get(key))
            .map(|group| group.class)
            .collect();
        for (key, group) in once {
            let sure = matches!(
                layout,
                TurnLayout::TimeLine | TurnLayout::Colon | TurnLayout::Tab | TurnLayout::Bracket
            );
            let why = match group.class {
                LabelClass::Role => SpeakerReason::Role,
                class if sure && (layout == TurnLayout::TimeLine || classes.contains(&class)) => {
                    SpeakerReason::LikeOthers
                }
                _ => continue,
            };
            speakers.insert(key.clone(), why);
        }
    }
    // Where most labels follow the end of a sentence, one that never does is a name in a wrapped
    // sentence.
    let apart = speakers
        .keys()
        .filter(|key| groups[*key].apart * 2 > groups[*key].count)
        .count();
    if apart * 2 >= speakers.len() && matches!(layout, TurnLayout::Colon | TurnLayout::Tab) {
        speakers
            .retain(|key, _| groups[key].apart > 0 || groups[key].class >= LabelClass::Initials);
    }
    let several = speakers
        .iter()
        .filter(|(key, _)| groups[*key].count > 1)
        .count()
        > 1;
    let role = speakers
        .keys()
        .any(|key| groups[key].class >= LabelClass::Initials);
    let enough = match layout {
        TurnLayout::TimeLine => true,
        TurnLayout::Colon | TurnLayout::Tab if speakers.len() > 1 => {
            role || cover(&speakers).percent() >= if several { 10 } else { 50 }
        }
        TurnLayout::Colon | TurnLayout::Tab => cover(&speakers).percent() >= 50,
        TurnLayout::Bracket => role || cover(&speakers).percent() >= 30,
        TurnLayout::Strong => {
            several && cover(&speakers).percent() >= 15 || cover(&speakers).percent() >= 40
        }
        TurnLayout::OwnLine => several && cover(&speakers).percent() >= 30,
        _ => several && cover(&speakers).percent() >= 50,
    };
    if enough { speakers } else { HashMap::new() }
}

fn cover(
    text: &str,
    candidates: &[TurnCandidate],
    layout: TurnLayout,
    keys: &HashMap<String, SpeakerReason>,
) -> LabelCoverage {
    let begins: Vec<u32> = candidates
        .iter()
        .filter(|one| {
            one.layout == layout
                && one
                    .label
                    .is_some_and(|name| keys.contains_key(&label::key(name.text(text))))
        })
        .map(|one| one.start)
        .collect();
    let Some(first) = begins.first() else {
        return LabelCoverage {
            paragraphs: 0,
            labelled: 0,
        };
    };
    let all: Vec<Span> = paragraphs(text, Span::of(*first as usize, text.len()));
    // Where labels follow line upon line, each line counts as a paragraph.
    let inside = |paragraph: &Span| {
        begins.partition_point(|at| *at < paragraph.end)
            - begins.partition_point(|at| *at < paragraph.start)
    };
    let labelled: usize = all.iter().map(inside).sum();
    let bare = all
        .iter()
        .filter(|paragraph| inside(paragraph) == 0 && !is_note(text, **paragraph))
        .count();
    LabelCoverage {
        paragraphs: labelled + bare,
        labelled,
    }
}

/// Labels in the lines that describe an interview before it begins (`Date: …`, `Moderator: …`):
/// those that occur once, above everybody who recurs, and next to labels that name nobody.
fn front_matter(
    text: &str,
    candidates: &[TurnCandidate],
    layout: TurnLayout,
    groups: &HashMap<String, LabelStatistics>,
) -> HashSet<String> {
    let mut seen = HashSet::new();
    let mut tells = false;
    for one in candidates.iter().filter(|one| one.layout == layout) {
        let Some(name) = one.label.map(|name| name.text(text)) else {
            continue;
        };
        let Some(group) = groups.get(&label::key(name)) else {
            continue;
        };
        match group.class {
            LabelClass::Nobody => tells = true,
            LabelClass::Words => {}
            _ if group.count > 1 => break,
            _ => drop(seen.insert(label::key(name))),
        }
    }
    if tells { seen } else { HashSet::new() }
}

/// Labels that occur once and have no words below them: section headings.
fn silent(
    text: &str,
    candidates: &[TurnCandidate],
    layout: TurnLayout,
    groups: &HashMap<String, LabelStatistics>,
) -> HashSet<String> {
    let own: Vec<&TurnCandidate> = candidates
        .iter()
        .filter(|one| one.layout == layout && one.label.is_some())
        .collect();
    let ends = own
        .iter()
        .skip(1)
        .map(|next| next.start)
        .chain([text.len() as u32]);
    own.iter()
        .zip(ends)
        .filter(|(one, end)| {
            text.get(one.words as usize..*end as usize)
                .is_some_and(|words| !words.contains(char::is_alphanumeric))
        })
        .filter_map(|(one, _)| one.label.map(|name| label::key(name.text(text))))
        .filter(|key| groups.get(key).is_some_and(|group| group.count == 1))
        .collect()
}
