//! Decides which of the candidates begin a turn.

use super::label::{self, LabelClass};
use super::line::{TurnCandidate, TurnLayout};
use super::paragraphs::{is_note, paragraphs};
use crate::text::Span;
use std::collections::{HashMap, HashSet};

/// Why a label is taken for a speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SpeakerReason {
    /// The user named it.
    Told,
    /// The file format marks it.
    File,
    /// It occurs before several turns.
    Recurs,
    /// It is a word for a role in an interview, or a numbered pseudonym.
    Role,
    /// It occurs once, but is written like the names that recur.
    LikeOthers,
    /// Turns begin with dashes: two people alternate, one of whom asks.
    Alternates,
}

/// A label's class and counts in one layout.
#[derive(Clone, Debug)]
struct LabelStatistics {
    class: LabelClass,
    count: usize,
    /// Occurrences that do not continue a sentence from the line above.
    apart: usize,
}

#[derive(Clone, Debug, Default)]
pub(super) struct TurnDecision {
    pub layout: Option<TurnLayout>,
    /// The candidates that begin a turn, in order.
    pub headings: Vec<TurnCandidate>,
    /// Keys of the speakers' labels, each with the reason.
    pub speakers: HashMap<String, SpeakerReason>,
    /// What looks like a label but is treated as words, in order.
    pub rejected: Vec<RejectedLabel>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RejectedLabel {
    pub label: String,
    pub class: LabelClass,
    pub count: usize,
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

const LABELLED: [TurnLayout; 8] = [
    TurnLayout::TimeLine,
    TurnLayout::Colon,
    TurnLayout::Bracket,
    TurnLayout::Strong,
    TurnLayout::Tab,
    TurnLayout::Dot,
    TurnLayout::Rule,
    TurnLayout::OwnLine,
];

/// Decides by what is found in the text; `only` fixes the layout.
pub(super) fn decide_turns(
    text: &str,
    candidates: &[TurnCandidate],
    only: Option<TurnLayout>,
) -> TurnDecision {
    let mut best: Option<(usize, TurnLayout, HashMap<String, SpeakerReason>)> = None;
    for layout in LABELLED
        .into_iter()
        .filter(|layout| only.is_none_or(|only| only == *layout))
    {
        let groups = groups(text, candidates, layout);
        if groups.is_empty() {
            continue;
        }
        let speakers = accepted(text, candidates, layout, &groups);
        let score = speakers
            .keys()
            .filter_map(|key| groups.get(key))
            .map(|group| group.count)
            .sum::<usize>();
        if score > best.as_ref().map_or(0, |best| best.0) {
            best = Some((score, layout, speakers));
        }
    }
    if let Some((_, layout, mut speakers)) = best {
        if layout == TurnLayout::TimeLine {
            // Labels above the first turn describe the interview.
            let speaks = |one: &TurnCandidate| {
                one.label
                    .is_some_and(|name| speakers.contains_key(&label::key(name.text(text))))
            };
            let first = candidates
                .iter()
                .position(|one| one.layout == layout && speaks(one))
                .unwrap_or(candidates.len());
            for (key, group) in groups(text, &candidates[first..], TurnLayout::OwnLine) {
                if group.class == LabelClass::Role {
                    speakers.entry(key).or_insert(SpeakerReason::Role);
                }
            }
        }
        let headings = headings(text, candidates, layout, |key| speakers.contains_key(key));
        let passed_over = passed_over(text, candidates, layout, &headings);
        return TurnDecision {
            layout: Some(layout),
            headings,
            speakers,
            rejected: passed_over,
        };
    }
    if only.is_none_or(|only| only == TurnLayout::Dash)
        && let Some(headings) = dashes(text, candidates, only.is_some())
    {
        return TurnDecision {
            layout: Some(TurnLayout::Dash),
            headings,
            ..TurnDecision::default()
        };
    }
    let headings = candidates
        .iter()
        .filter(|one| one.label.is_none() && one.layout == TurnLayout::TimeLine)
        .copied()
        .collect();
    let passed_over = passed_over(text, candidates, TurnLayout::Colon, &[]);
    TurnDecision {
        layout: None,
        headings,
        speakers: HashMap::new(),
        rejected: passed_over,
    }
}

/// Accepts the labels named by the user wherever they look like labels.
pub(super) fn accept_named_labels(
    text: &str,
    candidates: &[TurnCandidate],
    keys: &HashSet<String>,
    only: Option<TurnLayout>,
) -> TurnDecision {
    let is = |one: &TurnCandidate| {
        one.label
            .is_some_and(|name| keys.contains(&label::key(name.text(text))))
    };
    let count = |layout: TurnLayout| {
        candidates
            .iter()
            .filter(|one| one.layout == layout && is(one))
            .count()
    };
    let most = LABELLED
        .into_iter()
        .rev()
        .max_by_key(|layout| count(*layout))
        .filter(|layout| count(*layout) > 0);
    let layout = only.or(most);
    let headings = headings(
        text,
        candidates,
        layout.unwrap_or(TurnLayout::Colon),
        |key| keys.contains(key),
    );
    let passed_over = passed_over(
        text,
        candidates,
        layout.unwrap_or(TurnLayout::Colon),
        &headings,
    );
    TurnDecision {
        layout,
        headings,
        speakers: keys
            .iter()
            .map(|key| (key.clone(), SpeakerReason::Told))
            .collect(),
        rejected: passed_over,
    }
}

fn groups(
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
fn accepted(
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

/// The candidates that begin turns: labels of speakers, in the main layout or in a similarly clear
/// one, and times.
fn headings(
    text: &str,
    candidates: &[TurnCandidate],
    layout: TurnLayout,
    speaks: impl Fn(&str) -> bool,
) -> Vec<TurnCandidate> {
    let mut headings: Vec<TurnCandidate> = Vec::new();
    let worth = |one: &TurnCandidate| -> Option<u8> {
        let Some(name) = one.label else {
            return (one.layout == TurnLayout::TimeLine).then_some(1);
        };
        let name = name.text(text);
        if !speaks(&label::key(name)) {
            return None;
        }
        match one.layout {
            own if own == layout => Some(4),
            TurnLayout::TimeLine | TurnLayout::Colon => Some(3),
            TurnLayout::Strong | TurnLayout::Tab | TurnLayout::Dot => Some(2),
            // Some programs occasionally omit the time.
            TurnLayout::OwnLine if layout == TurnLayout::TimeLine => Some(2),
            _ => None,
        }
    };
    for one in candidates {
        let Some(value) = worth(one) else { continue };
        match headings.last_mut().filter(|last| last.start == one.start) {
            Some(last) if worth(last) < Some(value) => {
                *last = TurnCandidate {
                    time: one.time.or(last.time),
                    ..*one
                }
            }
            Some(last) => last.time = last.time.or(one.time),
            None => headings.push(*one),
        }
    }
    headings
}

/// Rejected labels of the main layout, without duplicates.
fn passed_over(
    text: &str,
    candidates: &[TurnCandidate],
    layout: TurnLayout,
    headings: &[TurnCandidate],
) -> Vec<RejectedLabel> {
    let layout = if matches!(layout, TurnLayout::Bracket | TurnLayout::TimeLine) {
        layout
    } else {
        TurnLayout::Colon
    };
    let taken: HashSet<u32> = headings.iter().map(|one| one.start).collect();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut passed: Vec<RejectedLabel> = Vec::new();
    for one in candidates
        .iter()
        .filter(|one| one.layout == layout && !taken.contains(&one.start))
    {
        let Some(span) = one.label else { continue };
        let name = span.text(text);
        let class = label::class(name);
        // Sounds in square brackets would not be mistaken for a name.
        let heard = class == LabelClass::Nobody && text[..span.start as usize].ends_with('[');
        if heard || class == LabelClass::Words && name.split_whitespace().count() > 2 {
            continue;
        }
        let place = *places.entry(label::key(name)).or_insert_with(|| {
            passed.push(RejectedLabel {
                label: name.to_owned(),
                class,
                count: 0,
            });
            passed.len() - 1
        });
        passed[place].count += 1;
    }
    passed
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

/// Lines with dashes as turns of two people, if one of the two asks; `told` skips that test.
fn dashes(text: &str, candidates: &[TurnCandidate], told: bool) -> Option<Vec<TurnCandidate>> {
    let begun: Vec<TurnCandidate> = candidates
        .iter()
        .filter(|one| one.layout == TurnLayout::Dash)
        .copied()
        .collect();
    let first = begun.first()?;
    let lines = text[first.start as usize..]
        .lines()
        .filter(|line| !line.trim().is_empty())
        .count();
    let asks = |parity: usize| {
        let own = begun
            .iter()
            .enumerate()
            .filter(|(place, _)| place % 2 == parity);
        let ends = own.map(|(place, one)| {
            let end = begun
                .get(place + 1)
                .map_or(text.len(), |next| next.start as usize);
            text[one.words as usize..end].trim_end().ends_with('?')
        });
        let ends: Vec<bool> = ends.collect();
        ends.iter().filter(|asks| **asks).count() * 100 / ends.len().max(1)
    };
    let (even, odd) = (asks(0), asks(1));
    let convincing = begun.len() > 3
        && begun.len() * 2 > lines
        && even.max(odd) >= 50
        && even.min(odd) * 2 <= even.max(odd);
    (told || convincing).then_some(begun)
}
