//! The start screen and the tour.

use super::screen::Screen;
use ratatui::{buffer::Buffer, layout::Rect};
use std::path::PathBuf;
use virk::tui::canvas::Canvas;
use virk::tui::colour::ColourDepth;
use virk::tui::key::{Input, Key};
use virk::tui::keymap::Keymap;
use virk::tui::screens;
use virk::tui::start::{StartChoice, StartOffer, StartScreen};
use virk::tui::theme::Theme;
use virk::tui::tour::Tour;

fn offer() -> StartOffer {
    StartOffer {
        title: "garden".into(),
        studies: vec![PathBuf::from("link.virk")],
        recent: vec![PathBuf::from("/elsewhere/other.virk")],
        transcripts: 3,
        tables: vec!["survey\u{1b}[31m.csv".into()],
    }
}

fn text(screen: &StartScreen, columns: u16, rows: u16) -> String {
    let mut cells = Buffer::empty(Rect::new(0, 0, columns, rows));
    screen.draw(&mut Canvas::new(
        &mut cells,
        Theme::new(ColourDepth::None, false),
    ));
    let row = |y| -> String { (0..columns).map(|x| cells[(x, y)].symbol()).collect() };
    (0..rows).map(row).collect::<Vec<_>>().join("\n")
}

/// What the keys choose, and the screen after them.
fn pressed(keys: &[&str]) -> (Option<StartChoice>, StartScreen) {
    let keymap = Keymap::new(screens::ACTIONS).unwrap();
    let mut screen = StartScreen::new(offer());
    let mut chosen = None;
    for written in keys {
        for key in Key::parse_all(written).unwrap() {
            chosen = screen.handle_input(&Input::Key(key), &keymap);
        }
    }
    (chosen, screen)
}

#[test]
fn it_offers_what_there_is_at_every_size() {
    let screen = StartScreen::new(offer());
    for (columns, rows) in [(80, 24), (120, 40), (200, 60), (40, 10)] {
        let seen = text(&screen, columns, rows);
        assert!(seen.contains("Open link.virk"), "{seen}");
        assert!(!seen.contains('\u{1b}'));
    }
    let seen = text(&screen, 100, 30);
    assert!(
        seen.contains("New study in this folder from 3 transcripts, survey"),
        "{seen}"
    );
    assert!(seen.contains("Sample study with a short tour"), "{seen}");
}

#[test]
fn a_key_chooses_and_a_wrong_one_is_told() {
    assert_eq!(
        pressed(&["1"]).0,
        Some(StartChoice::Open("link.virk".into()))
    );
    assert_eq!(
        pressed(&["Down", "Enter"]).0,
        Some(StartChoice::Open("/elsewhere/other.virk".into()))
    );
    assert_eq!(pressed(&["s"]).0, Some(StartChoice::Sample));
    assert_eq!(pressed(&["q"]).0, Some(StartChoice::Quit));
    let (chosen, screen) = pressed(&["x"]);
    assert_eq!(chosen, None);
    assert!(text(&screen, 80, 24).contains("x does nothing here"));
}

#[test]
fn the_title_offered_is_replaced_by_typing_and_esc_goes_back() {
    assert_eq!(
        pressed(&["n", "Enter"]).0,
        Some(StartChoice::New("garden".into()))
    );
    assert_eq!(
        pressed(&["n", "A", "b", "Enter"]).0,
        Some(StartChoice::New("Ab".into()))
    );
    assert_eq!(pressed(&["n", "Esc", "s"]).0, Some(StartChoice::Sample));
    let (chosen, screen) = pressed(&["o", "z", "Enter"]);
    assert_eq!(chosen, None);
    assert!(text(&screen, 80, 24).contains("There is no file z"));
}

#[test]
fn the_tour_goes_on_when_a_step_is_done() {
    let mut screen = Screen::on(&[("Talk", "A: One sentence. Another.")], ColourDepth::True);
    screen.app.context.tour = Some(Tour::default());
    screen.draw();
    screen
        .sees("1 of 11")
        .press("j")
        .sees("1 of 11")
        .press("Enter")
        .sees("2 of 11")
        .press("g y")
        .sees("3 of 11")
        .press("s")
        .sees("4 of 11")
        .press("g z")
        .sees_not("of 11");
}
