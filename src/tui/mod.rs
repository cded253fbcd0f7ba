//! The terminal UI: loop, keymap, actions, theme, views, layers.
