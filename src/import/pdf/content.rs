//! Interprets the content stream of a page and collects its glyphs with letters and positions.
//!
//! Only operators that move or show text are followed. Where a file gives replacement text for a
//! stretch of glyphs (`ActualText`, as for a hyphen at a line end), it takes their place.

use super::font_data::{commands, entry, inherited, named, number, plain};
use super::fonts::{PdfFont, PdfFonts};
use lopdf::content::Operation;
use lopdf::{Dictionary, Document, Object, Stream};
use std::rc::Rc;

/// Forms may draw forms; deeper nesting is assumed to be circular.
const DEEPEST: usize = 16;
/// Pages with more glyphs are abandoned as hostile.
const MOST_GLYPHS: usize = 2_000_000;
/// Forms that draw forms multiply; a page that draws more is abandoned.
const MOST_FORMS: usize = 50_000;

/// A glyph on a page, rotated so that its line runs to the right.
#[derive(Clone, Debug)]
pub struct PdfGlyph {
    /// Empty where the font does not define them.
    pub letters: Rc<str>,
    /// Where it begins along the line.
    pub x: f64,
    /// Height of its baseline, upwards.
    pub y: f64,
    /// Extent along its line.
    pub width: f64,
    /// Font size on the page.
    pub size: f64,
    /// Rotation of its line on the page, in degrees.
    pub angle: i16,
}

/// The glyphs of a page, and what could not be read.
#[derive(Default)]
pub struct PageGlyphs {
    /// In drawing order.
    pub glyphs: Vec<PdfGlyph>,
    /// Number of glyphs without known letters.
    pub unknown: usize,
    /// Number of letters outside the visible page.
    pub outside: usize,
    /// Number of glyphs drawn invisibly, as in scanned pages with recognised text.
    pub invisible: usize,
    /// The content stream contains something that is not an operator.
    pub broken: bool,
}

/// `[a b c d e f]`, as in the PDF specification.
type PdfMatrix = [f64; 6];

const IDENTITY_MATRIX: PdfMatrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// Applies `first`, then `then`.
fn multiply(first: &PdfMatrix, then: &PdfMatrix) -> PdfMatrix {
    let [a, b, c, d, e, f] = *first;
    let [p, q, r, s, t, u] = *then;
    [
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    ]
}

#[derive(Clone)]
struct PdfTextState {
    page_matrix: PdfMatrix,
    font: Option<Rc<PdfFont>>,
    size: f64,
    char_spacing: f64,
    word_spacing: f64,
    horizontal_scale: f64,
    leading: f64,
    rise: f64,
    invisible: bool,
}

pub struct ContentInterpreter<'a> {
    doc: &'a Document,
    fonts: &'a mut PdfFonts,
    output: PageGlyphs,
    /// Visible part of the page: left, bottom, right, top.
    visible_area: [f64; 4],
    /// Number of forms drawn on the page.
    forms: usize,
}

impl<'a> ContentInterpreter<'a> {
    pub fn new(doc: &'a Document, fonts: &'a mut PdfFonts) -> ContentInterpreter<'a> {
        ContentInterpreter {
            doc,
            fonts,
            output: PageGlyphs::default(),
            visible_area: [f64::MIN, f64::MIN, f64::MAX, f64::MAX],
            forms: 0,
        }
    }

    pub fn read_page(mut self, id: lopdf::ObjectId) -> PageGlyphs {
        let Ok(content) = self.doc.get_page_content(id) else {
            return self.output;
        };
        let state = PdfTextState {
            page_matrix: IDENTITY_MATRIX,
            font: None,
            size: 0.0,
            char_spacing: 0.0,
            word_spacing: 0.0,
            horizontal_scale: 1.0,
            leading: 0.0,
            rise: 0.0,
            invisible: false,
        };
        let page = self.doc.get_dictionary(id).ok();
        let from_above = |key: &[u8]| page.and_then(|page| inherited(self.doc, page, key));
        let resources = from_above(b"Resources").and_then(|resources| resources.as_dict().ok());
        for key in [&b"MediaBox"[..], b"CropBox"] {
            let Some(Object::Array(corners)) = from_above(key) else {
                continue;
            };
            let corners: Vec<f64> = corners
                .iter()
                .filter_map(|corner| {
                    self.doc
                        .dereference(corner)
                        .ok()
                        .and_then(|(_, corner)| number(corner))
                })
                .collect();
            if let [a, b, c, d] = corners.as_slice() {
                let [left, bottom, right, top] = self.visible_area;
                self.visible_area = [
                    left.max(a.min(*c)),
                    bottom.max(b.min(*d)),
                    right.min(a.max(*c)),
                    top.min(b.max(*d)),
                ];
            }
        }
        self.follow(&content, resources, state, 0);
        self.output
    }

    fn follow(
        &mut self,
        content: &[u8],
        resources: Option<&'a Dictionary>,
        mut state: PdfTextState,
        depth: usize,
    ) {
        let (operations, whole) = commands(content);
        self.output.broken |= !whole;
        let mut saved_states: Vec<PdfTextState> = Vec::new();
        // Open marked-content stretches: the first glyph and the replacement text, if any.
        let mut stretches: Vec<Option<(usize, String)>> = Vec::new();
        let (mut line, mut at) = (IDENTITY_MATRIX, IDENTITY_MATRIX);
        for operation in &operations {
            if self.output.glyphs.len() > MOST_GLYPHS || self.forms > MOST_FORMS {
                self.output.broken = true;
                return;
            }
            let wanted = match operation.operator.as_str() {
                "cm" | "Tm" => 6,
                "Td" | "TD" | "Tf" => 2,
                "\"" => 3,
                "'" | "Tj" | "TJ" | "Tc" | "Tw" | "Tz" | "TL" | "Ts" | "Tr" => 1,
                _ => 0,
            };
            self.output.broken |= operation.operands.len() < wanted;
            let number = |place: usize| {
                operation
                    .operands
                    .get(place)
                    .and_then(number)
                    .unwrap_or(0.0)
            };
            match operation.operator.as_str() {
                "q" => saved_states.push(state.clone()),
                "Q" => state = saved_states.pop().unwrap_or(state),
                "cm" => {
                    state.page_matrix = multiply(&matrix(&operation.operands), &state.page_matrix)
                }
                "BT" | "ET" => (line, at) = (IDENTITY_MATRIX, IDENTITY_MATRIX),
                "Tc" => state.char_spacing = number(0),
                "Tw" => state.word_spacing = number(0),
                "Tz" => state.horizontal_scale = number(0) / 100.0,
                "TL" => state.leading = number(0),
                "Ts" => state.rise = number(0),
                "Tr" => state.invisible = number(0) == 3.0,
                "Tf" => {
                    state.font = self.font(resources, operation);
                    state.size = number(1);
                }
                "gs" => self.graphics(resources, operation, &mut state),
                "Tm" => {
                    line = matrix(&operation.operands);
                    at = line;
                }
                "Td" | "TD" => {
                    if operation.operator == "TD" {
                        state.leading = -number(1);
                    }
                    line = multiply(&[1.0, 0.0, 0.0, 1.0, number(0), number(1)], &line);
                    at = line;
                }
                "T*" | "'" | "\"" => {
                    if operation.operator == "\"" {
                        (state.word_spacing, state.char_spacing) = (number(0), number(1));
                    }
                    line = multiply(&[1.0, 0.0, 0.0, 1.0, 0.0, -state.leading], &line);
                    at = line;
                    if let Some(Object::String(bytes, _)) = operation.operands.last() {
                        self.show(bytes, &state, &mut at);
                    }
                }
                "Tj" => {
                    if let Some(Object::String(bytes, _)) = operation.operands.first() {
                        self.show(bytes, &state, &mut at);
                    }
                }
                "TJ" => {
                    let Some(Object::Array(parts)) = operation.operands.first() else {
                        continue;
                    };
                    for part in parts {
                        match part {
                            Object::String(bytes, _) => self.show(bytes, &state, &mut at),
                            part => along(
                                &mut at,
                                -self::number(part).unwrap_or(0.0) / 1000.0
                                    * state.size
                                    * state.horizontal_scale,
                            ),
                        }
                    }
                }
                "BMC" => stretches.push(None),
                "BDC" => stretches.push(
                    self.words_given(resources, operation)
                        .map(|words| (self.output.glyphs.len(), words)),
                ),
                "EMC" => {
                    if let Some(Some((from, words))) = stretches.pop() {
                        self.put(from, words);
                    }
                }
                "Do" if depth < DEEPEST => {
                    if let Some(form) = self.form(resources, operation) {
                        let own = entry(self.doc, &form.dict, b"Resources")
                            .and_then(|own| own.as_dict().ok());
                        let mut inside = state.clone();
                        if let Some(Object::Array(turned)) = entry(self.doc, &form.dict, b"Matrix")
                        {
                            inside.page_matrix = multiply(&matrix(turned), &inside.page_matrix);
                        }
                        self.forms += 1;
                        self.follow(&plain(form), own.or(resources), inside, depth + 1);
                    }
                }
                _ => {}
            }
        }
    }

    /// Adds the glyphs of a string and advances the text position.
    fn show(&mut self, bytes: &[u8], state: &PdfTextState, at: &mut PdfMatrix) {
        let Some(font) = &state.font else {
            self.output.unknown += bytes.len();
            return;
        };
        for (code, length) in font.codes(bytes) {
            let own = [
                state.size * state.horizontal_scale,
                0.0,
                0.0,
                state.size,
                0.0,
                state.rise,
            ];
            let [a, b, c, d, x, y] = multiply(&own, &multiply(at, &state.page_matrix));
            let advance = font.width(code);
            let space = state.char_spacing
                + if length == 1 && code == 32 {
                    state.word_spacing
                } else {
                    0.0
                };
            along(at, (advance * state.size + space) * state.horizontal_scale);
            let letters = font.letters(code);
            if letters.is_none() {
                self.output.unknown += 1;
            }
            let (run, size) = (a.hypot(b), c.hypot(d) * font.em());
            if ![x, y, run, size].iter().all(|value| value.is_finite()) || size <= 0.0 {
                self.output.unknown +=
                    usize::from(letters.is_some_and(|letters| !letters.trim().is_empty()));
                continue;
            }
            let [left, bottom, right, top] = self.visible_area;
            let across = (advance / 2.0, 0.3);
            let (middle, height) = (
                x + a * across.0 + c * across.1,
                y + b * across.0 + d * across.1,
            );
            if middle < left || middle > right || height < bottom || height > top {
                self.output.outside +=
                    usize::from(letters.is_some_and(|letters| !letters.trim().is_empty()));
                continue;
            }
            self.output.invisible += usize::from(state.invisible);
            let degrees = b.atan2(a).to_degrees().round();
            let (sin, cos) = degrees.to_radians().sin_cos();
            self.output.glyphs.push(PdfGlyph {
                letters: letters.unwrap_or_else(|| "".into()),
                x: x * cos + y * sin,
                y: y * cos - x * sin,
                width: advance * run,
                size,
                angle: degrees as i16,
            });
        }
    }

    /// Replaces the glyphs since `from` by the replacement text.
    fn put(&mut self, from: usize, words: String) {
        let Some((first, last)) = self
            .output
            .glyphs
            .get(from..)
            .and_then(|glyphs| Some((glyphs.first()?, glyphs.last()?)))
        else {
            return;
        };
        let one_line = first.angle == last.angle
            && (first.y - last.y).abs() < first.size / 4.0
            && last.x >= first.x;
        let replaced = self.output.glyphs.len() - from;
        // A description of a picture, or text for several lines, has no single position.
        if !one_line || words.chars().count() > 4 * replaced + 4 {
            return;
        }
        let (x, y, size, angle) = (first.x, first.y, first.size, first.angle);
        let width = last.x + last.width - x;
        let unknown = self.output.glyphs[from..]
            .iter()
            .filter(|glyph| glyph.letters.is_empty())
            .count();
        self.output.unknown = self.output.unknown.saturating_sub(unknown);
        self.output.glyphs.truncate(from);
        self.output.glyphs.push(PdfGlyph {
            letters: words.into(),
            x,
            y,
            width,
            size,
            angle,
        });
    }

    fn words_given(
        &self,
        resources: Option<&'a Dictionary>,
        operation: &Operation,
    ) -> Option<String> {
        let properties = match operation.operands.get(1)? {
            Object::Dictionary(properties) => properties,
            Object::Name(name) => named(self.doc, resources, b"Properties", name)?
                .as_dict()
                .ok()?,
            _ => return None,
        };
        let words = lopdf::decode_text_string(entry(self.doc, properties, b"ActualText")?).ok()?;
        // Some software writes byte-order marks into it or ends it with NUL.
        Some(words.trim_matches(['\0', '\u{feff}']).to_owned())
    }

    fn font(
        &mut self,
        resources: Option<&'a Dictionary>,
        operation: &Operation,
    ) -> Option<Rc<PdfFont>> {
        let name = operation.operands.first()?.as_name().ok()?;
        let font = named(self.doc, resources, b"Font", name)?.as_dict().ok()?;
        Some(self.fonts.load(self.doc, font))
    }

    /// A graphics state may set the font too.
    fn graphics(
        &mut self,
        resources: Option<&'a Dictionary>,
        operation: &Operation,
        state: &mut PdfTextState,
    ) {
        let name = operation
            .operands
            .first()
            .and_then(|name| name.as_name().ok())
            .unwrap_or_default();
        let look =
            named(self.doc, resources, b"ExtGState", name).and_then(|look| look.as_dict().ok());
        let Some(Object::Array(font)) = look.and_then(|look| entry(self.doc, look, b"Font")) else {
            return;
        };
        let [font, size] = font.as_slice() else {
            return;
        };
        if let Some(font) = self
            .doc
            .dereference(font)
            .ok()
            .and_then(|(_, font)| font.as_dict().ok())
        {
            (state.font, state.size) = (
                Some(self.fonts.load(self.doc, font)),
                number(size).unwrap_or(0.0),
            );
        }
    }

    fn form(&self, resources: Option<&'a Dictionary>, operation: &Operation) -> Option<&'a Stream> {
        let name = operation.operands.first()?.as_name().ok()?;
        let form = named(self.doc, resources, b"XObject", name)?
            .as_stream()
            .ok()?;
        (form.dict.get(b"Subtype").and_then(Object::as_name).ok()? == b"Form").then_some(form)
    }
}

/// Moves the position along the line.
fn along(at: &mut PdfMatrix, by: f64) {
    *at = multiply(&[1.0, 0.0, 0.0, 1.0, by, 0.0], at);
}

fn matrix(operands: &[Object]) -> PdfMatrix {
    let mut matrix = IDENTITY_MATRIX;
    for (place, operand) in operands.iter().take(6).enumerate() {
        matrix[place] = number(operand).unwrap_or(matrix[place]);
    }
    matrix
}
