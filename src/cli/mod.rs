//! One file per subcommand; its doc comment is its manual.
