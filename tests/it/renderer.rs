//! What the renderer writes, read by a terminal parser: after every frame the terminal shows the
//! cells that were drawn.

use proptest::prelude::*;
use ratatui::{
    buffer::{Buffer, Cell},
    layout::{Position, Rect},
    style::{Color, Modifier, Style},
};
use virk::tui::{canvas::Canvas, colour::ColourDepth, renderer::Renderer, theme::Theme};

const SIZES: [(u16, u16); 4] = [(80, 24), (120, 40), (200, 60), (12, 7)];

/// Something written on a frame.
#[derive(Clone, Debug)]
enum Mark {
    Words {
        x: u16,
        y: u16,
        words: String,
        style: Style,
    },
    Wash {
        area: Rect,
        style: Style,
    },
    Blank {
        area: Rect,
    },
}

/// A frame: a text that is scrolled, beside something that stands still, and marks on top.
#[derive(Clone, Debug)]
struct Frame {
    top: usize,
    rows: (u16, u16),
    still: u16,
    marks: Vec<Mark>,
    caret: Option<(u16, u16)>,
}

fn colour() -> impl Strategy<Value = Color> {
    prop_oneof![
        Just(Color::Reset),
        Just(Color::Red),
        Just(Color::DarkGray),
        Just(Color::White),
        any::<u8>().prop_map(Color::Indexed),
        (any::<u8>(), any::<u8>()).prop_map(|(red, blue)| Color::Rgb(red, 7, blue)),
    ]
}

/// The parser knows bold or dim, never both: `weight` is the one of a test.
fn style(weight: Modifier) -> impl Strategy<Value = Style> {
    let modifiers = vec![
        weight,
        Modifier::ITALIC,
        Modifier::UNDERLINED,
        Modifier::REVERSED,
    ];
    let modifiers = prop::sample::subsequence(modifiers, 0..3);
    (
        prop::option::of(colour()),
        prop::option::of(colour()),
        modifiers,
    )
        .prop_map(|(ink, ground, modifiers)| Style {
            fg: ink,
            bg: ground,
            add_modifier: modifiers.into_iter().collect(),
            ..Style::new()
        })
}

fn area() -> impl Strategy<Value = Rect> {
    (0..200_u16, 0..60_u16, 0..80_u16, 0..12_u16).prop_map(|(x, y, width, height)| Rect {
        x,
        y,
        width,
        height,
    })
}

fn mark(weight: Modifier) -> impl Strategy<Value = Mark> {
    let words = "([a-zæøå ]|日|😀|e\u{301}|│|█| ){0,40}";
    prop_oneof![
        4 => (0..200_u16, 0..60_u16, words, style(weight)).prop_map(|(x, y, words, style)| Mark::Words { x, y, words, style }),
        1 => (area(), style(weight)).prop_map(|(area, style)| Mark::Wash { area, style }),
        1 => area().prop_map(|area| Mark::Blank { area }),
    ]
}

fn frame(weight: Modifier) -> impl Strategy<Value = Frame> {
    let caret = prop::option::weighted(0.2, (0..12_u16, 0..7_u16));
    (
        0..40_usize,
        (0..4_u16, 3..60_u16),
        0..30_u16,
        prop::collection::vec(mark(weight), 0..6),
        caret,
    )
        .prop_map(|(top, rows, still, marks, caret)| Frame {
            top,
            rows,
            still,
            marks,
            caret,
        })
}

/// A line of the text that is scrolled: no two are the same, some have a ground or are empty.
fn line(number: usize) -> (String, Style) {
    let style = match number % 5 {
        0 => Style::new().bg(Color::Rgb(40, 60, 80)),
        1 => Style::new()
            .fg(Color::Indexed(99))
            .add_modifier(Modifier::UNDERLINED),
        _ => Style::new(),
    };
    (
        if number.is_multiple_of(7) {
            String::new()
        } else {
            format!("{number} så 日本 gik {} ordene", number * number).repeat(3)
        },
        style,
    )
}

fn draw(frame: &Frame, cells: &mut Buffer) -> Option<Position> {
    let mut canvas = Canvas::new(cells, Theme::new(ColourDepth::True, false));
    let end = canvas.area().right();
    for y in frame.rows.0..frame.rows.1 {
        let (words, style) = line(frame.top + usize::from(y));
        canvas.put(frame.still, y, end, &words, style);
        canvas.put(
            0,
            y,
            frame.still,
            &format!("{y} stands still"),
            Style::new().fg(Color::Yellow),
        );
    }
    for mark in &frame.marks {
        match mark {
            Mark::Words { x, y, words, style } => drop(canvas.put(*x, *y, end, words, *style)),
            Mark::Wash { area, style } => canvas.restyle(*area, *style),
            Mark::Blank { area } => canvas.blank(*area),
        }
    }
    frame.caret.map(Position::from)
}

fn frames() -> impl Strategy<Value = Vec<Frame>> {
    prop::sample::select(vec![Modifier::BOLD, Modifier::DIM])
        .prop_flat_map(|weight| prop::collection::vec(frame(weight), 1..8))
}

/// What is seen of a cell, as drawn.
fn drawn(cell: &Cell) -> (String, vt100::Color, vt100::Color, [bool; 5]) {
    let modifiers = [
        Modifier::BOLD,
        Modifier::DIM,
        Modifier::ITALIC,
        Modifier::UNDERLINED,
        Modifier::REVERSED,
    ]
    .map(|modifier| cell.modifier.contains(modifier));
    seen(cell.symbol(), parsed(cell.fg), parsed(cell.bg), modifiers)
}

fn parsed(colour: Color) -> vt100::Color {
    match colour {
        Color::Reset => vt100::Color::Default,
        Color::Indexed(number) => vt100::Color::Idx(number),
        Color::Rgb(red, green, blue) => vt100::Color::Rgb(red, green, blue),
        Color::Red => vt100::Color::Idx(1),
        Color::Yellow => vt100::Color::Idx(3),
        Color::DarkGray => vt100::Color::Idx(8),
        Color::White => vt100::Color::Idx(15),
        other => panic!("{other}"),
    }
}

/// On a blank the ink, bold, dim and italic are not seen, unless it is reversed or underlined.
fn seen(
    grapheme: &str,
    ink: vt100::Color,
    ground: vt100::Color,
    modifiers: [bool; 5],
) -> (String, vt100::Color, vt100::Color, [bool; 5]) {
    let grapheme = if grapheme.is_empty() { " " } else { grapheme };
    if grapheme == " " && !modifiers[3] && !modifiers[4] {
        return (" ".into(), vt100::Color::Default, ground, [false; 5]);
    }
    (grapheme.into(), ink, ground, modifiers)
}

fn compare(cells: &Buffer, terminal: &vt100::Screen) -> Result<(), TestCaseError> {
    for (place, cell) in cells.content().iter().enumerate() {
        // A wide grapheme is seen over the cells behind it.
        if cell.symbol().is_empty() {
            continue;
        }
        let (x, y) = cells.pos_of(place);
        let there = terminal.cell(y, x).unwrap();
        let modifiers = [
            there.bold(),
            there.dim(),
            there.italic(),
            there.underline(),
            there.inverse(),
        ];
        let there = seen(
            there.contents(),
            there.fgcolor(),
            there.bgcolor(),
            modifiers,
        );
        prop_assert_eq!(drawn(cell), there, "at column {} of row {}", x, y);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_terminal_shows_what_was_drawn(size in prop::sample::select(&SIZES[..]), frames in frames()) {
        let mut renderer = Renderer::new(size, Vec::new()).unwrap();
        let mut terminal = vt100::Parser::new(size.1.try_into().unwrap(), size.0.try_into().unwrap(), 0);
        for frame in &frames {
            renderer.render(|cells| draw(frame, cells)).unwrap();
            terminal.process(&std::mem::take(renderer.output()));
            let mut cells = Buffer::empty(Rect::new(0, 0, size.0, size.1));
            let caret = draw(frame, &mut cells);
            compare(&cells, terminal.screen())?;
            prop_assert_eq!(terminal.screen().hide_cursor(), caret.is_none());
            if let Some(Position { x, y }) = caret {
                prop_assert_eq!(terminal.screen().cursor_position(), (y, x));
            }
            renderer.render(|cells| draw(frame, cells)).unwrap();
            prop_assert!(renderer.output().is_empty(), "the same frame again writes nothing");
        }
    }
}

#[test]
fn a_frame_is_one_synchronized_update_and_a_redraw_is_whole() {
    let size = (80, 24);
    let mut renderer = Renderer::new(size, Vec::new()).unwrap();
    let hello = |cells: &mut Buffer| {
        let mut canvas = Canvas::new(cells, Theme::new(ColourDepth::True, false));
        canvas.put(0, 0, 80, "hello", Style::new());
        None
    };
    renderer.render(hello).unwrap();
    let first = std::mem::take(renderer.output());
    let text = String::from_utf8(first.clone()).unwrap();
    assert!(text.starts_with("\u{1b}[?2026h") && text.ends_with("\u{1b}[?2026l"));
    assert_eq!(text.matches("2026").count(), 2);
    // Somebody else has written on the screen.
    renderer.redraw(size).unwrap();
    renderer.render(hello).unwrap();
    assert_eq!(*renderer.output(), first);
    renderer.output().clear();
    renderer.redraw((40, 10)).unwrap();
    renderer
        .render(|cells| {
            assert_eq!(*cells.area(), Rect::new(0, 0, 40, 10));
            hello(cells)
        })
        .unwrap();
    assert!(!renderer.output().is_empty());
}
