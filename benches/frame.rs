//! From a key to a finished frame, on a million words with 20,000 overlapping
//! codings at 200×60, against the budget of `ARCHITECTURE.md`: half of the
//! frames within 2 ms, 99 of 100 within 8 ms, the same at the top, in the
//! middle and at the end. The frame's bytes are made and go nowhere.

mod synthetic;

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::{Duration, Instant};
use virk::study::theory::QuoteAt;
use virk::text::Span;
use virk::tui::app::App;
use virk::tui::canvas::Canvas;
use virk::tui::colour::ColourDepth;
use virk::tui::context::AppContext;
use virk::tui::key::{Input, Key};
use virk::tui::keymap::Keymap;
use virk::tui::renderer::Renderer;
use virk::tui::route::Route;
use virk::tui::screens;
use virk::tui::theme::Theme;

const SIZE: (u16, u16) = (200, 60);

/// An application and a screen whose bytes go nowhere.
struct Bench {
    app: App,
    painter: Renderer<Vec<u8>>,
}

impl Bench {
    fn press(&mut self, keys: &str) -> usize {
        for key in Key::parse_all(keys).unwrap_or_default() {
            black_box(self.app.handle_input(Input::Key(key)));
        }
        let theme = self.app.context.theme;
        let frame = self
            .painter
            .render(|cells| self.app.draw(&mut Canvas::new(cells, theme)));
        let bytes = std::mem::take(self.painter.output()).len();
        frame.map_or(0, |()| bytes)
    }
}

fn frames(criterion: &mut Criterion) {
    let Ok(folder) = tempfile::tempdir() else {
        return;
    };
    let (session, keymap) = match (
        synthetic::build(&folder.path().join("bench.virk")),
        Keymap::new(screens::ACTIONS),
    ) {
        (Ok(session), Ok(keymap)) => (session, keymap),
        (Err(refusal), _) | (_, Err(refusal)) => {
            return eprintln!("the study could not be made: {refusal}");
        }
    };
    let Some(document) = session.study().documents().next() else {
        return;
    };
    let asked = Instant::now();
    println!(
        "finding {} turns: {:.1} ms",
        document.turns().len(),
        ms(asked.elapsed())
    );
    let (id, length) = (document.id, document.text.len());
    let desk = AppContext::new(session, Theme::new(ColourDepth::True, false), keymap);
    let app = App::new(desk, screens::open, Route::Documents);
    let Ok(painter) = Renderer::new(SIZE, Vec::new()) else {
        return;
    };
    let mut bench = Bench { app, painter };

    let opened = Instant::now();
    bench
        .app
        .context
        .send(virk::tui::context::AppCommand::Open(Route::document(id)));
    bench.press("Esc");
    println!(
        "opening the transcript, rows and codings indexed: {:.1} ms",
        ms(opened.elapsed())
    );

    let mut group = criterion.benchmark_group("frame");
    group
        .measurement_time(Duration::from_secs(3))
        .warm_up_time(Duration::from_millis(500));
    for (place, at) in [
        ("top", 0),
        ("middle", length / 2),
        ("end", length - length / 50),
    ] {
        let stand = Route::quote(QuoteAt {
            document: id,
            span: Span::of(at, at),
        });
        bench
            .app
            .context
            .send(virk::tui::context::AppCommand::Open(stand));
        bench.press("Esc");
        for keys in ["j", "w", "Ctrl-d", "s"] {
            percentiles(&mut bench, place, keys);
        }
        let mut down = false;
        group.bench_function(format!("a row, {place}"), |bencher| {
            bencher.iter(|| {
                down = !down;
                bench.press(if down { "j" } else { "k" })
            });
        });
        group.bench_function(format!("half a screen, {place}"), |bencher| {
            bencher.iter(|| {
                down = !down;
                bench.press(if down { "Ctrl-d" } else { "Ctrl-u" })
            });
        });
    }
    group.finish();
    let middle = Route::quote(QuoteAt {
        document: id,
        span: Span::of(length / 2, length / 2),
    });
    bench
        .app
        .context
        .send(virk::tui::context::AppCommand::Open(middle));
    bench.press("Esc");
    percentiles(
        &mut bench,
        "the next sentence coded, durable and drawn:",
        "s 1",
    );
    let resized = Instant::now();
    if bench.painter.redraw((90, 60)).is_err() {
        return;
    }
    bench.press("j");
    println!(
        "breaking all rows anew after a resize: {:.1} ms",
        ms(resized.elapsed())
    );
}

/// What half, 99 of 100 and all of the frames take.
fn percentiles(bench: &mut Bench, place: &str, keys: &str) {
    let mut bytes = 0;
    let mut times: Vec<f64> = (0..300)
        .map(|_| {
            let start = Instant::now();
            bytes += bench.press(keys);
            ms(start.elapsed())
        })
        .collect();
    times.sort_by(f64::total_cmp);
    let (half, most, all) = (times[150], times[297], times[299]);
    println!(
        "{place} {keys:<7} p50 {half:.2} ms  p99 {most:.2} ms  max {all:.2} ms  {} bytes a frame",
        bytes / 300
    );
}

fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

criterion_group!(benches, frames);
criterion_main!(benches);
