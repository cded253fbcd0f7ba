//! Whatever is pressed at whatever size: nothing breaks, and undo leads back.

use super::{screen::Screen, studied::studied};
use proptest::prelude::*;
use virk::text::Span;
use virk::tui::colour::ColourDepth;
use virk::tui::key::{Input, Key, Mouse, MouseKind};
use virk::tui::screens::ACTIONS;

const TALK: &str = "[A note.]\n\nI: Hvad 👩‍👧 så?\n\nM: Jeg sa\u{30a}, øh … \u{1b}[31m mig selv. Det var udefra! Ja.\nM: …\n\nI: 日本語 og så? e\u{301}\u{301}\n\nM: Så gik det bedre, og bedre, og bedre, og så langsomt tilbage igen, men ikke helt.";

fn keys() -> Vec<Key> {
    let own = ACTIONS
        .all()
        .flat_map(|action| action.keys)
        .flat_map(|written| Key::parse_all(written).unwrap());
    let typed = [
        "r",
        "e",
        "d",
        "y",
        "å",
        "Enter",
        "Enter",
        "Esc",
        "Esc",
        "Tab",
        "Down",
        "Up",
        "Left",
        "Backspace",
        "Ctrl-w",
        "Alt-Enter",
    ];
    own.chain(
        typed
            .into_iter()
            .map(|written| Key::parse(written).unwrap()),
    )
    .collect()
}

fn any_input() -> impl Strategy<Value = Input> {
    let key = proptest::sample::select(keys())
        .prop_map(Input::Key)
        .boxed();
    let did = proptest::sample::select(vec![
        MouseKind::Press,
        MouseKind::Drag,
        MouseKind::Wheel(3),
        MouseKind::Wheel(-3),
    ]);
    let mouse = (did, 0u16..130, 0u16..50)
        .prop_map(|(did, x, y)| {
            Input::Mouse(Mouse {
                kind: did,
                at: (x, y).into(),
            })
        })
        .boxed();
    let size = (1u16..160, 1u16..60)
        .prop_map(|(columns, rows)| Input::Resize(columns, rows))
        .boxed();
    proptest::strategy::Union::new_weighted(vec![(20, key), (4, mouse), (1, size)])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn nothing_breaks_and_undoing_all_leads_back(inputs in proptest::collection::vec(any_input(), 1..80)) {
        let mut screen = Screen::with(TALK).sized(90, 26);
        for input in inputs {
            screen = match input {
                Input::Resize(columns, rows) => screen.sized(columns, rows),
                input => screen.give(input),
            };
            let study = screen.study();
            for coding in study.codings() {
                let text = &study.document(coding.document).unwrap().text;
                prop_assert_eq!(Span::snap(text, coding.span.range()), Ok(coding.span));
            }
        }
        let mut session = screen.neighbour_as_anna();
        while session.undo().is_ok() {}
        prop_assert_eq!((session.study().codings().count(), session.study().condensations().count()), (0, 0));
    }

    #[test]
    fn no_view_breaks(view in proptest::sample::select(vec!["F3", "F4", "F5", "F6", "F9"]), inputs in proptest::collection::vec(any_input(), 1..60)) {
        let mut screen = studied(ColourDepth::None).press(view);
        for input in inputs {
            screen = match input {
                Input::Resize(columns, rows) => screen.sized(columns, rows),
                input => screen.give(input),
            };
        }
    }
}
