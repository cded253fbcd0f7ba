//! A small table of codes by informants in the result, beside the passages on wide screens.
//!
//! Facets: the result counted by code, informant, role and document; picking one narrows the
//! search.

use super::SearchView;
use crate::search::{Facets, Passage};
use crate::study::quote::INTERVIEWER;
use crate::study::{Code, Document, Id, Informant, Study};
use crate::text::{number, sanitize, wrap};
use crate::tui::canvas::Canvas;
use crate::tui::context::AppContext;
use crate::tui::layer::picker::{Picked, Picker, PickerChoice};
use crate::tui::layer::text_dialog::TextField;
use crate::tui::theme::StyleRole;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::collections::{BTreeMap, HashMap};

/// Width from which there is room for the table.
pub const WIDE: u16 = 120;

/// Width of a column of numbers.
const COLUMN: u16 = 4;

/// Counts of passages by code, informant and document.
#[derive(Clone, Debug, Default)]
pub struct PassageCounts {
    /// The codes with their numbers of passages, most frequent first.
    pub codes: Vec<(Id<Code>, usize)>,
    /// The speakers with their numbers of passages, most frequent first.
    pub informants: Vec<(Option<Id<Informant>>, usize)>,
    /// The documents with their numbers of passages, in the order of the study.
    pub documents: Vec<(Id<Document>, usize)>,
    /// How many passages were counted, and how many there are.
    pub counted: usize,
    pub total: usize,
    cells: HashMap<(Option<Id<Informant>>, Id<Code>), usize>,
}

impl PassageCounts {
    /// Counts passages, out of `total` in the result.
    pub fn new(study: &Study, passages: &[Passage], total: usize) -> PassageCounts {
        let (mut codes, mut informants, mut cells) =
            (HashMap::new(), HashMap::new(), HashMap::new());
        let mut documents = HashMap::new();
        for passage in passages {
            *informants.entry(passage.informant).or_insert(0) += 1;
            *documents.entry(passage.document).or_insert(0) += 1;
            for code in &passage.codes {
                *codes.entry(*code).or_insert(0) += 1;
                *cells.entry((passage.informant, *code)).or_insert(0) += 1;
            }
        }
        let known = study.informants().map(|known| Some(known.id)).chain([None]);
        PassageCounts {
            codes: study
                .codes()
                .filter_map(|code| Some((code.id, *codes.get(&code.id)?)))
                .collect(),
            informants: known
                .filter_map(|id| Some((id, *informants.get(&id)?)))
                .collect(),
            documents: study
                .documents()
                .filter_map(|document| Some((document.id, *documents.get(&document.id)?)))
                .collect(),
            counted: passages.len(),
            total,
            cells,
        }
        .sorted()
    }

    /// Counts of the whole result.
    pub fn from_facets(facets: &Facets) -> PassageCounts {
        PassageCounts {
            codes: facets.codes.clone(),
            informants: facets.informants.clone(),
            documents: facets.documents.clone(),
            counted: facets.total,
            total: facets.total,
            cells: facets
                .cells
                .iter()
                .map(|((code, informant), count)| ((*informant, *code), *count))
                .collect(),
        }
        .sorted()
    }

    /// True if every passage was counted.
    pub fn is_whole(&self) -> bool {
        self.counted == self.total
    }

    fn sorted(mut self) -> PassageCounts {
        // The sort is stable: ties keep the order of the study.
        self.codes
            .sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        self.informants
            .sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        self
    }

    /// Width of the table on a screen of this width.
    pub fn width(&self, screen: u16) -> u16 {
        if screen < WIDE || self.informants.is_empty() {
            return 0;
        }
        let columns = self.codes.len() as u16 + 1;
        (NAME + 3 + columns * COLUMN).min(screen / 3)
    }

    /// Draws as much of the table as fits.
    pub fn draw(&self, study: &Study, canvas: &mut Canvas<'_>, area: Rect) {
        let (quiet, rule) = (
            canvas.style(StyleRole::Muted),
            canvas.style(StyleRole::Rule),
        );
        for y in area.top()..area.bottom() {
            canvas.put(area.x, y, area.right(), "│", rule);
        }
        let inside = Rect {
            x: area.x + 2,
            width: area.width.saturating_sub(3),
            ..area
        };
        let columns = (inside.width.saturating_sub(NAME) / COLUMN).saturating_sub(1) as usize;
        let codes = &self.codes[..self.codes.len().min(columns)];
        canvas.put(
            inside.x,
            inside.y,
            inside.right(),
            "Who × code",
            canvas.style(StyleRole::Title),
        );
        let inside = if self.is_whole() {
            inside
        } else {
            let part = format!(
                "the first {} of {}",
                self.counted,
                number::count_noun(self.total, "passage")
            );
            canvas.put_cut(
                inside.x,
                inside.y + 1,
                inside.right(),
                &part,
                canvas.style(StyleRole::Error),
            );
            Rect {
                y: inside.y + 1,
                height: inside.height.saturating_sub(1),
                ..inside
            }
        };
        let end = |column: usize| inside.x + NAME + COLUMN * (column as u16 + 1);
        canvas.put_right(inside.y, end(0), "all", quiet);
        for (column, (id, _)) in codes.iter().enumerate() {
            if let Some(code) = study.code(*id) {
                let sign = format!(
                    "{}{}",
                    code.body.kind.glyph(),
                    sanitize::sanitize_line(&code.body.tag)
                );
                canvas.put_right(
                    inside.y,
                    end(column + 1),
                    &sign,
                    canvas.theme.code(&code.body.colour),
                );
            }
        }
        let rows = (inside.y + 1..inside.bottom().saturating_sub(1)).zip(&self.informants);
        let mut below = inside.y + 1;
        for (y, (id, all)) in rows {
            let name = id
                .and_then(|id| study.informant(id))
                .map_or("no informant", |known| &known.body.name);
            canvas.put_cut(
                inside.x,
                y,
                inside.x + NAME - 1,
                &sanitize::sanitize_line(name),
                canvas.style(StyleRole::Text),
            );
            canvas.put_right(y, end(0), &all.to_string(), canvas.style(StyleRole::Text));
            for (column, (code, _)) in codes.iter().enumerate() {
                let count = self.cells.get(&(*id, *code)).copied().unwrap_or(0);
                let shown = if count == 0 {
                    "·".into()
                } else {
                    count.to_string()
                };
                canvas.put_right(
                    y,
                    end(column + 1),
                    &shown,
                    if count == 0 {
                        quiet
                    } else {
                        canvas.style(StyleRole::Text)
                    },
                );
            }
            below = y + 1;
        }
        let total: usize = self.informants.iter().map(|(_, count)| count).sum();
        canvas.put(inside.x, below, inside.right(), "all", quiet);
        canvas.put_right(below, end(0), &total.to_string(), quiet);
        for (column, (_, count)) in codes.iter().enumerate() {
            canvas.put_right(below, end(column + 1), &count.to_string(), quiet);
        }
        self.draw_names(
            study,
            canvas,
            Rect {
                y: below + 2,
                height: inside.bottom().saturating_sub(below + 2),
                ..inside
            },
        );
    }

    /// Legend of the column letters.
    fn draw_names(&self, study: &Study, canvas: &mut Canvas<'_>, area: Rect) {
        for (y, (id, count)) in (area.top()..area.bottom()).zip(&self.codes) {
            let Some(code) = study.code(*id) else {
                continue;
            };
            let sign = format!(
                "{} {} ",
                code.body.kind.glyph(),
                sanitize::sanitize_line(&code.body.tag)
            );
            let end = area
                .right()
                .saturating_sub(wrap::width(&count.to_string()) as u16 + 1);
            let x = canvas.put(area.x, y, end, &sign, canvas.theme.code(&code.body.colour));
            canvas.put_cut(
                x,
                y,
                end,
                &sanitize::sanitize_line(code.name(&study.language)),
                canvas.style(StyleRole::Muted),
            );
            canvas.put_right(
                y,
                area.right(),
                &count.to_string(),
                canvas.style(StyleRole::Muted),
            );
        }
    }
}

/// Width of an informant's name.
const NAME: u16 = 13;

/// Asks for a facet to narrow by.
pub fn ask(view: &mut SearchView, context: &mut AppContext) {
    if view.passages().is_empty() {
        context.notify("Nothing to filter");
        return;
    }
    let facets = facets(view, context);
    let counts = &view.counts;
    let all = number::count_noun(counts.total, "passage");
    let title = if counts.is_whole() {
        format!("Filter {all} by")
    } else {
        format!("Filter by (the first {} of {all})", counts.counted)
    };
    context.push_layer(
        Picker::new(title, facets, |view, _, picked| {
            if let (Some(view), Picked::Some(fields)) = (view.downcast_mut::<SearchView>(), picked)
            {
                view.narrow(&fields);
            }
        })
        .several(),
    );
}

impl SearchView {
    /// Adds fields to the query.
    pub(super) fn narrow(&mut self, fields: &[String]) {
        self.similar_to = None;
        let text = self.line.text().trim();
        let text = if text.contains(" OR ") {
            format!("({text})")
        } else {
            text.to_owned()
        };
        self.line = TextField::new(&format!("{text} {}", fields.join(" ")));
    }
}

fn facets(view: &SearchView, context: &AppContext) -> Vec<PickerChoice<String>> {
    let study = context.study();
    let plain = |sign: &str, text: &str, count: usize, value: String| PickerChoice {
        sign: sign.to_owned(),
        style: Style::new(),
        text: sanitize::sanitize_line(text),
        tag: String::new(),
        note: count.to_string(),
        about: String::new(),
        other_words: Vec::new(),
        value,
    };
    let (mut facets, counts) = (Vec::new(), &view.counts);
    for (id, count) in &view.counts.codes {
        let Some(code) = study.code(*id) else {
            continue;
        };
        let sign = format!(
            "{} {}",
            code.body.kind.glyph(),
            sanitize::sanitize_line(&code.body.tag)
        );
        let choice = plain(
            &sign,
            code.name(&study.language),
            *count,
            field("code", &code.body.key),
        );
        facets.push(PickerChoice {
            style: context.theme.code(&code.body.colour),
            tag: code.body.tag.clone(),
            ..choice
        });
    }
    for (id, count) in &view.counts.informants {
        if let Some(known) = id.and_then(|id| study.informant(id)) {
            facets.push(plain(
                "who",
                &known.body.name,
                *count,
                field("informant", &known.body.name),
            ));
        }
    }
    // Interviewers are not informants: they are excluded, or selected alone, by role.
    let asked = view.passages().iter().filter(|passage| {
        let document = study.document(passage.document);
        document.is_some_and(|document| study.speaker_at(document, passage.span).is_interviewer())
    });
    match asked.count() {
        0 => {}
        asked => {
            let choice = plain("who", "Interviewer", asked, field("role", INTERVIEWER));
            // Passages that were not fetched are not counted here.
            let note = if view.passages().len() < counts.total {
                String::new()
            } else {
                choice.note
            };
            facets.push(PickerChoice { note, ..choice });
        }
    }
    for (name, read) in [
        ("role", role as fn(&Informant) -> &str),
        ("department", department),
    ] {
        let informants = informant_choices(study, &view.counts.informants, read);
        facets.extend(
            informants
                .into_iter()
                .map(|(value, count)| plain(name, value, count, field(name, value))),
        );
    }
    for (id, count) in &view.counts.documents {
        if let Some(document) = study.document(*id) {
            facets.push(plain(
                "in",
                &document.body.title,
                *count,
                field("document", &document.body.title),
            ));
        }
    }
    facets
}

fn role(informant: &Informant) -> &str {
    &informant.body.role
}

fn department(informant: &Informant) -> &str {
    &informant.body.department
}

/// Choices for the speakers, each with the number of passages.
fn informant_choices<'a>(
    study: &'a Study,
    informants: &[(Option<Id<Informant>>, usize)],
    read: fn(&Informant) -> &str,
) -> BTreeMap<&'a str, usize> {
    let mut counts = BTreeMap::new();
    for (known, count) in informants
        .iter()
        .filter_map(|(id, count)| Some((study.informant((*id)?)?, count)))
    {
        if !read(known).is_empty() {
            *counts.entry(read(known)).or_insert(0) += count;
        }
    }
    counts
}

/// A condition as written in a query.
fn field(name: &str, value: &str) -> String {
    let plain = !value.is_empty()
        && value
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    if plain {
        format!("{name}:{value}")
    } else {
        format!("{name}:\"{}\"", sanitize::sanitize_line(value))
    }
}
