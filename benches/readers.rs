//! virk beside `less` and `vim` on the same text, each in a pseudo-terminal of
//! 200×60: a line down, from the key to the last byte that answers it, and 200
//! keys at once. One command: `cargo bench --bench readers`.
//!
//! The others get the text broken into lines, so that a line is a line for all,
//! and no settings, so that they are as fast as they can be. They show the text
//! alone; virk shows it with 20,000 codings, the codebook and what is known of
//! the quote one stands on. Promised (`ARCHITECTURE.md`): a line down within
//! twice vim's time, a burst sooner than both.

#[allow(dead_code, reason = "shared with the bench of frames")]
mod synthetic;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::error::Error;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

const COLUMNS: u16 = 200;
const ROWS: u16 = 60;
/// Keys measured one by one, and keys of a burst.
const KEYS: usize = 200;
/// After so long without a byte an answer is at its end.
const QUIET: Duration = Duration::from_millis(40);
/// Programs may take so long to begin to answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// A program in a pseudo-terminal.
struct Reader {
    name: &'static str,
    keys: Box<dyn Write + Send>,
    answers: Receiver<(Instant, usize)>,
    child: Box<dyn Child + Send + Sync>,
    /// Kept open: the terminal lives as long as this.
    _master: Box<dyn MasterPty + Send>,
}

/// What was measured, in milliseconds, and how many bytes a key was answered with.
struct Figures {
    half: f64,
    most: f64,
    bytes: usize,
}

impl Reader {
    fn start(name: &'static str, mut command: CommandBuilder) -> Result<Reader, Box<dyn Error>> {
        let pair = native_pty_system().openpty(PtySize {
            rows: ROWS,
            cols: COLUMNS,
            pixel_width: 0,
            pixel_height: 0,
        })?;
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        for variable in ["LESS", "LESSOPEN", "NO_COLOR", "VIMINIT"] {
            command.env_remove(variable);
        }
        let child = pair.slave.spawn_command(command)?;
        drop(pair.slave);
        let mut output = pair.master.try_clone_reader()?;
        let (sender, answers) = mpsc::channel();
        thread::spawn(move || {
            let mut bytes = vec![0; 1 << 18];
            while let Ok(count) = output.read(&mut bytes) {
                if count == 0 || sender.send((Instant::now(), count)).is_err() {
                    return;
                }
            }
        });
        let mut reader = Reader {
            name,
            keys: pair.master.take_writer()?,
            answers,
            child,
            _master: pair.master,
        };
        reader.settle();
        Ok(reader)
    }

    /// Waits until nothing more comes.
    fn settle(&mut self) {
        let _ = self.answers.recv_timeout(PATIENCE);
        while self.answers.recv_timeout(QUIET * 5).is_ok() {}
    }

    fn type_in(&mut self, keys: &str) -> Result<(), Box<dyn Error>> {
        self.keys.write_all(keys.as_bytes())?;
        self.keys.flush()?;
        self.settle();
        Ok(())
    }

    /// From the keys to the last byte that answers them.
    fn answer(&mut self, keys: &[u8]) -> Result<(Duration, usize), Box<dyn Error>> {
        while self.answers.try_recv().is_ok() {}
        let pressed = Instant::now();
        self.keys.write_all(keys)?;
        self.keys.flush()?;
        let (mut last, mut bytes) = self.answers.recv_timeout(PATIENCE)?;
        loop {
            match self.answers.recv_timeout(QUIET) {
                Ok((at, count)) => (last, bytes) = (at, bytes + count),
                Err(RecvTimeoutError::Timeout) => return Ok((last - pressed, bytes)),
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn lines(&mut self) -> Result<Figures, Box<dyn Error>> {
        let mut times = Vec::with_capacity(KEYS);
        let mut bytes = 0;
        for _ in 0..KEYS {
            let (time, count) = self.answer(b"j")?;
            times.push(ms(time));
            bytes += count;
        }
        times.sort_by(f64::total_cmp);
        Ok(Figures {
            half: times[KEYS / 2],
            most: times[KEYS * 99 / 100],
            bytes: bytes / KEYS,
        })
    }

    fn burst(&mut self) -> Result<f64, Box<dyn Error>> {
        let mut times: Vec<f64> = Vec::new();
        for _ in 0..5 {
            times.push(ms(self.answer(&[b'j'; KEYS])?.0));
        }
        times.sort_by(f64::total_cmp);
        Ok(times[2])
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The text in lines of at most `columns` characters.
fn broken(text: &str, columns: usize) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / columns);
    for part in text.split('\n') {
        let mut used = 0;
        for word in part.split_inclusive(' ') {
            let wide = word.chars().count();
            if used + wide > columns {
                out.push('\n');
                used = 0;
            }
            out += word;
            used += wide;
        }
        out.push('\n');
    }
    out
}

/// Each program at the place `hundredths` of the way through the text, ready to go down a line.
fn readers(
    folder: &Path,
    text: &Path,
    lines: usize,
    hundredths: usize,
) -> Result<Vec<Reader>, Box<dyn Error>> {
    let mut virk = CommandBuilder::new(env!("CARGO_BIN_EXE_virk"));
    virk.arg(folder.join("study.virk"));
    virk.env("VIRK_HOME", folder);
    let mut less = CommandBuilder::new("less");
    less.arg(text);
    let mut vim = CommandBuilder::new("vim");
    vim.args(["-u", "NONE", "-N", "-n", "-R"]);
    vim.arg(text);
    let line = (lines * hundredths / 100).max(1);
    let mut all = vec![
        Reader::start("virk", virk)?,
        Reader::start("less", less)?,
        Reader::start("vim", vim)?,
    ];
    all[0].type_in("\r")?;
    all[0].type_in(&format!("%{hundredths}%\r"))?;
    all[1].type_in(&format!("{line}g"))?;
    // With the cursor on the last row of the window every line down scrolls, as in the others.
    all[2].type_in(&format!("{line}GztL"))?;
    all[0].type_in(&"j".repeat(60))?;
    Ok(all)
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let session =
        synthetic::build(&folder.path().join("study.virk")).map_err(|refusal| refusal.what)?;
    let words = session
        .study()
        .documents()
        .next()
        .map(|document| document.text.clone())
        .unwrap_or_default();
    drop(session);
    let text = folder.path().join("text.txt");
    let words = broken(&words, 96);
    let lines = words.lines().count();
    std::fs::write(&text, words)?;
    println!("| place | program | a line down, p50 | p99 | bytes | 200 keys at once |");
    println!("|---|---|---:|---:|---:|---:|");
    for (place, hundredths) in [("top", 0), ("middle", 50), ("end", 98)] {
        for mut reader in readers(folder.path(), &text, lines, hundredths)? {
            let Figures { half, most, bytes } = reader.lines()?;
            let burst = reader.burst()?;
            println!(
                "| {place} | {} | {half:.2} ms | {most:.2} ms | {bytes} | {burst:.1} ms |",
                reader.name
            );
        }
    }
    Ok(())
}
