//! Decides which of the candidates begin a turn.

use super::TurnLayout;
use super::accepted_labels::{accepted, groups};
use super::label::{self, LabelClass};
use super::line::TurnCandidate;
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
