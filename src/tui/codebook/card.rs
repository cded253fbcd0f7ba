//! The card of the selected code: its meaning and rules, its memo, the counts of its subtree, and
//! its newest quotes.
//!
//! Codes as the tree lists them, gathered once per revision of the study.
//!
//! The code tree, a row per code: sign, letters, name and counts.

use super::{CodebookView, HEAD};
use crate::study::event::MemoTarget;
use crate::study::{Code, Coding, Document, Id, Informant, Study};
use crate::text::{Span, number, sanitize};
use crate::tui::canvas::Canvas;
use crate::tui::context::AppContext;
use crate::tui::theme::StyleRole;
use crate::tui::transcript;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use std::collections::{HashMap, HashSet};

/// Number of newest quotes shown at most.
const NEWEST: usize = 12;

pub fn draw(view: &CodebookView, context: &AppContext, canvas: &mut Canvas<'_>) {
    let Some(entry) = view.selected_entry().filter(|_| view.card.height >= 3) else {
        return;
    };
    let study = context.study();
    let Some(code) = study.code(entry.id) else {
        return;
    };
    let inside = rule(view, canvas);
    let (quiet, text) = (
        canvas.style(StyleRole::Muted),
        canvas.style(StyleRole::Text),
    );
    let style = canvas
        .theme
        .code(&entry.colour)
        .add_modifier(Modifier::BOLD);
    let x = canvas.put(
        inside.x,
        inside.y,
        inside.right(),
        &format!("{} {} {}", entry.glyph, entry.tag, entry.name),
        style,
    );
    canvas.put_cut(
        x + 2,
        inside.y,
        inside.right(),
        &format!(
            "{} · key {}",
            code.body.kind,
            sanitize::sanitize_line(&code.body.key)
        ),
        quiet,
    );
    let mut y = inside.y + 1;
    let mut say = |canvas: &mut Canvas<'_>, words: &str, style| {
        if y < inside.bottom() && !words.is_empty() {
            y += canvas.paragraph(
                Rect {
                    y,
                    height: inside.bottom() - y,
                    ..inside
                },
                words,
                style,
            );
        }
    };
    say(canvas, &carries(entry.own, entry.with_descendants), quiet);
    let rules = transcript::rules(code, &study.language);
    let undefined = || {
        format!(
            "Not defined yet: {} defines it.",
            context.key_for("define_code")
        )
    };
    say(
        canvas,
        &if rules.is_empty() { undefined() } else { rules },
        text,
    );
    if let Some(memo) = study.memo(MemoTarget::Code(code.id)) {
        say(
            canvas,
            &format!("Memo: {}", sanitize::sanitize_line(memo)),
            text,
        );
    }
    if !view.newest.is_empty() {
        say(canvas, "Newest quotes", canvas.style(StyleRole::Key));
    }
    for coding in view.newest.iter().filter_map(|id| study.coding(*id)) {
        say(canvas, &glimpse(study, coding), quiet);
    }
}

/// Latest first.
pub fn newest(study: &Study, code: Id<Code>) -> Vec<Id<Coding>> {
    let mut codings: Vec<&Coding> = study
        .codings()
        .filter(|coding| coding.code == code)
        .collect();
    codings.sort_by_key(|coding| std::cmp::Reverse(coding.time));
    codings
        .into_iter()
        .take(NEWEST)
        .map(|coding| coding.id)
        .collect()
}

/// "12 codings, 10 quotes, 4 informants; with those under it 40, 31, 7".
fn carries(own: CodeCounts, whole: CodeCounts) -> String {
    let counted = |load: CodeCounts| {
        let (codings, quotes) = (
            number::count_noun(load.codings, "coding"),
            number::count_noun(load.quotes, "quote"),
        );
        format!(
            "{codings}, {quotes}, {}",
            number::count_noun(load.informants, "informant")
        )
    };
    if own == whole {
        counted(own)
    } else {
        format!("{}; with subcodes {}", counted(own), counted(whole))
    }
}

fn glimpse(study: &Study, coding: &Coding) -> String {
    let Some(document) = study.document(coding.document) else {
        return String::new();
    };
    let who = study.speaker_at(document, coding.span);
    let words = sanitize::sanitize_line(coding.span.text(&document.text));
    let short: String = words.chars().take(160).collect();
    let end = if short.len() < words.len() {
        " …"
    } else {
        ""
    };
    format!(
        "“{short}{end}” {}",
        sanitize::sanitize_line(&who.to_string())
    )
}

/// Draws the rule between tree and card; returns the area inside.
fn rule(view: &CodebookView, canvas: &mut Canvas<'_>) -> Rect {
    let (area, style) = (view.card, canvas.style(StyleRole::Rule));
    if area.x > view.tree.x {
        for y in area.top()..area.bottom() {
            canvas.put(area.x, y, area.right(), "│", style);
        }
        return Rect {
            x: area.x + 2,
            width: area.width.saturating_sub(3),
            ..area
        };
    }
    for x in area.left()..area.right() {
        canvas.put(x, area.y, area.right(), "─", style);
    }
    Rect {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width.saturating_sub(2),
        height: area.height - 1,
    }
}

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

/// Width of a column of counts.
const COUNT: u16 = 8;

/// Width from which the definition is shown after the name.
const ROOMY: u16 = 70;

pub fn draw_tree(view: &CodebookView, canvas: &mut Canvas<'_>) {
    let area = view.tree;
    let (title, quiet) = (
        canvas.style(StyleRole::Title),
        canvas.style(StyleRole::Muted),
    );
    let end = area.right().saturating_sub(1);
    canvas.put(area.x + 1, area.y, end, "Codebook", title);
    let y = area.y + HEAD - 1;
    canvas.put(area.x + 7, y, end, "code", quiet);
    let heads = ["informants", "quotes", "codings"];
    let mut right = end;
    for (place, head) in heads.iter().enumerate() {
        canvas.put_right(y, right, head, quiet);
        right = right.saturating_sub(COUNT + if place == 0 { 4 } else { 0 });
    }
    let rows = view.rows();
    for (y, (place, entry)) in
        (rows.top()..rows.bottom()).zip(view.entries.iter().enumerate().skip(view.list.top()))
    {
        if view.marked.contains(&entry.id) {
            canvas.put(rows.x, y, rows.right(), "*", canvas.style(StyleRole::Key));
        }
        draw_entry(
            entry,
            canvas,
            Rect {
                y,
                height: 1,
                ..rows
            },
            right,
        );
        if place == view.list.selected() {
            canvas.restyle(
                Rect {
                    y,
                    height: 1,
                    width: rows.width.saturating_sub(1),
                    ..rows
                },
                canvas.style(StyleRole::Current),
            );
        }
    }
}

fn draw_entry(entry: &CodeTreeEntry, canvas: &mut Canvas<'_>, row: Rect, names_end: u16) {
    let quiet = canvas.style(StyleRole::Muted);
    let style = canvas.theme.code(&entry.colour);
    // Swatch, letters and kind sign: any one of them identifies the code.
    canvas.put(row.x + 1, row.y, row.right(), "█", style);
    canvas.put(
        row.x + 3,
        row.y,
        row.right(),
        &entry.tag,
        style.add_modifier(Modifier::BOLD),
    );
    let x = row.x + 7 + (entry.depth as u16 * 2).min(12);
    let x = canvas.put(
        x,
        row.y,
        names_end,
        entry.glyph.encode_utf8(&mut [0; 4]),
        style,
    ) + 1;
    let x = canvas.put_cut(
        x,
        row.y,
        names_end,
        &entry.name,
        canvas.style(StyleRole::Text),
    );
    if row.width >= ROOMY && x + 12 < names_end {
        canvas.put_cut(x + 2, row.y, names_end, &entry.definition, quiet);
    }
    let end = row.right().saturating_sub(1);
    let counts = [
        (entry.own.informants, COUNT + 4),
        (entry.own.quotes, COUNT),
        (entry.own.codings, COUNT),
    ];
    let mut right = end;
    for (count, columns) in counts {
        if count > 0 {
            canvas.put_right(row.y, right, &count.to_string(), quiet);
        }
        right = right.saturating_sub(columns);
    }
}
