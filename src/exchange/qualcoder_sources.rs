//! Sources of a QualCoder project, with their codings.

use super::database::{ForeignDatabase, number, words};
use super::qualcoder::{AttributeValues, note};
use super::refi::import::{
    offsets::{ClaimedPosition, OffsetUnit},
    package::{self, SourceText},
    shared::{CodingEntry, RefiProject, SelectionEntry, SourceEntry},
};
use crate::study::Refusal;
use crate::text::number;
use std::collections::HashMap;

pub(super) struct QualCoderCoding {
    pub(super) claim: ClaimedPosition,
    pub(super) code: Option<i64>,
    pub(super) owner: String,
    pub(super) date: String,
    pub(super) memo: String,
}

impl QualCoderCoding {
    /// QualCoder's screen writes paragraph separators for line ends.
    pub(super) fn normalized_words(&self) -> String {
        self.claim
            .name
            .replace('\u{2029}', "\n")
            .replace("\r\n", "\n")
    }
}

pub(super) fn sources(
    database: &ForeignDatabase,
    project: &mut RefiProject,
    values: &AttributeValues,
) -> Result<OffsetUnit, Refusal> {
    let mut marks: HashMap<i64, Vec<QualCoderCoding>> = HashMap::new();
    let rows = database.rows(
        "code_text",
        &[
            "ctid",
            "fid",
            "pos0",
            "pos1",
            "seltext",
            "cid",
            "owner",
            "date",
            "memo",
            "important",
        ],
        |row| {
            let claim = ClaimedPosition {
                start: number(row, 2)?,
                end: number(row, 3)?,
                name: words(row, 4)?,
            };
            let mark = QualCoderCoding {
                claim,
                code: Some(number(row, 5)?),
                owner: words(row, 6)?,
                date: words(row, 7)?,
                memo: words(row, 8)?,
            };
            Ok((number(row, 1)?, mark, number(row, 9)?))
        },
    )?;
    project.losses.add(
        "mark of importance",
        rows.iter()
            .filter(|(_, _, important)| *important == 1)
            .count(),
    );
    rows.into_iter()
        .for_each(|(file, mark, _)| marks.entry(file).or_default().push(mark));
    let rows = database.rows(
        "annotation",
        &["anid", "fid", "pos0", "pos1", "memo"],
        |row| {
            let claim = ClaimedPosition {
                start: number(row, 2)?,
                end: number(row, 3)?,
                name: String::new(),
            };
            Ok((
                number(row, 1)?,
                QualCoderCoding {
                    claim,
                    code: None,
                    owner: String::new(),
                    date: String::new(),
                    memo: words(row, 4)?,
                },
            ))
        },
    )?;
    rows.into_iter()
        .for_each(|(file, mark)| marks.entry(file).or_default().push(mark));
    let rows = database.rows(
        "source",
        &["id", "name", "fulltext", "mediapath", "memo"],
        |row| {
            Ok((
                number(row, 0)?,
                words(row, 1)?,
                words(row, 2)?,
                words(row, 3)?,
                words(row, 4)?,
            ))
        },
    )?;
    let mut texts: Vec<(i64, String, String, SourceText)> = Vec::new();
    for (id, name, text, media, memo) in rows {
        let media = media.to_lowercase();
        match () {
            () if !text.is_empty() => texts.push((
                id,
                name.clone(),
                memo,
                package::words(text.as_bytes(), &format!("{}: {name}", database.name()))?,
            )),
            () if media.starts_with("/images") || media.starts_with("images:") => {
                project.losses.add("picture", 1)
            }
            () if media.starts_with("/audio")
                || media.starts_with("/video")
                || media.starts_with("audio:")
                || media.starts_with("video:") =>
            {
                project.losses.add("recording", 1);
            }
            () => project.losses.add("empty source", 1),
        }
    }
    // End positions are always exclusive in QualCoder.
    let mut ways = OffsetUnit::possible(texts.iter().map(|(_, _, _, words)| words));
    ways.retain(|way| !way.inclusive);
    let exact_quotes = |way: &OffsetUnit| {
        let found = texts.iter().map(|(id, _, _, words)| {
            let units = way.units(words);
            let here = marks
                .get(id)
                .into_iter()
                .flatten()
                .filter(|mark| !mark.claim.name.is_empty());
            here.filter(|mark| {
                way.range(&units, &mark.claim)
                    .is_some_and(|range| words.text[range] == mark.normalized_words())
            })
            .count()
        });
        found.sum::<usize>()
    };
    // The unit by which most codings have their exact words; the sort is stable, so earlier units
    // win ties.
    ways.sort_by_cached_key(|way| std::cmp::Reverse(exact_quotes(way)));
    let counting = ways.first().copied().unwrap_or_default();
    let mut moved = 0;
    for (id, name, memo, text) in texts {
        let placed = MeasuredText::new(&text, &ways);
        let mut entry = SourceEntry {
            guid: format!("source {id}"),
            name,
            ..SourceEntry::default()
        };
        entry.values = values
            .get(&("file".to_owned(), id))
            .cloned()
            .unwrap_or_default();
        note(
            project,
            &entry.guid.clone(),
            "",
            &memo,
            Some(&mut entry.notes),
        );
        for (place, mark) in marks.remove(&id).into_iter().flatten().enumerate() {
            let there = placed.locate(&mark);
            moved += usize::from(there.is_none());
            let Some(claim) = there.or_else(|| placed.find_unique(&mark)) else {
                moved -= 1;
                project.losses.add(
                    "quote whose words stand elsewhere in its text, or nowhere",
                    1,
                );
                continue;
            };
            let guid = format!("source {id} mark {place}");
            let mut selection = SelectionEntry {
                guid: guid.clone(),
                claim,
                ..SelectionEntry::default()
            };
            note(project, &guid, "", &mark.memo, Some(&mut selection.notes));
            if let Some(code) = mark.code {
                let user = (!mark.owner.is_empty()).then(|| mark.owner.clone());
                user.iter()
                    .for_each(|name| drop(project.users.insert(name.clone(), name.clone())));
                selection.codings.push(CodingEntry {
                    code: format!("code {code}"),
                    user,
                    date: Some(mark.date),
                });
            }
            entry.selections.push(selection);
        }
        entry.content = Some(text.text);
        project.sources.push(entry);
    }
    if moved > 0 {
        project.remarks.push(format!(
            "{} did not stand where QualCoder says, and were put where their words stand once in the text",
            number::count_noun(moved, "quote")
        ));
    }
    project.losses.add(
        "coding of a source that is gone",
        marks.values().map(Vec::len).sum(),
    );
    Ok(counting)
}

/// A text with the byte offset of every unit, for each unit.
pub(super) struct MeasuredText<'a> {
    pub(super) text: &'a str,
    pub(super) ways: Vec<(OffsetUnit, Vec<u32>)>,
}

impl<'a> MeasuredText<'a> {
    pub(super) fn new(words: &'a SourceText, ways: &[OffsetUnit]) -> MeasuredText<'a> {
        MeasuredText {
            text: &words.text,
            ways: ways.iter().map(|way| (*way, way.units(words))).collect(),
        }
    }

    /// The position of the words in code points, if they occur exactly once.
    pub(super) fn find_unique(&self, mark: &QualCoderCoding) -> Option<ClaimedPosition> {
        let wanted = mark.normalized_words();
        let mut places = self.text.match_indices(&wanted);
        let (Some((at, _)), None) = (
            places.next().filter(|_| !wanted.trim().is_empty()),
            places.next(),
        ) else {
            return None;
        };
        let start = self.text[..at].chars().count() as i64;
        Some(ClaimedPosition {
            start,
            end: start + wanted.chars().count() as i64,
            name: mark.claim.name.clone(),
        })
    }

    /// The position in code points by the first unit that gives the exact words, or else by the
    /// first that gives them apart from white space.
    pub(super) fn locate(&self, mark: &QualCoderCoding) -> Option<ClaimedPosition> {
        let wanted = mark.normalized_words();
        let bare = |words: &str| {
            words
                .chars()
                .filter(|c| !c.is_whitespace())
                .collect::<String>()
        };
        let ranges: Vec<_> = self
            .ways
            .iter()
            .filter_map(|(way, units)| way.range(units, &mark.claim))
            .collect();
        let letters = bare(&wanted);
        let mut ranges = ranges.iter();
        let exact = ranges
            .clone()
            .find(|range| letters.is_empty() || self.text[(*range).clone()] == wanted);
        let found =
            exact.or_else(|| ranges.find(|range| bare(&self.text[(*range).clone()]) == letters))?;
        let start = self.text[..found.start].chars().count() as i64;
        let end = start + self.text[found.clone()].chars().count() as i64;
        Some(ClaimedPosition {
            start,
            end,
            name: mark.claim.name.clone(),
        })
    }
}
