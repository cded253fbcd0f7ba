//! A study of an earlier virk: its verdicts say what is computed in another way now.

use super::screen::Screen;
use virk::study::theory::Conclusion;

#[test]
fn a_verdict_of_before_says_on_the_screen_what_was_computed_anew() {
    let screen = Screen::of(crate::support::before::write).press("F4");
    let screen = screen
        .sees("open: The survey does not show it.")
        .sees("recomputed: reflects × grows");
    let link = screen
        .study()
        .links_of(screen.study().theory().unwrap())
        .next()
        .unwrap()
        .id;
    let verdict = screen.study().verdict(link).unwrap();
    assert_eq!(verdict.conclusion, Conclusion::Open);
    assert_eq!(
        screen.study().words(verdict.reason),
        Some("The survey does not show it.")
    );
}
