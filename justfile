# What one types every day. `just` alone lists it.

default:
    @just --list

# Format, lint and documentation, as CI sees them.
check:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings
    RUSTDOCFLAGS='-D warnings' cargo doc --no-deps --document-private-items

# All tests; `just test kill` runs those whose name contains it.
test *NAME:
    cargo test {{NAME}}

# The long kill test: 200 rounds.
kill:
    VIRK_KILL_ROUNDS=200 cargo test --test it kill:: -- --nocapture

# The sample study in the terminal UI.
run *ARGS='demo':
    cargo run --release -- {{ARGS}}

# The program to hand to others: optimised across crates, which takes its time.
dist:
    cargo build --profile dist

# Measurements against the budgets of ARCHITECTURE.md; results belong in benches/README.md.
bench *NAME:
    cargo bench {{NAME}}

# The documentation of the code, in a browser.
doc:
    cargo doc --no-deps --document-private-items --open
